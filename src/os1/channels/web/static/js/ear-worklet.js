// On the sound thread: what the microphone gives as 16-bit frames of 512 samples at 16,000 a second.

import { Downsampler } from "./downsample.js";

const FRAME = 512;

class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.downsampler = new Downsampler(sampleRate);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  /** @param {Float32Array[][]} inputs @returns {boolean} whether to go on being called */
  process(inputs) {
    const sound = inputs[0]?.[0];
    if (sound) this.downsampler.take(sound, (sample) => this.put(sample));
    return true;
  }

  /** @param {number} sample -1…1 */
  put(sample) {
    this.frame[this.filled] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
    this.filled += 1;
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor("ear", Ear);
