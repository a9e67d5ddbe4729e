// The living line: a loop that breathes while she listens and opens into a wave when she speaks.

import { byId } from "./make.js";
import { poses, shape } from "./line-shape.js";
import { still } from "./scroller.js";

/** @typedef {keyof typeof poses} Pose */

const IDLE_FRAME_MS = 40;
const LETTERS_FOR_FULL = 26;
const STILL_SWELL = 0.5; // of a pose that moves with a voice, where nothing may move

export class Line {
  constructor() {
    this.svg = byId("line");
    this.path = byId("line-path");
    /** @type {Pose} */
    this.pose = "listening";
    /** @type {Pose|null} how it stands in a call, whatever else goes on */
    this.led = null;
    /** How loud whoever speaks in a call is, 0…1. */
    this.level = () => 0;
    this.now = { ...poses.listening, energy: 0, swell: 0, breath: 0, drift: 0 };
    this.push = 0;
    this.width = 0;
    this.height = 0;
    this.last = 0;
    new ResizeObserver(() => this.measure()).observe(this.svg);
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => this.wake());
    this.measure();
    this.wake();
  }

  measure() {
    const box = this.svg.getBoundingClientRect();
    this.width = box.width;
    this.height = box.height;
    if (still()) this.pause();
  }

  /** @param {Pose} pose */
  set(pose) {
    this.pose = pose;
    this.show();
  }

  /** A call leads the line, or lets it go again. @param {Pose|null} pose @param {() => number} level */
  lead(pose, level) {
    this.led = pose;
    this.level = level;
    this.show();
  }

  /** @returns {Pose} a lost connection shows before anything else */
  get shown() {
    return this.pose === "away" ? "away" : this.led ?? this.pose;
  }

  show() {
    if (this.svg.dataset.state === this.shown) return;
    this.svg.dataset.state = this.shown;
    if (still()) this.pause();
  }

  /** Words arrived: the wave rises with them. @param {number} letters */
  words(letters) {
    this.push = Math.min(1, this.push + letters / LETTERS_FOR_FULL);
  }

  wake() {
    this.last = 0;
    if (still()) this.pause();
    else requestAnimationFrame((time) => this.frame(time));
  }

  /** Standing still: only the pose shows. */
  pause() {
    const pose = poses[this.shown];
    Object.assign(this.now, pose, { energy: pose.floor, swell: pose.swells * STILL_SWELL, breath: 1.6, drift: 0.7 });
    this.draw();
  }

  /** @param {number} time ms */
  frame(time) {
    if (still()) return;
    const again = () => requestAnimationFrame((next) => this.frame(next));
    // A slow breath doesn't need sixty frames a second: the page may stay open all day.
    if (this.now.open > 0.02 || poses[this.shown].open || poses[this.shown].swells) again();
    else setTimeout(again, IDLE_FRAME_MS);
    const passed = this.last ? Math.min(0.1, (time - this.last) / 1000) : 0;
    this.last = time;
    this.move(passed);
    this.draw();
  }

  /** @param {number} seconds since the last frame */
  move(seconds) {
    const aim = poses[this.shown];
    const { now } = this;
    const level = this.level();
    const slow = document.documentElement.dataset.record === "off" ? 0.6 : 1;
    const towards = (from, to, pace) => from + (to - from) * (1 - Math.exp(-seconds / pace));
    now.open = towards(now.open, aim.open, 0.55);
    now.pace = towards(now.pace, aim.pace, 0.4);
    now.turn = towards(now.turn, aim.turn, 0.8);
    this.push = towards(this.push, 0, 0.5);
    now.flat = towards(now.flat, aim.flat, 0.4);
    now.swell = towards(now.swell, aim.swells * level, 0.09);
    // A voice that is heard moves the wave itself; without one its words do.
    const rise = level ? level : this.push;
    now.energy = towards(now.energy, aim.floor + rise * (1 - aim.floor), level ? 0.06 : 0.14);
    now.breath += seconds * slow * 0.9;
    now.drift += seconds * slow * now.pace;
  }

  draw() {
    if (this.width && this.height) this.path.setAttribute("d", shape(this.now, this.width, this.height));
  }
}
