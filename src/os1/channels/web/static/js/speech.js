// Whether she is speaking, in which turn, and hushing her: once for each reply.

export class Speech {
  /**
   * @param {import("./line.js").Line} line
   * @param {import("./composer.js").Composer} composer
   * @param {(frame: import("./types.js").Frame) => boolean} send
   */
  constructor(line, composer, send) {
    this.line = line;
    this.composer = composer;
    this.send = send;
    /** @type {string|null} the turn she is speaking in */
    this.turn = null;
    this.hushed = "";
  }

  /** @param {string|null} turn */
  in(turn) {
    this.turn = turn;
    this.composer.setSpeaking(turn !== null);
    if (turn === null) this.line.set("listening");
    else if (turn !== this.hushed) this.line.set("speaking");
  }

  /** Let her stop. @param {boolean} aloud whether her voice was just cut off, perhaps before her first word stood here */
  hush(aloud) {
    if (this.turn === null ? !aloud : this.hushed === this.turn) return;
    this.hushed = this.turn ?? "";
    this.send({ type: "hush" });
    this.line.set("listening");
  }
}
