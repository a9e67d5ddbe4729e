// What the page says beside the conversation: to screen readers once a reply, to everyone one quiet line.

import { byId } from "./make.js";

const LOST = "Lost touch for a moment — I'll be right back; what you wrote is safe here.";
const STAYS_MS = 12_000;

export class Announcer {
  constructor() {
    this.region = byId("announce");
    this.notice = byId("notice");
    this.lastKey = "";
    this.away = false;
    this.timer = 0;
  }

  /** Her finished reply, once. @param {string} key of the reply @param {string} words */
  reply(key, words) {
    if (key === this.lastKey) return;
    this.lastKey = key;
    this.say(words);
  }

  /** @param {string} words */
  say(words) {
    this.region.textContent = words;
  }

  /** @param {boolean} away whether the connection is down */
  setAway(away) {
    if (away === this.away) return;
    this.away = away;
    clearTimeout(this.timer);
    this.notice.textContent = away ? LOST : "";
  }

  /** One sentence about something that went wrong, for a while. @param {string} words */
  trouble(words) {
    clearTimeout(this.timer);
    this.notice.textContent = words;
    this.timer = setTimeout(() => { this.notice.textContent = this.away ? LOST : ""; }, STAYS_MS);
  }
}
