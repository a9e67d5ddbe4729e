// Talking aloud: one press begins a call, then the same button mutes; what the server says of it moves the page.

import { localVoices } from "./browser-voice.js";
import { CallBar } from "./call-bar.js";
import { Ear, whyDeaf, whyNot } from "./ear.js";
import { Loudspeaker, rms } from "./loudspeaker.js";
import { byId } from "./make.js";

/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").Hearing} Hearing */

const POSES = /** @type {const} */ ({
  quiet: "listening", speech: "hearing", deciding: "deciding", thinking: "thinking", speaking: "speaking", muted: "muted",
});
const GONE = "The microphone is gone. Plug it in, or press to go on with another.";
const INTERRUPTED = "Something else took the sound of this page. Press to go on.";
const LIGHTS = {
  waiting: "waits for “Hey Samantha”", listening: "is listening in the room", deaf: "is not listening in the room",
};
const LOUD = 0.12; // the rms of somebody speaking up, after the browser's own gain
const FALLS = 0.75; // how much of their loudness is left a frame (32 ms) later

export class Call {
  /**
   * @param {import("./socket.js").Socket} socket
   * @param {import("./line.js").Line} line
   * @param {import("./announce.js").Announcer} announcer
   * @param {() => void} moved the caption came, grew or went
   */
  constructor(socket, line, announcer, moved) {
    Object.assign(this, { socket, line, announcer, moved });
    this.caption = byId("caption");
    this.bar = new CallBar({ press: () => this.press(), end: () => this.end() });
    /** @type {"off"|"asking"|"waiting"|"on"} asking the browser, waiting for the server's yes */
    this.state = "off";
    /** @type {Hearing} */
    this.hearing = "quiet";
    this.muted = false;
    /** What stands in the way of sound within a call, as a sentence. */
    this.stuck = "";
    this.dropped = 0;
    this.loudness = 0;
    /** @type {Frame|null} a piece of speech whose sound comes next */
    this.announced = null;
    this.release();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.stuck && this.recover());
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("pagehide", () => this.end());
    addEventListener("keydown", (event) => this.pressed(event));
  }

  // --- what the person does -------------------------------------------------------------------

  press() {
    if (this.state === "off") this.begin();
    else if (this.state === "asking") this.end();
    else if (this.stuck) this.recover();
    else this.mute(!this.muted);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const writing = event.target instanceof Element && event.target.matches("input, textarea, select");
    const other = event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
    if (event.key.toLowerCase() !== "m" || writing || other || !this.called) return;
    this.mute(!this.muted);
  }

  /** Whether there is a call, from the server's first yes on or on its way there. */
  get called() {
    return this.state === "waiting" || this.state === "on";
  }

  async begin() {
    const deaf = whyDeaf();
    if (deaf) {
      this.failed(deaf);
      return;
    }
    this.muted = false;
    this.dropped = 0;
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.context.addEventListener("statechange", () => this.look());
    this.context.resume().catch(() => {}); // refused, it shows in its state
    this.loudspeaker = new Loudspeaker(this.context, (report) => this.socket.send(report));
    this.turn("asking");
    if (!await this.open(this.context) || this.state !== "asking") return;
    this.turn("waiting");
    this.ask();
  }

  /** Open a microphone. @param {AudioContext} context @returns {Promise<boolean>} whether there is one now */
  async open(context) {
    const ear = new Ear(context, { frame: (sound) => this.hears(sound), lost: () => this.block(GONE) });
    this.ear?.close();
    this.ear = ear;
    ear.mute(this.muted);
    try {
      await ear.open();
    } catch (error) {
      if (this.ear !== ear || this.state === "off") return false;
      if (this.state === "asking") this.failed(whyNot(error));
      else this.block(whyNot(error));
      return false;
    }
    return this.ear === ear;
  }

  /** Tell the server, now or at its next welcome. */
  async ask() {
    const voices = await localVoices();
    if (this.state === "waiting") this.socket.send({ type: "call", on: true, local_voices: voices });
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.socket.send({ type: "mute", on: muted });
    this.deafen(muted);
  }

  /** @param {boolean} muted */
  deafen(muted) {
    this.muted = muted;
    this.ear?.mute(muted);
    this.loudness = 0;
    this.show();
  }

  end() {
    if (this.called) this.socket.send({ type: "call", on: false });
    this.turn("off");
  }

  /** She stops at once, whatever the connection does. @returns {boolean} whether she was speaking aloud */
  hush() {
    return this.loudspeaker?.hush() ?? false;
  }

  // --- the microphone -------------------------------------------------------------------------

  /** @param {Int16Array} sound */
  hears(sound) {
    if (this.muted || !this.called) return;
    this.loudness = Math.max(this.loudness * FALLS, Math.min(1, rms(sound) / 32_768 / LOUD));
    if (this.state !== "on" || !this.socket.sendSound(sound)) this.dropped += 1;
  }

  /** See whether sound still runs, and start it again where that may be done without a press. */
  look() {
    const { context } = this;
    if (!context || !this.called) return;
    if (context.state === "running") {
      if (this.stuck === INTERRUPTED) this.block("");
      return;
    }
    this.block(INTERRUPTED);
    if (document.visibilityState === "visible") context.resume().catch(() => {});
  }

  async recover() {
    if (!this.context || !this.called) return;
    await this.context.resume().catch(() => {});
    if (this.stuck === INTERRUPTED) this.look();
    else if (await this.open(this.context)) this.block("");
  }

  /** @param {string} stuck what stands in the way of sound, or "" */
  block(stuck) {
    if (stuck && stuck !== this.stuck) this.announcer.say(stuck);
    this.stuck = stuck;
    this.show();
  }

  // --- what the server says -------------------------------------------------------------------

  /** @param {Frame} frame @returns {boolean} whether it was about the call */
  told(frame) {
    const telling = {
      call: () => this.answered(frame),
      mute: () => this.wished(frame),
      hearing: () => this.stands(frame.state),
      caption: () => this.captioned(frame.text, frame.final),
      speech: () => this.speech(frame),
      hold: () => this.loudspeaker?.hold(frame.on),
      stop: () => this.loudspeaker?.stop(),
      light: () => this.lit(frame.state),
    };
    if (!Object.hasOwn(telling, frame.type)) return false;
    telling[frame.type]();
    return true;
  }

  /** @param {Frame} frame */
  answered(frame) {
    if (this.state === "off") return;
    if (!frame.on) {
      this.failed(frame.text ?? "");
      return;
    }
    if (frame.notes?.length) this.announcer.trouble(frame.notes.join(" "));
    if (this.muted) this.socket.send({ type: "mute", on: true });
    this.turn("on");
  }

  /** The person asked her, aloud, not to listen. @param {Frame} frame */
  wished(frame) {
    if (this.called) this.deafen(frame.on);
    if (frame.text) this.announcer.trouble(frame.text);
  }

  /** The computer's own microphone, where she may be called by name. @param {string} state */
  lit(state) {
    const light = byId("light");
    light.textContent = LIGHTS[state] ?? "";
    light.dataset.state = state;
    light.hidden = !LIGHTS[state];
  }

  /** @param {Hearing} state */
  stands(state) {
    this.hearing = Object.hasOwn(POSES, state) ? state : "quiet";
    this.show();
  }

  /** @param {Frame} frame */
  speech(frame) {
    if (frame.browser) this.loudspeaker?.say(frame, null);
    else this.announced = frame;
  }

  /** The sound of the piece that was announced. @param {ArrayBuffer} sound */
  sound(sound) {
    const frame = this.announced;
    this.announced = null;
    if (frame) this.loudspeaker?.say(frame, sound);
  }

  /** What she hears so far stands where the person's words will. @param {string} text @param {boolean} final */
  captioned(text, final) {
    if (!text && this.caption.hidden) return;
    this.caption.textContent = text;
    this.caption.hidden = !text;
    this.caption.toggleAttribute("data-final", final);
    this.moved();
  }

  /** The connection is up again: a call that was on goes on. */
  up() {
    if (this.state === "waiting") this.ask();
  }

  /** The connection is gone; the microphone stays open, for when it is back. */
  lost() {
    this.loudspeaker?.stop();
    this.announced = null;
    this.captioned("", false);
    if (this.state === "on") this.turn("waiting");
  }

  // --- how it stands --------------------------------------------------------------------------

  /** @param {string} text why there is no call; "" where that needs no words */
  failed(text) {
    this.turn("off");
    this.bar.trouble(text);
    if (text) this.announcer.say(text);
  }

  /** @param {Call["state"]} state */
  turn(state) {
    this.state = state;
    this.hearing = "quiet";
    if (state === "off") this.release();
    this.show();
  }

  release() {
    this.loudspeaker?.stop();
    this.ear?.close();
    this.context?.close();
    this.context = this.ear = this.loudspeaker = undefined;
    this.stuck = "";
    this.captioned("", false);
  }

  /** @returns {number} how loud whoever speaks is, 0…1 */
  level() {
    if (this.hearing === "speaking") return this.loudspeaker?.level() ?? 0;
    return this.hearing === "speech" ? this.loudness : 0;
  }

  show() {
    const silent = (this.muted || this.stuck) && this.hearing !== "speaking";
    this.line.lead(this.called ? POSES[silent ? "muted" : this.hearing] : null, () => this.level());
    this.bar.show(this);
  }
}
