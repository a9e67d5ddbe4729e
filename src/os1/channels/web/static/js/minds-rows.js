// The parts of the page of minds: who finds her words now, each mind, the question before words leave, and the hosts.

import { dayWords } from "./days.js";
import { make } from "./make.js";
import { button } from "./memory-parts.js";

/**
 * A mind as the server tells it. The first of all is always the plain one.
 * @typedef {{name: string, host: string, leaves: boolean, by_hand: boolean, agreed: boolean, there: boolean,
 *   now: boolean}} Mind
 *
 * @typedef {{now: string, minds: Mind[], agreed: {host: string, at: string}[], undo: boolean}} Told
 *
 * What the person may do with a row.
 * @typedef {{use: (mind: Mind, agree: string) => unknown, ask: (mind: Mind) => void, no: (mind: Mind) => void,
 *   remove: (mind: Mind) => unknown}} Doing
 */

const PLAIN = "plain";
const WHERE_PLAIN = "always here, needs nothing, and nothing leaves";
const HERE = "on this computer";

/** @param {Told} told @returns {Mind[]} every mind, the plain one first */
export function everyone(told) {
  const plain = { name: PLAIN, host: "", leaves: false, by_hand: false, agreed: false, there: true, now: told.now === PLAIN };
  return [plain, ...told.minds];
}

/** @param {Told} told @returns {string} who finds her words now, as she says it */
export function nowWords(told) {
  const now = told.minds.find((mind) => mind.now);
  if (!now) return "My words are my own.";
  if (!now.leaves) return `${now.name} finds my words, ${HERE}.`;
  return `${now.name} finds my words. What you say leaves this computer, to ${now.host}.`;
}

/** @param {Mind} mind @returns {string} which question was asked: of this mind, about this host */
export function questionOf(mind) {
  return `${mind.name} ${mind.host}`;
}

/** @param {Mind} mind @returns {HTMLElement} */
function where(mind) {
  if (mind.name === PLAIN) return make("p", { className: "where", text: WHERE_PLAIN });
  if (!mind.leaves) return make("p", { className: "where", text: HERE });
  const leaves = mind.now ? "your words leave this computer" : "your words would leave this computer";
  return make("p", { className: "where leaves", text: `${leaves}, to ${mind.host}` });
}

/** Asked once for each host, in place. @param {Mind} mind @param {Doing} doing @returns {HTMLElement} */
function question(mind, doing) {
  const asks = make("div", { className: "asks" });
  const words = make("p", { text: `Your words, what we said in the last three hours, and what I remember that bears on it, would leave this computer, to ${mind.host}. `
    + "Whoever runs it can read them. Agree?", id: "question" });
  asks.setAttribute("role", "group");
  asks.setAttribute("aria-labelledby", "question");
  const ways = make("div", { className: "ways" });
  ways.append(button("I agree, use it", () => doing.use(mind, mind.host), { className: "go", key: `agree ${mind.name}` }),
    button("no", () => doing.no(mind), { className: "whisper keep", key: `no ${mind.name}` }));
  asks.append(words, ways);
  asks.addEventListener("keydown", (event) => {
    if (event.key === "Escape") doing.no(mind);
  });
  return asks;
}

/**
 * @param {Mind} mind @param {boolean} asked whether its question is open @param {Doing} doing
 * @returns {HTMLElement}
 */
export function row(mind, asked, doing) {
  const element = make("li", { className: "mind", dataset: { key: `mind ${mind.name}` } });
  element.tabIndex = -1;
  element.toggleAttribute("data-now", mind.now);
  const says = make("div", { className: "says-who" });
  says.append(make("h3", { text: mind.name, dir: "auto" }), where(mind));
  if (!mind.there) says.append(make("p", { className: "where", text: "not reachable now" }));
  const ways = make("div", { className: "ways" });
  if (mind.now) ways.append(make("span", { className: "in-use", text: "in use" }));
  else if (mind.there && !asked) {
    const pressed = mind.leaves && !mind.agreed ? () => doing.ask(mind) : () => doing.use(mind, "");
    ways.append(button("use this", pressed, { className: "choose", key: `use ${mind.name}`, label: `use this: ${mind.name}` }));
  }
  if (mind.by_hand && !asked) {
    ways.append(button("take it off the list", () => doing.remove(mind),
      { key: `remove ${mind.name}`, label: `take it off the list: ${mind.name}` }));
  }
  element.append(says, ways);
  if (asked) element.append(question(mind, doing));
  return element;
}

/** @param {{host: string, at: string}} each @param {(host: string) => unknown} revoke @returns {HTMLElement} */
export function hostRow({ host, at }, revoke) {
  const element = make("li", { className: "mind", dataset: { key: `host ${host}` } });
  element.tabIndex = -1;
  const says = make("div", { className: "says-who" });
  const when = make("time", { text: dayWords(at) });
  when.setAttribute("datetime", at);
  const agreed = make("p", { className: "where", text: "you agreed " });
  agreed.append(when);
  says.append(make("h3", { text: host }), agreed);
  const ways = make("div", { className: "ways" });
  ways.append(button("no more", () => revoke(host), { className: "choose", key: `revoke ${host}`, label: `no more: ${host}` }));
  element.append(says, ways);
  return element;
}
