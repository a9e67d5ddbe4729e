// The page of minds: who finds her words, who else could, where words may go, and what was sent last.

import { byId } from "./make.js";
import { ask, rows } from "./memory-ask.js";
import { button, nothing, tell } from "./memory-parts.js";
import { everyone, hostRow, nowWords, questionOf, row } from "./minds-rows.js";
import { sentLast } from "./minds-sent.js";
import { Socket } from "./socket.js";

/** @typedef {import("./minds-rows.js").Mind} Mind */

const WHERE = "/minds/told";
const SETTLES_MS = 150;
const FIELDS = { url: byId("at-url"), model: byId("at-model"), name: byId("at-name"), key: byId("at-key") };
const view = byId("view");
const sent = byId("sent");
/** @type {any} */
let told = null;
let asked = ""; // which question is open, "" for none
let asking = 0; // requests to change something that are on their way
let number = 0;
let timer = 0;

/** Draw what was told, and leave the keys where they were: on `to`, or on what had them. @param {string} [to] */
function draw(to) {
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  const within = focused && view.contains(focused) ? focused : null;
  const wanted = [to, within?.dataset.key, within?.closest("li")?.dataset.key].filter(Boolean);
  const minds = everyone(told);
  if (!minds.some((mind) => questionOf(mind) === asked && !mind.now && !mind.agreed)) asked = "";
  byId("now").textContent = nowWords(told);
  byId("now").toggleAttribute("data-leaves", told.minds.some((mind) => mind.now && mind.leaves));
  byId("before").hidden = !told.undo;
  byId("minds").replaceChildren(...minds.map((mind) => row(mind, questionOf(mind) === asked, doing)));
  byId("alone").hidden = told.minds.some((mind) => mind.there);
  byId("hosts").replaceChildren(...told.agreed.map((each) => hostRow(each, revoke)));
  byId("hosts").hidden = !told.agreed.length;
  byId("nowhere").hidden = told.agreed.length > 0;
  byId("all").hidden = false;
  view.removeAttribute("aria-busy");
  if (!to && (!within || within.isConnected)) return;
  const keyed = [...view.querySelectorAll("[data-key]")];
  const found = wanted.map((key) => keyed.find((each) => each.dataset.key === key)).find(Boolean) ?? view;
  found.focus({ preventScroll: !to || found === view });
}

/** @param {any} answer @param {string} [to] */
function take(answer, to) {
  const { done, ...now } = answer;
  const same = JSON.stringify(now) === JSON.stringify(told);
  told = now;
  if (!same || to) draw(to);
}

/** Have it done, say so, and go on from `to`. @param {Object<string, unknown>} wanted @param {string} to */
async function act(wanted, to) {
  asking += 1;
  number += 1;
  try {
    const answer = await ask(WHERE, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });
    tell(answer.done);
    asked = "";
    take(answer, to);
  } finally {
    asking -= 1;
  }
}

/** @type {import("./minds-rows.js").Doing} */
const doing = {
  use: (mind, agree) => act({ act: "use", name: mind.name, ...(agree ? { agree } : {}) }, `mind ${mind.name}`),
  ask: (mind) => {
    asked = questionOf(mind);
    draw(`no ${mind.name}`);
  },
  no: (mind) => {
    asked = "";
    draw(`use ${mind.name}`);
  },
  remove: (mind) => act({ act: "remove", name: mind.name }, "minds"),
};

/** @param {string} host */
function revoke(host) {
  return act({ act: "revoke", host }, "hosts");
}

async function load() {
  const mine = ++number;
  const answer = await ask(WHERE);
  if (mine === number) take(answer);
}

/** What was sent last, where that is open. */
async function showSent() {
  if (!sent.open) return;
  try {
    const words = await sentLast();
    byId("sent-words").replaceChildren(...words);
  } catch (error) {
    byId("sent-words").replaceChildren(nothing(error.message));
  }
}

/** Something changed, here or elsewhere. */
function changed() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (asking) {
      changed();
      return;
    }
    try {
      await Promise.all([load(), showSent()]);
    } catch (error) {
      tell(error.message);
    }
  }, SETTLES_MS);
}

async function head() {
  const counts = await rows("counts");
  byId("back").textContent = `back to ${counts.her_name}`;
}

byId("before").append(button("as it was before", () => act({ act: "undo" }, "now"), { className: "choose", key: "undo" }));
byId("elsewhere").addEventListener("submit", async (event) => {
  event.preventDefault();
  const add = byId("add");
  add.disabled = true;
  try {
    const wanted = Object.entries(FIELDS).map(([name, field]) => [name, field.value]);
    const known = new Set(told.minds.map((mind) => mind.name));
    await act({ act: "add", ...Object.fromEntries(wanted) }, "");
    byId("elsewhere").reset();
    const made = told.minds.find((mind) => !known.has(mind.name));
    if (made) draw(`mind ${made.name}`);
  } catch (error) {
    tell(error.message);
  } finally {
    add.disabled = false;
  }
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  view.focus();
});
sent.addEventListener("toggle", showSent);
addEventListener("focus", changed); // somebody may just have started a server

const socket = new Socket({
  open: () => socket.settled(),
  frame: (frame) => {
    if (["mind", "said"].includes(frame.type)) changed();
    if (frame.type === "person") head().catch(() => {});
  },
  lost: () => {},
  unpaired: () => {},
});

try {
  await Promise.all([load(), head()]);
  socket.connect();
} catch (error) {
  view.replaceChildren(nothing(error.message));
}
