// The controls of a call: one big button that begins it and then mutes, a smaller one that ends it, and a few words.

import { byId } from "./make.js";

const LABELS = { off: "Talk aloud", asking: "Cancel", waiting: "Mute", on: "Mute" };
const WORDS = {
  quiet: "I’m listening", speech: "I hear you", deciding: "I’m waiting", thinking: "one moment", speaking: "", muted: "",
};

export class CallBar {
  /** @param {{press: () => void, end: () => void}} call */
  constructor(call) {
    this.root = document.documentElement;
    this.talk = byId("talk");
    this.over = byId("end-call");
    this.words = byId("call-words");
    this.troubleWords = byId("call-trouble");
    this.talk.addEventListener("click", () => call.press());
    this.over.addEventListener("click", () => call.end());
  }

  /** @param {import("./call.js").Call} call */
  show({ state, muted, stuck, called, hearing }) {
    const label = stuck ? "Go on" : LABELS[state];
    this.root.dataset.call = state;
    this.root.toggleAttribute("data-muted", called && muted);
    this.root.toggleAttribute("data-stuck", Boolean(stuck));
    byId("talk-label").textContent = label;
    this.talk.title = called && !stuck ? "Mute (M)" : label;
    if (called && !stuck) {
      this.talk.setAttribute("aria-pressed", String(muted));
      this.talk.setAttribute("aria-keyshortcuts", "M");
    } else {
      this.talk.removeAttribute("aria-pressed");
      this.talk.removeAttribute("aria-keyshortcuts");
    }
    // The button that goes must not take the keyboard's place with it.
    if (!called && document.activeElement === this.over) this.talk.focus();
    this.over.hidden = !called;
    this.words.textContent = this.wordsFor(state, muted, stuck, hearing);
    if (state !== "off") this.trouble(stuck);
  }

  /** @returns {string} */
  wordsFor(state, muted, stuck, hearing) {
    if (state === "off" || stuck) return "";
    if (state === "asking") return "Your browser asks whether I may hear you";
    if (muted) return "muted";
    return state === "waiting" ? "one moment" : WORDS[hearing];
  }

  /** A sentence that stays until the next press. @param {string} text */
  trouble(text) {
    this.troubleWords.textContent = text;
    this.troubleWords.hidden = !text;
  }
}
