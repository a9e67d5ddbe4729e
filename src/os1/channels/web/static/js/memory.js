// The memory pages: which view the address means, and keeping it true while things change.

import { dayWords } from "./days.js";
import { make, byId } from "./make.js";
import { CHANGED, Refused, rows } from "./memory-ask.js";
import { nothing, tell } from "./memory-parts.js";
import { facts, feelings, people, person, plans, search } from "./memory-views.js";
import { Socket } from "./socket.js";

const SETTLES_MS = 120;
const LATER_MS = 1000;
const VIEWS = { people, person, facts, plans, feelings, search };
const KIND = { person: "people" };
const view = byId("view");
let drawn = 0;
let timer = 0;
let here = "";

/** @returns {[keyof typeof VIEWS, string]} the view the address means, and of what */
function meant() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  const known = Object.hasOwn(VIEWS, name) ? /** @type {keyof typeof VIEWS} */ (name) : "people";
  let of = rest.join("/");
  try {
    of = decodeURIComponent(of);
  } catch {
    // an address somebody typed: taken as it stands
  }
  return [known, of];
}

/** Draw the view; `again` where it is the same one, with something changed in it. */
async function show(again = false) {
  const number = ++drawn;
  const [name, of] = meant();
  for (const link of document.querySelectorAll(".kinds a")) {
    const is = link.getAttribute("href") === `#${KIND[name] ?? name}`;
    if (is) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const field = byId("query");
  if (name !== "search") field.value = "";
  else if (document.activeElement !== field) field.value = of;
  let made;
  try {
    made = await VIEWS[name](of);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    made = [nothing(error.message)];
  }
  if (number !== drawn) return; // something newer is being drawn
  if (again && asking()) {
    changed(LATER_MS);
    return;
  }
  const held = again ? hold() : null;
  view.replaceChildren(...made);
  if (held) restore(held);
  else if (here && here !== name) view.querySelector("h2")?.focus();
  here = name;
}

/** Where the keys and the eyes were. */
function hold() {
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  const open = [...view.querySelectorAll('details[open] > summary[data-key], [aria-expanded="true"]')];
  const within = focused && view.contains(focused);
  const article = within ? focused.closest("article") : null;
  const all = [...view.querySelectorAll("article")];
  return { key: within ? focused.dataset.key : undefined, within, place: all.indexOf(article),
    open: open.map((each) => /** @type {HTMLElement} */ (each).dataset.key), top: scrollY };
}

/** @param {ReturnType<typeof hold>} held */
function restore({ key, within, place, open, top }) {
  const keyed = (wanted) => [...view.querySelectorAll("[data-key]")].find((e) => /** @type {HTMLElement} */ (e).dataset.key === wanted);
  for (const each of open) /** @type {HTMLElement|undefined} */ (keyed(each))?.click();
  scrollTo({ top });
  if (!within) return;
  const same = key && keyed(key);
  const next = view.querySelectorAll("article")[Math.max(0, place)]?.querySelector("button, a, summary");
  const to = same ?? next ?? view.querySelector("h2");
  /** @type {HTMLElement|undefined} */ (to)?.focus({ preventScroll: true });
}

/** Whether a form is open. */
function asking() {
  return view.querySelector("[data-asking]") !== null;
}

/** Something changed, here or elsewhere; a form that is open isn't taken out of anybody's hands. */
function changed(wait = SETTLES_MS) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (asking()) changed(LATER_MS);
    else Promise.all([show(true), head()]);
  }, wait);
}

async function head() {
  try {
    const told = await rows("counts");
    byId("back").textContent = `back to ${told.her_name}`;
    byId("since").textContent = told.since
      ? `${told.words.toLocaleString("en-GB")} things you said since ${dayWords(told.since)}, and what I made of them.`
      : "";
    return true;
  } catch (error) {
    if (error.status === 401) unpaired();
    else tell(error.message);
    return false;
  }
}

function unpaired() {
  view.replaceChildren(make("p", { className: "nothing", text: "This page isn't paired with your OS1. Open the link it printed when it started." }));
}

const socket = new Socket({
  open: () => socket.settled(),
  frame: (frame) => {
    if (["memory", "forgotten", "said"].includes(frame.type)) changed();
  },
  lost: () => {},
  unpaired,
});

byId("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = byId("query").value.trim();
  if (words) location.hash = `search/${encodeURIComponent(words)}`;
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  view.focus();
});
addEventListener(CHANGED, () => changed());
addEventListener("hashchange", () => show());
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) changed();
  width = innerWidth;
});

if (await head()) {
  await show();
  socket.connect();
}
