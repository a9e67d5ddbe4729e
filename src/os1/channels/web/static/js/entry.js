// One entry of the conversation as it stands on the page.

import { dayWords, hourWords } from "./days.js";
import { help } from "./help.js";
import { make } from "./make.js";
import { why } from "./why.js";

/** @typedef {import("./types.js").Item} Item */

const LONG = 260;
const FOLD_LETTERS = 1200;
const FOLD_LINES = 12;

/** @param {string} text @returns {number} */
function lineCount(text) {
  return text.split("\n", FOLD_LINES + 2).length;
}

export class EntryView {
  /**
   * @param {Item} item
   * @param {{herName: () => string, again: (turn: string) => void}} page
   */
  constructor(item, page) {
    this.page = page;
    this.shown = "";
    this.helping = "";
    this.folds = true;
    /** @type {import("./types.js").Move|null} */
    this.move = null;
    /** @type {HTMLElement|null} */
    this.why = null;
    this.element = make("article", { className: "entry" });
    this.element.tabIndex = -1;
    this.who = make("p", { className: "who unseen" });
    this.words = make("p", { className: "words", dir: "auto" });
    this.element.append(this.who, this.words);
    this.update(item);
  }

  /** @param {Item} item */
  update(item) {
    const { entry, state } = item;
    const { dataset } = this.element;
    dataset.entry = entry.seq === null ? "" : String(entry.seq);
    dataset.turn = entry.turn;
    dataset.who = entry.who;
    dataset.state = state;
    dataset.kept = String(entry.kept);
    this.element.toggleAttribute("data-cut", entry.cut);
    this.element.toggleAttribute("data-long", entry.text.length > LONG);
    this.who.textContent = this.label(item);
    this.showWords(entry.text, state === "speaking");
    this.showWhy(entry.move);
    this.showHelp(entry.help ?? null, state === "speaking");
    this.showTrouble(item);
    this.showFold(entry);
  }

  /** @param {Item} item @returns {string} what a screen reader hears before the words */
  label({ entry, state }) {
    const name = entry.who === "person" ? "You" : this.page.herName();
    const off = entry.kept ? "" : ", off the record";
    const going = state === "sending" ? ", on its way" : "";
    return `${name}, ${dayWords(entry.at)} ${hourWords(entry.at)}${off}${going}`;
  }

  /**
   * Words that only grew are added as they came; anything else replaces what stood there.
   * @param {string} text
   * @param {boolean} arriving
   */
  showWords(text, arriving) {
    if (text === this.shown) return;
    if (this.shown && text.startsWith(this.shown)) {
      this.words.append(make("span", { className: "chunk", text: text.slice(this.shown.length) }));
    } else if (arriving) {
      this.words.replaceChildren(make("span", { className: "chunk", text }));
    } else {
      this.words.textContent = text;
    }
    this.shown = text;
    this.element.toggleAttribute("data-long", text.length > LONG);
  }

  /** The pieces the words came in become one text again. */
  smooth() {
    if (this.words.childElementCount) this.words.textContent = this.shown;
  }

  /** @param {import("./types.js").Move|null} move */
  showWhy(move) {
    if (JSON.stringify(move) === JSON.stringify(this.move)) return; // an open one stays open
    this.move = move;
    this.why?.remove();
    this.why = why(move);
    if (this.why) this.words.after(this.why);
  }

  /** The lines of help under her words. @param {import("./types.js").Help|null} lines @param {boolean} arriving */
  showHelp(lines, arriving) {
    const wanted = arriving ? "" : JSON.stringify(lines);
    if (wanted === this.helping) return; // one that stands keeps the keys
    this.helping = wanted;
    this.element.querySelector(".help")?.remove();
    if (lines && !arriving) this.words.after(help(lines));
  }

  /** @param {Item} item */
  showTrouble({ entry, state, problem }) {
    this.element.querySelector(".trouble")?.remove();
    if (state !== "problem") return;
    const trouble = make("p", { className: "trouble", text: `${problem} ` });
    const again = make("button", { className: "whisper", type: "button", text: "send again" });
    again.dataset.again = entry.turn;
    again.addEventListener("click", () => this.page.again(entry.turn));
    trouble.append(again);
    this.element.append(trouble);
  }

  /** A very long text of the person's folds to its first lines until they ask for all of it. */
  showFold({ who, text }) {
    const long = text.length > FOLD_LETTERS || lineCount(text) > FOLD_LINES;
    const fold = who === "person" && long && this.folds;
    this.element.toggleAttribute("data-folded", fold);
    this.element.querySelector(".unfold")?.remove();
    if (!fold) return;
    const all = make("button", { className: "whisper unfold", type: "button", text: "show all of it" });
    all.addEventListener("click", () => {
      this.folds = false;
      this.element.removeAttribute("data-folded");
      this.element.focus({ preventScroll: true });
      all.remove();
    });
    this.words.after(all);
  }
}
