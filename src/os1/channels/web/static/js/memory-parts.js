// Small parts the memory pages are made of: buttons, lists that go on, and a word to the person.

import { make, byId } from "./make.js";
import { rows } from "./memory-ask.js";

const STAYS_MS = 15_000;
let timer = 0;

/** One quiet sentence at the foot of the page. @param {string} words */
export function tell(words) {
  clearTimeout(timer);
  byId("notice").textContent = words;
  timer = setTimeout(() => { byId("notice").textContent = ""; }, STAYS_MS);
}

/**
 * @param {string} text
 * @param {() => unknown} pressed
 * @param {{className?: string, key?: string, label?: string}} [more]
 * @returns {HTMLButtonElement}
 */
export function button(text, pressed, { className = "whisper", key = "", label = "" } = {}) {
  const element = /** @type {HTMLButtonElement} */ (make("button", { className, type: "button", text }));
  if (key) element.dataset.key = key;
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", async () => {
    element.disabled = true;
    try {
      await pressed();
    } catch (error) {
      tell(error.message);
    } finally {
      element.disabled = false;
    }
  });
  return element;
}

/** @param {string} text @returns {string} with a capital first letter */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** @param {string} words @returns {HTMLElement} what stands where nothing is yet */
export function nothing(words) {
  return make("p", { className: "nothing", text: words });
}

/** How many pages of a list the person had open, so that coming back finds them. */
const opened = new Map();

/**
 * A list that goes on when asked: `each` makes an element of a row.
 * @param {string} show
 * @param {Object<string, string>} asked
 * @param {{of?: string, empty: string, each: (row: any, before: any) => Node[]}} with_
 * @returns {Promise<HTMLElement>}
 */
export async function list(show, asked, { of = "rows", empty, each }) {
  const key = `${show} ${JSON.stringify(asked)}`;
  const element = make("div", { className: "rows" });
  let skip = 0;
  let last = null;
  const more = button("show more", () => next(), { className: "whisper more", key: `more ${key}` });
  async function next() {
    const page = await rows(show, { ...asked, skip });
    const focused = document.activeElement === more;
    const made = [];
    for (const row of page[of]) {
      made.push(...each(row, last));
      last = row;
    }
    more.before(...made);
    skip += page[of].length;
    opened.set(key, Math.max(skip, opened.get(key) ?? 0));
    more.hidden = !page.more;
    if (focused) /** @type {HTMLElement|null} */ (made[0]?.querySelector?.("button, a"))?.focus();
    return page.more;
  }
  element.append(more);
  const wanted = opened.get(key) ?? 0;
  opened.delete(key);
  let goes = await next();
  while (goes && skip < wanted) goes = await next();
  if (!skip) element.replaceChildren(nothing(empty));
  return element;
}

/**
 * A choice of one out of a few, as links that stand in the address.
 * @param {string} base of the address @param {[string, string][]} choices value and words
 * @param {string} here @param {string} label
 */
export function chips(base, choices, here, label) {
  const nav = make("nav", { className: "chips" });
  nav.setAttribute("aria-label", label);
  for (const [value, words] of choices) {
    const link = make("a", { text: words });
    link.setAttribute("href", `#${base}/${encodeURIComponent(value)}`);
    if (value === here) link.setAttribute("aria-current", "true");
    nav.append(link);
  }
  return nav;
}
