// The living line: a loop that breathes while she listens and opens into a wave when she speaks.

import { byId } from "./make.js";
import { poses, shape } from "./line-shape.js";
import { still } from "./scroller.js";

/** @typedef {keyof typeof poses} Pose */

const IDLE_FRAME_MS = 40;
const LETTERS_FOR_FULL = 26;

export class Line {
  constructor() {
    this.svg = byId("line");
    this.path = byId("line-path");
    /** @type {Pose} */
    this.pose = "listening";
    this.now = { ...poses.listening, energy: 0, breath: 0, drift: 0 };
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
    this.svg.dataset.state = pose;
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
    Object.assign(this.now, poses[this.pose], { energy: poses[this.pose].floor, breath: 1.6, drift: 0.7 });
    this.draw();
  }

  /** @param {number} time ms */
  frame(time) {
    if (still()) return;
    const again = () => requestAnimationFrame((next) => this.frame(next));
    // A slow breath doesn't need sixty frames a second: the page may stay open all day.
    if (this.pose === "speaking" || this.now.open > 0.02) again();
    else setTimeout(again, IDLE_FRAME_MS);
    const passed = this.last ? Math.min(0.1, (time - this.last) / 1000) : 0;
    this.last = time;
    this.move(passed);
    this.draw();
  }

  /** @param {number} seconds since the last frame */
  move(seconds) {
    const aim = poses[this.pose];
    const { now } = this;
    const slow = document.documentElement.dataset.record === "off" ? 0.6 : 1;
    const towards = (from, to, pace) => from + (to - from) * (1 - Math.exp(-seconds / pace));
    now.open = towards(now.open, aim.open, 0.55);
    now.pace = towards(now.pace, aim.pace, 0.4);
    now.turn = towards(now.turn, aim.turn, 0.8);
    this.push = towards(this.push, 0, 0.5);
    now.energy = towards(now.energy, aim.floor + this.push * (1 - aim.floor), 0.14);
    now.breath += seconds * slow * 0.9;
    now.drift += seconds * slow * now.pace;
  }

  draw() {
    if (this.width && this.height) this.path.setAttribute("d", shape(this.now, this.width, this.height));
  }
}
