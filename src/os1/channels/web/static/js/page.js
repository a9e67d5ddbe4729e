// The page as a whole: what each message from OS1 changes, and what the person's doings send.

import { Announcer } from "./announce.js";
import { Call } from "./call.js";
import { Composer } from "./composer.js";
import { Conversation, keyOf } from "./conversation.js";
import { Keep } from "./keep.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { byId } from "./make.js";
import { showNames } from "./names.js";
import { Outbox } from "./outbox.js";
import { Record } from "./record.js";
import { Setup } from "./setup.js";
import { Speech } from "./speech.js";
import { Socket, TOO_BIG } from "./socket.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Frame} Frame */

const WISH_AGAIN_MS = 2000;
const TOO_LONG = "That was more than I can take in at once. Your words are still here.";

export class Page {
  constructor() {
    this.root = document.documentElement;
    this.herName = "Samantha";
    this.asking = false;
    this.keep = new Keep();
    this.line = new Line();
    this.announcer = new Announcer();
    this.conversation = new Conversation();
    this.socket = new Socket({
      open: () => this.socket.send({ type: "hello", last: null }),
      frame: (frame) => this.call.told(frame) || this.heard(frame),
      sound: (sound) => this.call.sound(sound),
      lost: (code) => this.lost(code),
      unpaired: () => this.unpaired(),
    });
    this.outbox = new Outbox(this.keep, (frame) => this.socket.send(frame));
    this.record = new Record(this.outbox, this.keep, (on) => {
      this.announcer.say(on ? "Back on the record." : "Off the record: nothing you say now is kept.");
      this.title();
    });
    this.log = new Log(this.conversation, {
      herName: () => this.herName,
      again: (turn) => this.sendAgain(turn),
      older: () => this.askOlder(),
    });
    this.composer = new Composer(this.keep, {
      say: (text) => this.say(text),
      hush: () => this.speech.hush(this.call.hush()),
    });
    this.call = new Call(this.socket, this.line, this.announcer, () => this.log.scroller.follow());
    this.speech = new Speech(this.line, this.composer, (frame) => this.socket.send(frame));
    this.setup = new Setup(this.keep, (answers) => {
      this.outbox.add("setup", answers, true);
      this.room("meeting");
    });
  }

  /** @param {"opening"|"setup"|"meeting"|"talk"|"unpaired"} name */
  room(name) {
    const before = this.root.dataset.room;
    this.root.dataset.room = name;
    byId("unpaired").hidden = name !== "unpaired";
    if (name !== "setup") this.setup.hide();
    if (name === "meeting") this.line.set("thinking");
    if (name === "talk" && before !== "talk") {
      this.line.measure();
      this.log.scroller.jump();
      byId("say").focus({ preventScroll: true });
    }
  }

  /** @param {Frame} frame */
  heard(frame) {
    const hearing = {
      welcome: () => this.welcome(frame),
      kept: () => this.kept(frame.entry),
      words: () => this.words(frame.turn, frame.text),
      said: () => this.said(frame.entry),
      withdrawn: () => this.conversation.withdraw(frame.turn) && this.log.render(),
      record: () => this.recordTold(frame.on),
      forgotten: () => this.forgotten(frame.seqs, frame.shortened),
      older: () => this.older(frame.entries, frame.more),
      problem: () => this.problem(frame.text, frame.turn),
      person: () => this.person(frame),
      mind: () => this.announcer.trouble(frame.text),
      notice: () => this.announcer.trouble(frame.text),
    };
    if (Object.hasOwn(hearing, frame.type)) hearing[frame.type]();
  }

  /** The server's picture of everything, at every connection. @param {Frame} frame */
  welcome(frame) {
    this.socket.settled();
    this.asking = false;
    this.root.dataset.link = "up";
    this.announcer.setAway(false);
    const theirs = new Set(frame.entries.filter((e) => e.who === "person").map((e) => e.turn));
    this.outbox.done((item) => item.type === "say" && theirs.has(item.id));
    if (!frame.setup_needed) this.setupArrived();
    this.named(frame);
    this.outbox.guard(frame.on_record, !this.record.on && this.composer.field.value !== "");
    this.record.told(frame.on_record);
    this.conversation.reset(frame.entries, frame.more, frame.on_record);
    this.showUnsent();
    this.speech.in(null);
    if (frame.speaking) this.words(frame.speaking.turn, frame.speaking.text);
    this.log.render();
    this.openRoom(frame.setup_needed);
    this.outbox.setOpen(true);
    this.call.up();
  }

  /** @param {boolean} setupNeeded */
  openRoom(setupNeeded) {
    if (!setupNeeded || this.speech.turn) {
      this.room("talk");
    } else if (this.outbox.waiting.some((item) => item.type === "setup")) {
      this.room("meeting");
    } else {
      this.room("setup");
      this.setup.show(this.herName);
    }
  }

  /** Words a reload or a lost connection left unsent stand on the page again. */
  showUnsent() {
    for (const item of this.outbox.waiting) {
      if (item.type !== "say" || this.conversation.find(item.id, "person")) continue;
      this.conversation.put(this.mine(item.id, String(item.body.text), item.at), "sending");
    }
  }

  /** @param {string} turn @param {string} text @param {string} at @returns {Entry} */
  mine(turn, text, at) {
    return { seq: null, turn, who: "person", text, at, kept: this.record.on, cut: false, move: null };
  }

  /** @param {string} text */
  say(text) {
    const { id, at } = this.outbox.add("say", { text }, this.record.on);
    this.conversation.put(this.mine(id, text, at), "sending");
    if (this.log.scroller.following) this.log.render();
    else this.log.toNow();
  }

  /** @param {string} turn */
  sendAgain(turn) {
    const item = this.conversation.find(turn, "person");
    if (!item) return;
    Object.assign(item, { state: "sending", problem: "" });
    this.log.update(item);
    this.outbox.again(turn);
    byId("say").focus();
  }

  /** A turn began, here or on another page. @param {string} turn */
  arrived(turn) {
    this.outbox.done((item) => item.type === "say" && item.id === turn);
    if (this.root.dataset.room === "talk") return;
    this.setupArrived();
    this.room("talk");
  }

  setupArrived() {
    this.outbox.done((item) => item.type === "setup");
    this.setup.forget();
  }

  /** @param {Entry} entry */
  kept(entry) {
    this.arrived(entry.turn);
    this.call.captioned("", false);
    if (this.record.on) this.conversation.dropUnkept();
    this.conversation.put(entry, "kept");
    this.log.render();
    if (this.speech.turn === null && !this.conversation.find(entry.turn, "samantha")) {
      this.line.set("thinking");
    }
  }

  /** @param {string} turn @param {string} text */
  words(turn, text) {
    this.arrived(turn);
    let item = this.conversation.find(turn, "samantha");
    if (item && item.state !== "speaking") return;
    if (item) {
      item.entry.text += text;
      this.log.update(item);
    } else {
      const at = new Date().toISOString();
      const entry = /** @type {Entry} */ (
        { seq: null, turn, who: "samantha", text, at, kept: this.record.on, cut: false, move: null });
      item = this.conversation.put(entry, "speaking");
      this.log.render();
    }
    if (this.speech.turn !== turn) this.speech.in(turn);
    this.line.words(text.length);
  }

  /** @param {Entry} entry */
  said(entry) {
    this.arrived(entry.turn);
    const known = this.conversation.find(entry.turn, "samantha");
    const item = this.conversation.put(entry, "kept");
    if (known && entry.text) this.log.update(item); else this.log.render();
    const read = entry.text && !this.call.called; // aloud, a screen reader would say it into the microphone
    if (read) this.announcer.reply(keyOf(entry.turn, entry.who), `${this.herName}: ${entry.text}`);
    if (this.speech.turn === entry.turn || this.speech.turn === null) this.speech.in(null);
  }

  /** @param {boolean} on */
  recordTold(on) {
    if (this.record.told(on)) this.conversation.dropUnkept();
    this.log.render();
  }

  askOlder() {
    const before = this.conversation.oldest();
    if (this.asking || before === null) return;
    this.asking = this.socket.send({ type: "older", before });
  }

  /** @param {Entry[]} entries @param {boolean} more */
  older(entries, more) {
    this.asking = false;
    this.conversation.addOlder(entries, more);
    this.log.olderCame();
  }

  /** @param {number[]} seqs what is gone @param {Entry[]} shortened what is left of others */
  forgotten(seqs, shortened) {
    this.conversation.forget(seqs, shortened);
    this.log.render();
  }

  /** @param {string} text @param {string|null} turn */
  problem(text, turn) {
    this.asking = false;
    const setup = this.outbox.waiting.find((item) => item.type === "setup" && item.id === turn);
    if (setup) {
      this.outbox.done((item) => item === setup);
      this.room("setup");
      this.setup.show(this.herName, text);
      return;
    }
    const item = turn ? this.conversation.find(turn, "person") : undefined;
    if (item && this.outbox.stop(item.entry.turn)) {
      Object.assign(item, { state: "problem", problem: text });
      this.log.update(item);
      this.announcer.say(text);
    } else {
      this.announcer.trouble(text);
      setTimeout(() => this.outbox.wishAgain(), WISH_AGAIN_MS);
    }
  }

  /** @param {Frame} frame */
  person(frame) {
    this.named(frame);
    if (this.outbox.waiting.some((item) => item.type === "setup")) this.setupArrived();
  }

  /** @param {Frame} frame */
  named(frame) {
    this.herName = frame.her_name || this.herName;
    showNames(this.herName, frame.goes_to);
    this.title();
  }

  title() {
    document.title = this.record.on ? this.herName : `${this.herName} · off the record`;
  }

  /** @param {number} code why the socket closed */
  lost(code) {
    this.root.dataset.link = "lost";
    const says = this.outbox.inFlight().filter((item) => item.type === "say");
    this.outbox.setOpen(false);
    this.call.lost();
    this.speech.in(null);
    this.line.set("away");
    this.announcer.setAway(true);
    if (code !== TOO_BIG || !says.length) return;
    const size = (item) => String(item.body.text).length;
    this.problem(TOO_LONG, says.reduce((a, b) => (size(a) >= size(b) ? a : b)).id);
  }

  unpaired() {
    this.announcer.setAway(false);
    this.call.end();
    this.outbox.setOpen(false);
    this.line.set("away");
    this.room("unpaired");
    this.announcer.say(byId("unpaired").textContent.trim());
  }
}
