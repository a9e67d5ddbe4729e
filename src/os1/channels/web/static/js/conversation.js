// The conversation as the page knows it: entries in order, one for each turn and speaker.

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").State} State */

/** @param {string} turn @param {string} who @returns {string} */
export function keyOf(turn, who) {
  return `${turn}/${who}`;
}

export class Conversation {
  constructor() {
    /** @type {Item[]} */
    this.items = [];
    /** Whether the server has older entries than the first. */
    this.more = false;
  }

  /** @param {string} turn @param {string} who @returns {Item|undefined} */
  find(turn, who) {
    const key = keyOf(turn, who);
    return this.items.find((item) => item.key === key);
  }

  /**
   * Insert an entry or bring the one of the same turn and speaker up to date. One that was kept
   * without its words (a wish to forget, a reply hushed before its first word) doesn't stand here.
   * @param {Entry} entry
   * @param {State} state
   * @returns {Item}
   */
  put(entry, state) {
    const known = this.find(entry.turn, entry.who);
    /** @type {Item} */
    const item = known ?? { key: keyOf(entry.turn, entry.who), entry, state, problem: "" };
    Object.assign(item, { entry, state, problem: "" });
    if (state === "kept" && !entry.text) {
      this.items = this.items.filter((other) => other !== item);
      return item;
    }
    if (known) return item;
    // Her reply stands under the words it answers, even where others were typed meanwhile.
    const asked = entry.who === "samantha" ? this.find(entry.turn, "person") : undefined;
    if (asked) this.items.splice(this.items.indexOf(asked) + 1, 0, item);
    else this.items.push(item);
    return item;
  }

  /**
   * The server's welcome is the truth: what it doesn't hold is gone (forgotten meanwhile), except
   * what is still on its way there or off the record.
   * @param {Entry[]} entries
   * @param {boolean} more
   * @param {boolean} onRecord
   */
  reset(entries, more, onRecord) {
    const told = new Set(entries.map((entry) => keyOf(entry.turn, entry.who)));
    const staying = this.items.filter((item) => {
      if (told.has(item.key)) return false;
      if (item.state === "sending" || item.state === "problem") return true;
      return !item.entry.kept && !onRecord && item.state === "kept";
    });
    this.items = entries.map((entry) => (
      { key: keyOf(entry.turn, entry.who), entry, state: "kept", problem: "" }
    ));
    this.items.push(...staying);
    this.more = more;
  }

  /** @param {Entry[]} entries older than all here, oldest first @param {boolean} more */
  addOlder(entries, more) {
    const known = new Set(this.items.map((item) => item.key));
    const fresh = entries.filter((entry) => !known.has(keyOf(entry.turn, entry.who)));
    this.items.unshift(...fresh.map((entry) => (
      { key: keyOf(entry.turn, entry.who), entry, state: /** @type {State} */ ("kept"), problem: "" }
    )));
    this.more = more;
  }

  /** @returns {number|null} the seq of the oldest kept entry here */
  oldest() {
    return this.items.find((item) => item.entry.seq !== null)?.entry.seq ?? null;
  }

  /**
   * Entries go, or lose some of their words, and with them their words where a reply rests on them.
   * @param {number[]} seqs
   * @param {Entry[]} shortened
   */
  forget(seqs, shortened) {
    const gone = new Set(seqs);
    const receipts = new Set([...seqs, ...shortened.map((e) => e.seq)].map((seq) => `u${seq}`));
    for (const entry of shortened) {
      if (this.find(entry.turn, entry.who)) this.put(entry, "kept");
    }
    for (const { entry } of this.items) {
      if (!entry.move?.memories.some((memory) => receipts.has(memory.id))) continue;
      const memories = entry.move.memories.filter((memory) => !receipts.has(memory.id));
      entry.move = { ...entry.move, memories };
    }
    this.items = this.items.filter((i) => i.entry.seq === null || !gone.has(i.entry.seq));
  }

  /**
   * A turn of which nothing was heard yet is taken back: the person goes on, and says it all in another.
   * @param {string} turn
   * @returns {boolean} whether it stood here
   */
  withdraw(turn) {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.entry.turn !== turn);
    return this.items.length < before;
  }

  /** What was off the record leaves the page, save what is being said or sent right now. */
  dropUnkept() {
    this.items = this.items.filter((item) => item.entry.kept || item.state !== "kept");
  }

  /** @returns {number} where "now" begins: the person's last words, or her last if there are none */
  nowStart() {
    for (let i = this.items.length - 1; i >= 0; i -= 1) {
      if (this.items[i].entry.who === "person") return i;
    }
    return this.items.length - 1;
  }
}
