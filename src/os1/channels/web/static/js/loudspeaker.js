// Her voice out of the loudspeaker: pieces back to back, held, let go on or dropped, and how much of each was heard.

import { begin, BrowserVoice } from "./browser-voice.js";

const BEGIN_S = 0.015; // the first of a row of pieces isn't late for its own beginning
const HOLD_S = 0.02;
const STOP_S = 0.01;
const BACK_S = 0.05; // held, she goes on from a little before, so that no sound is missing
const REPORT_MS = 100;
const LOUD = 0.25; // a voice's usual strongest rms

/** @typedef {import("./types.js").Frame} Frame */

/** A piece of speech as sound, and how far it has got. All times are in seconds. */
class Piece {
  /** @param {Frame} frame @param {AudioBuffer} buffer */
  constructor(frame, buffer) {
    this.frame = frame;
    this.buffer = buffer;
    /** @type {AudioBufferSourceNode|null} */
    this.source = null;
    this.start = 0; // when, on the context's clock, it plays from `from`
    this.from = 0;
    this.heard = 0;
  }

  /** @param {number} time on the context's clock @returns {number} how much has been played then */
  at(time) {
    const played = this.source ? this.from + Math.max(0, time - this.start) : 0;
    this.heard = Math.max(this.heard, Math.min(this.buffer.duration, played));
    return this.heard;
  }

  get over() {
    return this.heard >= this.buffer.duration - 1e-4;
  }

  /** @param {boolean} done @returns {Frame} */
  report(done) {
    return { type: "heard", speech: this.frame.speech, seconds: Number(this.heard.toFixed(3)), done };
  }
}

export class Loudspeaker {
  /** @param {AudioContext} context @param {(report: Frame) => void} report */
  constructor(context, report) {
    this.context = context;
    this.report = report;
    /** @type {(Piece|BrowserVoice)[]} what hasn't been heard to its end */
    this.queue = [];
    this.held = false;
    this.until = 0; // when what is under way, and the rest after it, is over
    this.timer = 0;
    /** @type {GainNode|null} */
    this.gain = null;
    this.analyser = new AnalyserNode(context, { fftSize: 1024 });
    this.analyser.connect(context.destination);
    this.wave = new Float32Array(this.analyser.fftSize);
    /** @type {Set<string>} turns she was hushed in: what of them is still on its way isn't played */
    this.hushed = new Set();
  }

  /** @param {Frame} frame @param {ArrayBuffer|null} sound 16-bit PCM, or null for the browser's own voice */
  say(frame, sound) {
    const piece = sound ? new Piece(frame, this.decoded(frame, sound)) : new BrowserVoice(frame);
    if (this.hushed.has(frame.turn)) {
      this.report(piece.report(true));
      return;
    }
    this.queue.push(piece);
    if (!this.held) this.tick();
  }

  /** @param {Frame} frame @param {ArrayBuffer} sound @returns {AudioBuffer} */
  decoded(frame, sound) {
    const samples = new Int16Array(sound, 0, sound.byteLength >> 1);
    const buffer = this.context.createBuffer(1, Math.max(1, samples.length), frame.rate);
    const channel = buffer.getChannelData(0);
    for (let i = 0; i < samples.length; i += 1) channel[i] = samples[i] / 32_768;
    return buffer;
  }

  /** What has come out by now: the sound card is a little behind the context's clock. */
  get now() {
    const behind = this.context.outputLatency;
    return this.context.currentTime - (Number.isFinite(behind) ? behind : 0);
  }

  /** Report, let go of what is over, begin what may begin, and come back in time for the next. */
  tick() {
    clearTimeout(this.timer);
    const { now } = this;
    for (const piece of this.queue) {
      if (piece instanceof BrowserVoice || !piece.source || now < piece.start) continue;
      piece.at(now);
      this.report(piece.report(piece.over));
    }
    this.queue = this.queue.filter((piece) => piece instanceof BrowserVoice || !piece.over);
    this.begin();
    if (!this.queue.length) return;
    const [first] = this.queue;
    const left = first instanceof Piece && first.source ? first.start + first.buffer.duration - first.from - now : Infinity;
    this.timer = setTimeout(() => this.tick(), Math.min(REPORT_MS, Math.max(4, left * 1000 + 1)));
  }

  /** Sound is planned ahead; the browser's own voice can only be told to begin once all before it is over. */
  begin() {
    for (const piece of this.queue) {
      if (piece instanceof BrowserVoice) {
        if (piece === this.queue[0] && !piece.begun && this.now >= this.until) this.speak(piece);
        return;
      }
      if (!piece.source) this.play(piece);
    }
  }

  /** @param {Piece} piece */
  play(piece) {
    this.gain ??= this.fadeIn(piece.from > 0);
    piece.source = new AudioBufferSourceNode(this.context, { buffer: piece.buffer });
    piece.source.connect(this.gain);
    piece.start = Math.max(this.context.currentTime + BEGIN_S, this.until);
    piece.source.start(piece.start, piece.from);
    this.until = piece.start + piece.buffer.duration - piece.from + piece.frame.pause;
  }

  /** @param {boolean} softly @returns {GainNode} */
  fadeIn(softly) {
    const gain = new GainNode(this.context, { gain: softly ? 0 : 1 });
    if (softly) {
      const from = this.context.currentTime + BEGIN_S;
      gain.gain.setValueAtTime(0, from).linearRampToValueAtTime(1, from + HOLD_S);
    }
    gain.connect(this.analyser);
    return gain;
  }

  /** @param {BrowserVoice} piece */
  speak(piece) {
    begin(piece, (done) => {
      if (!this.queue.includes(piece)) return;
      this.report(piece.report(done));
      if (!done) return;
      this.queue = this.queue.filter((other) => other !== piece);
      this.until = this.context.currentTime + piece.frame.pause;
      if (!this.held) this.tick();
    });
  }

  /** Fade out and play no more of anything. What went to the sound card until then is still heard. @param {number} fade s */
  cut(fade) {
    clearTimeout(this.timer);
    const now = this.context.currentTime;
    this.gain?.gain.cancelScheduledValues(now).setValueAtTime(this.gain.gain.value, now).linearRampToValueAtTime(0, now + fade);
    for (const piece of this.queue) {
      if (!(piece instanceof Piece) || !piece.source) continue;
      piece.at(now + fade);
      piece.source.stop(now + fade);
      piece.source = null;
    }
    this.gain = null;
    this.until = 0;
  }

  /** @param {boolean} on */
  hold(on) {
    if (on === this.held) return;
    this.held = on;
    const [first] = this.queue;
    if (first instanceof BrowserVoice && first.begun) first.hold(on);
    if (!on) {
      this.tick();
      return;
    }
    this.cut(HOLD_S);
    for (const piece of this.queue) {
      if (!(piece instanceof Piece) || !piece.heard) continue;
      this.report(piece.report(piece.over));
      piece.from = Math.max(0, piece.heard - BACK_S);
    }
    this.queue = this.queue.filter((piece) => piece instanceof BrowserVoice || !piece.over);
  }

  /** Drop everything. @returns {boolean} whether there was anything */
  stop() {
    this.cut(STOP_S);
    const dropped = this.queue;
    this.queue = [];
    this.held = false;
    for (const piece of dropped) {
      if (piece instanceof BrowserVoice && piece.begun) piece.stop();
      this.report(piece.report(true));
    }
    return dropped.length > 0;
  }

  /** The person hushes her: that turn is over, whatever is still on its way. @returns {boolean} whether she was speaking */
  hush() {
    for (const { frame } of this.queue) if (frame.turn) this.hushed.add(frame.turn);
    return this.stop();
  }

  /** @returns {number} how loud she is now, 0…1 */
  level() {
    this.analyser.getFloatTimeDomainData(this.wave);
    return Math.min(1, rms(this.wave) / LOUD);
  }
}

/** @param {Float32Array|Int16Array} sound @returns {number} */
export function rms(sound) {
  let sum = 0;
  for (const sample of sound) sum += sample * sample;
  return Math.sqrt(sum / sound.length);
}
