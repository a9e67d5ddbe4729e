// What was sent last, as it went: every message, to whom, how much of it, and what a guard kept back.

import { make } from "./make.js";
import { ask } from "./memory-ask.js";

const EMPTY = "Nothing: my last words were found here, without a model.";
const ROLES = { system: "system: what I ask of it", user: "user: you", assistant: "assistant: me" };
const TIMES = ["", "once", "twice"];

/** @param {number} count @returns {string} */
function times(count) {
  return TIMES[count] ?? `${count} times`;
}

/** @param {Object<string, number>} slips @returns {string} */
function keptBack(slips) {
  const each = Object.entries(slips ?? {}).map(([fault, count]) => `${fault}, ${times(count)}`);
  return each.length ? `Kept back by a guard: ${each.join("; ")}.` : "A guard kept nothing back.";
}

/** @param {string} role @param {unknown} text @returns {HTMLElement} */
function message(role, text) {
  const element = make("article", { className: "message" });
  const words = typeof text === "string" ? text : JSON.stringify(text, null, 1);
  element.append(make("h3", { text: ROLES[role] ?? role }), make("pre", { text: words, dir: "auto" }));
  return element;
}

/** @param {any} sent @returns {Node[]} */
function told(sent) {
  const place = sent.leaves ? `outside this computer, to ${sent.host}` : `on this computer (${sent.host})`;
  const tokens = Number(sent.tokens).toLocaleString("en-GB");
  return [
    make("p", { className: "where", text: `To ${sent.mind}, ${place}: about ${tokens} tokens.` }),
    make("p", { className: "where", text: keptBack(sent.kept_back) }),
    ...(sent.fault ? [make("p", { className: "where", text: `It faltered (${sent.fault}), and I went on by myself.` })] : []),
    ...(sent.tools?.length ? [message("tools offered", sent.tools)] : []),
    ...(sent.refused ?? []).map((each) => message(`refused at first, ${each.role}`, each.content)),
    ...sent.messages.map((each) => message(each.role, each.content || each.tool_calls)),
    ...(sent.called ?? []).map((each) => message(`looked up: ${each.name.replaceAll("_", " ")}`, each.told)),
  ];
}

/** @returns {Promise<Node[]>} */
export async function sentLast() {
  const sent = await ask("/minds/prompt");
  return sent.messages ? told(sent) : [make("p", { text: EMPTY })];
}
