// OS1's short set-up: three soft steps, one at a time, each of which can be skipped.

import { byId, make } from "./make.js";

/** @typedef {{call_me: string, tone: ""|"warm"|"playful"|"quiet"|"formal", on_mind: string}} Answers */

const TONES = [
  ["warm", "Warm", "I'm really glad you're here. Tell me everything."],
  ["playful", "Playful", "There you are! I was starting to talk to the walls."],
  ["quiet", "Quiet", "I'm here. Take all the time you like."],
  ["formal", "Formal", "Good evening. I am glad to make your acquaintance."],
];
const NOTHING = /** @type {Answers} */ ({ call_me: "", tone: "", on_mind: "" });

export class Setup {
  /**
   * @param {import("./keep.js").Keep} keep
   * @param {(answers: Answers) => void} done
   */
  constructor(keep, done) {
    this.keep = keep;
    this.done = done;
    this.section = byId("setup");
    this.herName = "Samantha";
    this.trouble = "";
    this.at = 0;
    /** @type {Answers} */
    this.answers = { ...NOTHING };
  }

  /** @param {string} herName @param {string} [trouble] what went wrong the last time */
  show(herName, trouble = "") {
    if (!this.section.hidden && !trouble) return;
    const kept = this.keep.read("setup") ?? {};
    this.answers = { ...NOTHING, ...kept.answers };
    this.at = Math.min(2, Math.max(0, Number(kept.at) || 0));
    this.herName = herName;
    this.trouble = trouble;
    this.section.hidden = false;
    this.draw();
  }

  hide() {
    this.section.hidden = true;
    this.section.replaceChildren();
  }

  /** The set-up arrived: nothing of it stays in the tab. */
  forget() {
    this.answers = { ...NOTHING };
    this.keep.write("setup", null);
  }

  save() {
    this.keep.write("setup", { at: this.at, answers: this.answers });
  }

  /** @param {number} step */
  go(step) {
    this.trouble = "";
    if (step > 2) {
      this.save();
      this.done({ ...this.answers, call_me: this.answers.call_me.trim() });
      return;
    }
    this.at = Math.max(0, step);
    this.save();
    this.draw();
  }

  draw() {
    const form = /** @type {HTMLFormElement} */ (make("form", { className: "step" }));
    form.dataset.step = String(this.at + 1);
    form.setAttribute("autocomplete", "off");
    form.setAttribute("aria-labelledby", "setup-question");
    const parts = [this.nameStep, this.toneStep, this.mindStep][this.at].call(this);
    form.append(...parts, this.ways(), dots(this.at), this.plainly());
    if (this.trouble) form.prepend(make("p", { className: "greeting", text: this.trouble }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(this.at + 1);
    });
    this.section.replaceChildren(form);
    const first = form.querySelector("input:checked, input, textarea");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  /** @param {string} greeting @param {string} question @returns {HTMLElement[]} */
  heading(greeting, question) {
    return [
      make("p", { className: "greeting", text: greeting }),
      make("h2", { id: "setup-question", text: question }),
    ];
  }

  /** @returns {HTMLElement[]} */
  nameStep() {
    const field = /** @type {HTMLInputElement} */ (make("input", { id: "call-me", type: "text", dir: "auto" }));
    field.maxLength = 80;
    return [
      ...this.heading("Welcome to OS1. Three small things, before you meet her.",
        `What should ${this.herName} call you?`),
      this.bind(field, "call_me"),
    ];
  }

  /** @returns {HTMLElement[]} */
  toneStep() {
    const cards = make("div", { className: "cards" });
    cards.setAttribute("role", "radiogroup");
    cards.setAttribute("aria-labelledby", "setup-question");
    for (const [value, name, sample] of TONES) {
      const card = make("label", { className: "card" });
      const radio = /** @type {HTMLInputElement} */ (make("input", { type: "radio" }));
      Object.assign(radio, { name: "tone", value, checked: this.answers.tone === value });
      radio.addEventListener("change", () => {
        this.answers.tone = /** @type {Answers["tone"]} */ (value);
        this.save();
      });
      const face = make("span", { className: "card-face" });
      face.append(
        make("span", { className: "card-name", text: name }),
        make("span", { className: "card-sample", text: `“${sample}”` }),
      );
      card.append(radio, face);
      cards.append(card);
    }
    return [...this.heading("People like to be spoken to in different ways.",
      "How should she sound?"), cards];
  }

  /** @returns {HTMLElement[]} */
  mindStep() {
    const field = /** @type {HTMLTextAreaElement} */ (make("textarea", { id: "on-mind", dir: "auto" }));
    field.rows = 2;
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.go(this.at + 1);
    });
    return [
      ...this.heading("And the last. Big or small, both are fine.",
        "What's one thing on your mind?"),
      this.bind(field, "on_mind"),
    ];
  }

  /**
   * @param {HTMLInputElement|HTMLTextAreaElement} field
   * @param {"call_me"|"on_mind"} name
   * @returns {HTMLElement}
   */
  bind(field, name) {
    field.value = this.answers[name];
    field.setAttribute("aria-labelledby", "setup-question");
    field.addEventListener("input", () => {
      this.answers[name] = field.value;
      this.save();
    });
    return field;
  }

  /** @returns {HTMLElement} back, skip and on */
  ways() {
    const ways = make("div", { className: "ways" });
    if (this.at > 0) {
      const back = make("button", { id: "setup-back", className: "whisper", type: "button", text: "back" });
      back.addEventListener("click", () => this.go(this.at - 1));
      ways.append(back);
    }
    const skip = make("button", { id: "setup-skip", className: "whisper", type: "button", text: "skip" });
    skip.addEventListener("click", () => {
      const name = /** @type {const} */ (["call_me", "tone", "on_mind"])[this.at];
      Object.assign(this.answers, { [name]: "" });
      this.go(this.at + 1);
    });
    const words = this.at < 2 ? "go on" : `meet ${this.herName}`;
    ways.append(skip, make("button", { id: "setup-next", className: "go", type: "submit", text: words }));
    return ways;
  }

  /** @returns {HTMLElement} */
  plainly() {
    const words = `${this.herName} is software, not a person. Everything you tell her stays on this computer.`;
    return make("p", { className: "plainly", text: words });
  }
}

/** @param {number} at @returns {HTMLElement} */
function dots(at) {
  const row = make("div", { className: "dots" });
  for (let i = 0; i < 3; i += 1) {
    const dot = make("span", {});
    dot.toggleAttribute("data-here", i === at);
    row.append(dot);
  }
  row.append(make("p", { className: "unseen", text: `Step ${at + 1} of 3` }));
  return row;
}
