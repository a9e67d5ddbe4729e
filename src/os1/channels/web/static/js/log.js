// The conversation on the page: a window of at most 200 entries that follows now or stays where you read.

import { dayKey, dayWords } from "./days.js";
import { EntryView } from "./entry.js";
import { byId, make } from "./make.js";
import { Scroller } from "./scroller.js";

/** @typedef {import("./types.js").Item} Item */

const MOST = 200;
const STEP = 50;

/**
 * Show a button or hide it; hidden, it must not take the keyboard's place with it.
 * @param {HTMLElement} button @param {boolean} yes @param {HTMLElement} next who has it then
 */
function hide(button, yes, next) {
  if (yes && button === document.activeElement) next.focus({ preventScroll: true });
  button.hidden = yes;
}

export class Log {
  /**
   * @param {import("./conversation.js").Conversation} conversation
   * @param {{herName: () => string, again: (turn: string) => void, older: () => void}} page
   */
  constructor(conversation, page) {
    this.conversation = conversation;
    this.page = page;
    /** @type {Map<string, EntryView>} */
    this.views = new Map();
    this.element = byId("conversation");
    this.older = byId("older");
    this.start = 0;
    /** The first item of the window: it keeps its place when older ones come in before it. */
    this.firstKey = "";
    this.scroller = new Scroller(byId("scroll"), {
      aim: () => this.aim(),
      top: () => this.showEarlier(),
      bottom: () => this.showLater(),
      following: (yes) => hide(byId("to-now"), yes, byId("say")),
    });
    this.older.addEventListener("click", () => this.showEarlier());
    byId("to-now").addEventListener("click", () => {
      this.toNow();
      byId("say").focus();
    });
  }

  /** Bring the page in line with the conversation, keeping what is being read in its place. */
  render() {
    const { items, more } = this.conversation;
    if (this.scroller.following) this.start = Math.max(0, items.length - MOST);
    else this.start = Math.max(0, items.findIndex((item) => item.key === this.firstKey));
    this.layOut();
    hide(this.older, !more && this.start === 0, this.element);
  }

  /** Put the window's entries into the page, in order, moving only what has to move. */
  layOut() {
    const { items } = this.conversation;
    const shown = items.slice(this.start, this.start + MOST);
    this.firstKey = shown[0]?.key ?? "";
    const now = this.conversation.nowStart();
    const wanted = new Set(shown.map((item) => item.key));
    const held = this.scroller.hold();
    for (const [key, view] of this.views) {
      if (wanted.has(key)) continue;
      view.element.remove();
      this.views.delete(key);
    }
    for (const day of this.element.querySelectorAll(".day")) day.remove();
    let before = null;
    let lastDay = "";
    shown.forEach((item, i) => {
      const view = this.viewOf(item);
      const isNow = this.start + i >= now;
      view.element.toggleAttribute("data-now", isNow);
      if (!isNow) view.smooth();
      before = this.placeAfter(before, view.element);
      const day = dayKey(item.entry.at);
      if (day && day !== lastDay && (lastDay || dayWords(item.entry.at) !== "today")) {
        view.element.before(make("p", { className: "day", text: dayWords(item.entry.at) }));
      }
      lastDay = day || lastDay;
    });
    this.scroller.restore(held);
  }

  /** @param {Element|null} before @param {Element} element @returns {Element} */
  placeAfter(before, element) {
    const there = before ? before.nextElementSibling : this.element.firstElementChild;
    if (there !== element) this.element.insertBefore(element, there);
    return element;
  }

  /** @param {Item} item @returns {EntryView} */
  viewOf(item) {
    const known = this.views.get(item.key);
    if (known) {
      known.update(item);
      return known;
    }
    const view = new EntryView(item, this.page);
    this.views.set(item.key, view);
    return view;
  }

  /** One entry changed and nothing else. @param {Item} item */
  update(item) {
    this.views.get(item.key)?.update(item);
    this.scroller.follow();
  }

  /** Where the page wants to be: at the end, but never past the first line of her reply. */
  aim() {
    const { element } = this.scroller;
    const end = element.scrollHeight - element.clientHeight;
    const hers = this.element.querySelectorAll('.entry[data-now][data-who="samantha"]');
    const last = /** @type {HTMLElement|undefined} */ (hers[hers.length - 1]);
    if (!byId("caption").hidden) return end; // what the person is saying right now
    if (!last || last !== this.element.lastElementChild) return end;
    const top = last.getBoundingClientRect().top - element.getBoundingClientRect().top;
    return Math.max(0, Math.min(end, element.scrollTop + top - 72));
  }

  toNow() {
    this.scroller.following = true;
    this.render();
    this.scroller.jump();
  }

  showEarlier() {
    if (this.start > 0) this.shift(-STEP);
    else if (this.conversation.more) this.page.older();
  }

  /** Older entries came in before the window. */
  olderCame() {
    const at = this.conversation.items.findIndex((item) => item.key === this.firstKey);
    this.start = Math.max(0, at);
    this.scroller.following = false;
    this.shift(-this.start);
  }

  showLater() {
    if (this.start + MOST < this.conversation.items.length) this.shift(STEP);
  }

  /** @param {number} by */
  shift(by) {
    const last = Math.max(0, this.conversation.items.length - MOST);
    this.start = Math.min(last, Math.max(0, this.start + by));
    this.layOut();
    hide(this.older, !this.conversation.more && this.start === 0, this.element);
    this.scroller.look();
  }
}
