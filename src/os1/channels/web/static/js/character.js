// The page of her character: what she says of herself, what she has come to like, and tuning her.

import { dayWords } from "./days.js";
import { byId, make } from "./make.js";
import { ask } from "./memory-ask.js";
import { capital, nothing, tell } from "./memory-parts.js";
import { Socket } from "./socket.js";

const WHERE = "/character/told";
const TONES = ["warm", "playful", "quiet", "formal"];
const view = byId("view");
const field = byId("her-name");
const sounding = /** @type {HTMLInputElement} */ (byId("sounding"));

const tones = TONES.map((value) => {
  const label = make("label", { className: "tone" });
  const radio = /** @type {HTMLInputElement} */ (make("input", { type: "radio" }));
  Object.assign(radio, { name: "tone", value });
  label.append(radio, make("span", { text: value }));
  byId("tones").append(label);
  return radio;
});

/** @param {{title: string, paragraphs: string[]}} part @returns {Node[]} */
function part({ title, paragraphs }) {
  const made = [make("h2", { text: title })];
  for (const said of paragraphs) {
    if (!said.startsWith("- ")) made.push(make("p", { text: said }));
    else {
      if (made.at(-1)?.tagName !== "UL") made.push(make("ul", {}));
      made.at(-1)?.append(make("li", { text: said.slice(2) }));
    }
  }
  return made;
}

/** @param {any} each @returns {HTMLElement} */
function liking(each) {
  const made = make("article", { className: "liking" });
  made.append(make("h3", { text: capital(each.about), dir: "auto" }));
  for (const said of each.told) {
    const quote = make("p", { className: "quote" });
    quote.append(make("q", { text: said.quote, dir: "auto" }), make("time", { text: dayWords(said.at) }));
    made.append(quote);
  }
  return made;
}

/** @param {any} told */
function show(told) {
  byId("back").textContent = `back to ${told.name}`;
  document.title = `${told.name}: who I am`;
  if (document.activeElement !== field) field.value = told.name;
  for (const radio of tones) radio.checked = radio.value === told.tone;
  sounding.checked = told.sounding;
  byId("tune").hidden = false;
  const likings = told.likings.length
    ? [make("p", { className: "lead", text: "Grown from what you told me often, and gladly. Forget the words, and the liking goes with them." }),
      ...told.likings.map(liking)]
    : [nothing("Nothing yet. It grows from what you tell me often, and gladly.")];
  view.replaceChildren(...told.parts.flatMap(part), make("h2", { text: "What I've come to like" }), ...likings);
}

/** @param {Object<string, string|boolean>} wanted @param {string} done what to say when it is so */
async function tune(wanted, done) {
  try {
    show(await ask(WHERE, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) }));
    tell(done);
  } catch (error) {
    tell(error.message);
  }
}

async function draw() {
  try {
    show(await ask(WHERE));
    return true;
  } catch (error) {
    view.replaceChildren(nothing(error.message));
    return false;
  }
}

byId("tune").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = field.value.trim();
  tune({ name }, name ? `${name} it is.` : "My own name, then.");
});
byId("tones").addEventListener("change", (event) => {
  const tone = event.target.value;
  tune({ tone }, `From now on: ${tone}.`);
});
sounding.addEventListener("change", () => {
  tune({ sounding: sounding.checked }, sounding.checked ? "I'll listen to how you say it." : "I won't. What I knew of your voice is deleted.");
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  view.focus();
});

const socket = new Socket({
  open: () => socket.settled(),
  frame: (frame) => {
    if (["memory", "forgotten", "said", "person"].includes(frame.type)) draw();
  },
  lost: () => {},
  unpaired: () => {},
});

if (await draw()) socket.connect();
