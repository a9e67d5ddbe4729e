// The one text field: it grows, Enter sends, typing or Escape hushes her, its draft outlives a reload.

import { byId } from "./make.js";

// Chromium lays out a field with dir="auto" in time that grows with the square of its text: past
// this length the first letter decides once, or a pasted book would freeze the page.
const VAST = 20_000;
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

export class Composer {
  /**
   * @param {import("./keep.js").Keep} keep
   * @param {{say: (text: string) => void, hush: () => void}} page
   */
  constructor(keep, page) {
    this.keep = keep;
    this.page = page;
    this.speaking = false;
    this.field = byId("say");
    this.send = byId("send");
    this.hushButton = byId("hush");
    this.field.value = keep.read("draft") ?? "";
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    this.field.addEventListener("input", (event) => this.typed(event));
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say();
    });
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      this.field.focus();
    });
    this.hushButton.addEventListener("click", () => {
      page.hush();
      this.field.focus();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) page.hush();
    });
    this.fit();
  }

  /** @param {InputEvent} event */
  typed(event) {
    if (!event.inputType || event.inputType.startsWith("insert")) this.page.hush();
    this.saveDraft();
    this.fit();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    // While an input method composes, Enter belongs to it (229 is what Safari reports).
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.say();
  }

  say() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    this.saveDraft();
    this.fit();
    this.page.say(text);
    this.field.focus();
  }

  saveDraft() {
    this.keep.write("draft", this.keep.quiet ? null : this.field.value);
  }

  /** @param {boolean} speaking */
  setSpeaking(speaking) {
    this.speaking = speaking;
    this.fit();
  }

  /** Grow with the words, and show the one button that makes sense now. */
  fit() {
    const text = this.field.value;
    const empty = !text.trim();
    const vastly = RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
    this.field.dir = text.length < VAST ? "auto" : vastly;
    // The button that goes must not take the keyboard's place with it.
    if (this.hushButton === document.activeElement && !this.speaking) this.field.focus();
    this.send.hidden = empty;
    this.hushButton.hidden = !(empty && this.speaking);
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}
