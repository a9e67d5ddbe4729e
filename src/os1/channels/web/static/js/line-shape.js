// The geometry of the living line: one curve that is a loop when closed and a wave when open.

/**
 * How the line stands in each state. `open` runs from 0 (the loop) to 1 (across the page), `floor`
 * is the wave's least height, `pace` how fast it moves, `turn` how far the loop turns in space,
 * `swells` how much the loop moves with the person's voice, `flat` how far it lies down.
 */
export const poses = {
  listening: { open: 0, floor: 0, pace: 0.35, turn: 0.13, swells: 0, flat: 0 },
  hearing: { open: 0, floor: 0, pace: 0.8, turn: 0.16, swells: 1, flat: 0 },
  deciding: { open: 0, floor: 0, pace: 0.9, turn: 0.4, swells: 0, flat: 0 },
  thinking: { open: 0, floor: 0.1, pace: 1.5, turn: 0.7, swells: 0, flat: 0 },
  speaking: { open: 1, floor: 0.22, pace: 3.1, turn: 0.2, swells: 0, flat: 0 },
  muted: { open: 0, floor: 0, pace: 0.15, turn: 0, swells: 0, flat: 1 },
  away: { open: 1, floor: 0.03, pace: 0.3, turn: 0, swells: 0, flat: 0 },
};

const POINTS = 220;

/**
 * @param {{open: number, energy: number, swell: number, flat: number, breath: number, drift: number,
 *   turn: number}} now
 * @param {number} width px
 * @param {number} height px
 * @returns {string} the path's d
 */
export function shape(now, width, height) {
  const breath = 1 + 0.075 * Math.sin(now.breath);
  const a = Math.min(width * 0.24, height * 0.92) * breath * (1 + 0.16 * now.swell) * (1 - 0.45 * now.flat);
  const b = Math.min(height * 0.34 * breath, a * 0.55) * (1 + 0.5 * now.swell) * (1 - 0.93 * now.flat);
  const phase = now.turn * Math.sin(now.drift * 0.9);
  // The last of the closing is quick: a loop a hair's breadth open looks broken.
  const closed = 1 - ease(Math.max(0, (now.open - 0.06) / 0.94));
  const parts = [];
  for (let i = 0; i <= POINTS; i += 1) {
    const u = (i / POINTS) * 2 - 1;
    const t = (u + 1) * Math.PI;
    // Each half starts towards its own side, so the loop comes undone without crossing itself.
    const loopX = -a * Math.sin(t + phase);
    const ripple = now.swell * height * 0.022 * Math.sin(7 * t - now.drift * 6);
    const loopY = b * Math.sin(2 * t) * (1 + 0.06 * Math.sin(t + now.breath * 0.7)) + ripple;
    const x = width / 2 + closed * loopX + (1 - closed) * u * width * 0.5;
    const y = height / 2 + closed * loopY + (1 - closed) * wave(u, now, width) * height * 0.46;
    parts.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
  }
  return `M${parts.join("L")}`;
}

/** @param {number} x @returns {number} */
function ease(x) {
  return x * x * (3 - 2 * x);
}

/** Her voice as a wave over -1…1: two swells running against each other, quiet at the edges. */
function wave(u, now, width) {
  const swells = Math.max(2.2, Math.min(4.5, width / 280));
  const envelope = (1 - u * u) ** 2;
  const first = Math.sin(u * swells * Math.PI - now.drift * 1.7);
  const second = Math.sin(u * swells * 1.7 * Math.PI + now.drift * 1.1 + 1);
  return envelope * now.energy * (0.72 * first + 0.28 * second);
}
