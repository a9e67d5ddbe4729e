// Sound brought from the sound card's rate to the ears' 16,000 samples a second, block by block.

export const EARS_RATE = 16_000;

// Half the filter's length in time. With the window below, what lies above 8 kHz and would fold
// back into speech is 70 dB down, and speech is whole up to 7 kHz.
const REACH_S = 0.0022;
const PASS = 0.47;
const KAISER = 7;

/** The modified Bessel function of order 0, by its series. @param {number} x @returns {number} */
function bessel(x) {
  let sum = 1;
  for (let k = 1, term = 1; k < 30; k += 1) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

/** @param {number} a @param {number} b @returns {number} */
function divisor(a, b) {
  return b ? divisor(b, a % b) : a;
}

/** A windowed sinc in as many phases as there are places an output can lie between two inputs. */
export class Downsampler {
  /** @param {number} rate samples a second of what comes in */
  constructor(rate) {
    const common = divisor(EARS_RATE, rate);
    this.up = EARS_RATE / common;
    this.down = rate / common;
    this.taps = 2 * Math.ceil(REACH_S * Math.max(rate, EARS_RATE / 2));
    this.phases = this.filter(Math.min(rate, EARS_RATE) * PASS / rate);
    /** What came in last, long enough for the filter to reach back into, and the block after it. */
    this.all = new Float32Array(this.taps);
    /** Where the next output lies, in inputs times `up`, from the start of the next block. */
    this.next = 0;
  }

  /** @param {number} edge cut-off in cycles a sample @returns {Float32Array[]} one filter a phase, each summing to 1 */
  filter(edge) {
    const half = this.taps / 2;
    return Array.from({ length: this.up }, (_, phase) => {
      const kernel = Array.from({ length: this.taps }, (_, tap) => {
        const at = tap - half + phase / this.up;
        const angle = 2 * Math.PI * edge * at;
        const window = Math.abs(at) > half ? 0 : bessel(KAISER * Math.sqrt(1 - (at / half) ** 2));
        return window * (angle ? Math.sin(angle) / angle : 1);
      });
      const sum = kernel.reduce((a, b) => a + b, 0);
      return Float32Array.from(kernel, (value) => value / sum);
    });
  }

  /** @param {Float32Array} block @param {(sample: number) => void} out takes each sample that comes of it */
  take(block, out) {
    const { taps, up, down } = this;
    if (this.all.length !== taps + block.length) this.all = new Float32Array(taps + block.length);
    const { all } = this;
    all.copyWithin(0, block.length);
    all.set(block, taps);
    for (; this.next < block.length * up; this.next += down) {
      const newest = taps + Math.floor(this.next / up);
      const kernel = this.phases[this.next % up];
      let sum = 0;
      for (let tap = 0; tap < taps; tap += 1) sum += kernel[tap] * all[newest - tap];
      out(sum);
    }
    this.next -= block.length * up;
  }
}
