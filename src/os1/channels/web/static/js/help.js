// Lines of help as links of one touch, and the country they are for.

import { make } from "./make.js";

/** @typedef {import("./types.js").Help} Help */

let number = 0;

/** @param {Help["lines"][number]} line @returns {HTMLElement} */
function row(line) {
  const item = make("li", {});
  const links = line.links.map((link) => {
    const a = make("a", { className: "call", text: link.words });
    a.setAttribute("href", link.href);
    a.setAttribute("aria-label", `${line.name}: ${link.words}`);
    if (link.href.startsWith("https:")) {
      a.setAttribute("target", "_blank");
      a.setAttribute("rel", "noreferrer noopener");
    }
    return a;
  });
  item.append(make("span", { className: "line-name", text: line.name }), ...links);
  if (line.hours) item.append(make("span", { className: "hours", text: line.hours }));
  return item;
}

/** @param {Help} given @param {string} [country] set it @returns {Promise<any>} null where OS1 can't be asked just now */
async function ask(given, country) {
  const asked = new URLSearchParams({ kind: given.kind, level: given.level, ...(country && { country }) });
  try {
    const answer = await fetch(`/care?${asked}`, { method: country ? "POST" : "GET", credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {Help} given @returns {HTMLElement} the card under her words */
export function help(given) {
  const card = make("section", { className: "help" });
  const list = make("ul", {});
  list.setAttribute("role", "list");
  const where = make("p", { className: "where" });
  where.setAttribute("role", "status");
  const id = `country-${++number}`;
  const choose = make("select", { id });
  const label = make("label", { text: "Another country " });
  label.setAttribute("for", id);
  const more = make("a", { className: "what", text: "what I do when it’s serious" });
  more.setAttribute("href", "/serious");

  /** @param {Help} now */
  function show(now) {
    card.setAttribute("aria-label", `Whom you can reach: ${now.country_name}`);
    list.replaceChildren(...now.lines.map(row));
    where.textContent = `For ${now.country_name} (${now.how}).`;
  }

  /** @param {string} chosen @param {Object<string, string>} names */
  function options(chosen, names) {
    choose.replaceChildren(...Object.entries(names).map(([code, name]) => {
      const option = make("option", { text: name });
      option.setAttribute("value", code);
      option.toggleAttribute("selected", code === chosen);
      return option;
    }));
  }

  options(given.country, { [given.country]: given.country_name });
  ask(given).then((all) => all && options(all.country, all.countries));
  choose.addEventListener("change", async () => {
    const now = await ask(given, /** @type {HTMLSelectElement} */ (choose).value);
    if (now) show(now);
    else where.textContent = "That couldn’t be changed just now; these are still the lines from before.";
  });
  const foot = make("p", { className: "other" });
  foot.append(label, choose, more);
  show(given);
  card.append(list, where, foot);
  return card;
}
