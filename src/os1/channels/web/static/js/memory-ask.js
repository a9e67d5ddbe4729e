// Asking OS1 for what the memory pages show, and having it do what the person wants.

/** What OS1 said no with, as one sentence. */
export class Refused extends Error {
  /** @param {string} problem @param {number} status */
  constructor(problem, status) {
    super(problem);
    this.status = status;
  }
}

const AWAY = "I can't be reached just now; is OS1 still running?";

/** @param {string} address @param {RequestInit} [with_] @returns {Promise<any>} */
export async function ask(address, with_ = {}) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", referrerPolicy: "no-referrer", ...with_ });
  } catch {
    throw new Refused(AWAY, 0);
  }
  let told = {};
  try {
    told = await answer.json();
  } catch {
    throw new Refused(AWAY, 0);
  }
  if (!answer.ok) throw new Refused(told.problem ?? AWAY, answer.status);
  return told;
}

/** @param {string} show @param {Object<string, string|number>} [more] @returns {Promise<any>} */
export function rows(show, more = {}) {
  const asked = new URLSearchParams({ show });
  for (const [name, value] of Object.entries(more)) asked.set(name, String(value));
  return ask(`/memory/rows?${asked}`);
}

/** What the page is told once something was done. */
export const CHANGED = "memory-changed";

/** @param {string} name @param {Object<string, unknown>} more @returns {Promise<any>} */
export async function act(name, more) {
  const done = await ask("/memory/acts", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ act: name, ...more }),
  });
  dispatchEvent(new Event(CHANGED));
  return done;
}
