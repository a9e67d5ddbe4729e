// Words and wishes on their way to OS1: in order, resent under the same id, let go when answered for.

/** @typedef {import("./types.js").Waiting} Waiting */

/**
 * An ordered queue. A wish to go off or back on the record holds back everything behind it until
 * the server confirms it, so that nothing meant to be off the record is ever sent on it.
 */
export class Outbox {
  /**
   * @param {import("./keep.js").Keep} keep
   * @param {(frame: import("./types.js").Frame) => boolean} send
   */
  constructor(keep, send) {
    this.keep = keep;
    this.send = send;
    /** @type {Waiting[]} */
    this.waiting = (keep.read("outbox") ?? []).map((w) => ({ ...w, stopped: false }));
    /** @type {Set<Waiting>} */
    this.sent = new Set();
    this.open = false;
  }

  /**
   * @param {Waiting["type"]} type
   * @param {Object<string, unknown>} body what goes into the frame beside type and id
   * @param {boolean} stored whether it may survive a reload
   * @returns {Waiting}
   */
  add(type, body, stored) {
    const item = waiting(type, body, stored);
    this.waiting.push(item);
    this.save();
    this.flush();
    return item;
  }

  /** Send what may be sent now, in order. */
  flush() {
    if (!this.open) return;
    for (const item of this.waiting) {
      if (item.stopped) continue;
      if (!this.sent.has(item)) {
        const id = item.type === "record" ? {} : { id: item.id };
        if (!this.send({ type: item.type, ...id, ...item.body })) return;
        this.sent.add(item);
      }
      if (item.type === "record") return;
    }
  }

  /** The connection is up (after its welcome) or gone; unanswered words go out again. */
  setOpen(open) {
    this.open = open;
    this.sent.clear();
    if (open) this.flush();
  }

  /**
   * Let go of whatever the test holds for, and send what it held back.
   * @param {(item: Waiting) => boolean} answered
   */
  done(answered) {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter((item) => !answered(item));
    if (this.waiting.length === before) return;
    this.save();
    this.flush();
  }

  /**
   * Stop sending one message until the person wants it sent again.
   * @param {string} id
   * @returns {boolean} whether it was here
   */
  stop(id) {
    const item = this.waiting.find((w) => w.id === id);
    if (item) item.stopped = true;
    return item !== undefined;
  }

  /** @param {string} id */
  again(id) {
    const item = this.waiting.find((w) => w.id === id);
    if (!item) return;
    item.stopped = false;
    this.sent.delete(item);
    this.flush();
  }

  /** @returns {Waiting[]} what went out on this connection and wasn't answered for */
  inFlight() {
    return this.waiting.filter((item) => this.sent.has(item) && !item.stopped);
  }

  /**
   * A server that came back on the record (a restart, another page) must not get words that were
   * said off it: a wish to go off goes in before them.
   * @param {boolean} onRecord where the server stands
   * @param {boolean} offDraft whether words for off the record stand in the field
   */
  guard(onRecord, offDraft) {
    let on = onRecord;
    const guarded = [];
    for (const item of this.waiting) {
      if (item.type === "record") on = Boolean(item.body.on);
      if (item.type === "say" && !item.stored && on) {
        guarded.push(waiting("record", { on: false }, false));
        on = false;
      }
      guarded.push(item);
    }
    if (on && offDraft) guarded.push(waiting("record", { on: false }, false));
    this.waiting = guarded;
  }

  /** @returns {Waiting|undefined} the wish about the record that has to be confirmed next */
  wish() {
    return this.waiting.find((item) => item.type === "record");
  }

  /** The record stands so: a wish for just that is granted. @param {boolean} on */
  confirmRecord(on) {
    const wish = this.wish();
    const next = this.open ? wish && this.sent.has(wish) : wish === this.waiting[0];
    if (wish && next && wish.body.on === on) this.done((item) => item === wish);
  }

  /** A wish the server had trouble with is made again. */
  wishAgain() {
    const wish = this.wish();
    if (!wish || !this.sent.delete(wish)) return;
    this.flush();
  }

  /** @returns {boolean|null} where the person wants the record, while that isn't confirmed */
  wantedRecord() {
    const wishes = this.waiting.filter((item) => item.type === "record");
    return wishes.length ? Boolean(wishes[wishes.length - 1].body.on) : null;
  }

  save() {
    this.keep.write("outbox", this.waiting.filter((item) => item.stored));
  }
}

/** @param {Waiting["type"]} type @param {Object<string, unknown>} body @param {boolean} stored */
function waiting(type, body, stored) {
  const id = crypto.randomUUID?.() ?? newId();
  return { type, id, stored, stopped: false, at: new Date().toISOString(), body };
}

/** A version 4 UUID where the page isn't on a secure origin and crypto.randomUUID is missing. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
