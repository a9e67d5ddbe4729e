// Making elements: every text on the page goes in by textContent, here.

/**
 * @param {string} tag
 * @param {{text?: string, className?: string, id?: string, dir?: string, type?: string,
 *   dataset?: Object<string, string>}} with_
 * @returns {HTMLElement}
 */
export function make(tag, with_) {
  const { text, dataset, ...rest } = with_;
  const element = document.createElement(tag);
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset ?? {});
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * @param {string} id
 * @returns {any} the element of the page with that id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}
