// "Why?": the reasons behind one of her replies and the memories it rests on, on demand.

import { dayWords, hourWords } from "./days.js";
import { make } from "./make.js";
import { still } from "./scroller.js";

/** @typedef {import("./types.js").Move} Move */

/** @param {import("./types.js").Receipt} memory @returns {HTMLElement} */
function receipt(memory) {
  const figure = make("div", { dataset: { memory: memory.id } });
  const quote = make("blockquote", { text: `“${memory.quote}”`, dir: "auto" });
  const when = make("time", { text: `you, ${dayWords(memory.at)}, ${hourWords(memory.at)}` });
  when.setAttribute("datetime", memory.at);
  figure.append(quote, when);
  return figure;
}

/**
 * @param {Move|null} move
 * @returns {HTMLElement|null} a closed disclosure, or null where there is nothing to tell
 */
export function why(move) {
  if (!move || (!move.why.length && !move.memories.length)) return null;
  const details = make("details", { className: "why", dataset: { why: move.kind } });
  const summary = make("summary", { text: "why?" });
  summary.setAttribute("aria-label", "Why did she say that?");
  const body = make("div", { className: "why-body" });
  if (move.why.length) {
    const reasons = make("ul", {});
    reasons.setAttribute("role", "list");
    reasons.append(...move.why.map((reason) => make("li", { text: reason, dir: "auto" })));
    body.append(reasons);
  }
  if (move.memories.length) {
    const words = move.memories.length === 1 ? "I was holding on to this:" : "I was holding on to these:";
    body.append(make("p", { className: "rests", text: words }), ...move.memories.map(receipt));
  }
  details.append(summary, body);
  details.addEventListener("toggle", () => {
    if (!details.hasAttribute("open")) return;
    details.scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
  });
  return details;
}
