// The connection to OS1: one WebSocket that comes back by itself, politely.

/** @typedef {import("./types.js").Frame} Frame */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;
const NOT_PAIRED = 4401;
export const TOO_BIG = 1009;
const MOST_WAITING = 16_384; // bytes of sound, half a second: later than that nobody wants to be heard

/**
 * @typedef {{open: () => void, frame: (frame: Frame) => void, lost: (code: number) => void,
 *   unpaired: () => void, sound?: (sound: ArrayBuffer) => void}} Hearing
 */

/** A socket that reconnects with a growing, jittered wait until it is told who isn't paired. */
export class Socket {
  /** @param {Hearing} hearing what to call when something happens */
  constructor(hearing) {
    this.hearing = hearing;
    this.tries = 0;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.timer = 0;
    this.ended = false;
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
    });
  }

  connect() {
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.hearing.open());
    socket.addEventListener("message", (event) => this.receive(event.data));
    socket.addEventListener("close", (event) => {
      if (this.socket === socket) this.closed(event.code);
    });
  }

  /** The connection proved itself: the next wait starts short again. */
  settled() {
    this.tries = 0;
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} whether it went out
   */
  send(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** @param {Int16Array} sound @returns {boolean} whether it went out: sound doesn't wait for a slow connection */
  sendSound(sound) {
    if (this.socket?.readyState !== WebSocket.OPEN || this.socket.bufferedAmount > MOST_WAITING) return false;
    this.socket.send(sound);
    return true;
  }

  /** @param {unknown} data */
  receive(data) {
    if (data instanceof ArrayBuffer) {
      this.hearing.sound?.(data);
      return;
    }
    let frame;
    try {
      frame = JSON.parse(String(data));
    } catch {
      return;
    }
    if (frame && typeof frame.type === "string") this.hearing.frame(frame);
  }

  /** @param {number} code */
  closed(code) {
    this.socket = null;
    if (code === NOT_PAIRED) {
      this.ended = true;
      this.hearing.unpaired();
      return;
    }
    this.hearing.lost(code);
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries);
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
  }

  /** Someone looks at the page, or the network is back: don't wait out the timer. */
  hurry() {
    if (!this.ended && this.socket === null && this.tries > 0) this.connect();
  }
}
