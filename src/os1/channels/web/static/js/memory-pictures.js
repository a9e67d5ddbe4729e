// The three pictures: who belongs to whom, plans and turning points in time, and how words felt.

import { dayWords } from "./days.js";
import { asSaid, STANDS } from "./memory-row.js";
import { draw, months, picture, point, room } from "./memory-draw.js";

const HALF_YEAR_MS = 26 * 7 * 86_400_000;
const WEEK_MS = 7 * 86_400_000;
const NARROW = 520;

/** @param {string} text @param {number} most */
function short(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/**
 * @param {{people: any[], ties: {from: string, to: string, how: string}[]}} circle
 * @param {(id: string) => void} pressed
 */
export function map({ people, ties }, pressed) {
  const width = room();
  const narrow = width < NARROW;
  const shown = people.slice(0, narrow ? 12 : 20);
  const few = shown.length <= (narrow ? 7 : 10);
  const height = Math.round(width * (narrow ? (few ? 1 : 1.2) : few ? 0.5 : 0.6));
  const at = new Map([["me", { x: width / 2, y: height / 2 }]]);
  if (few) {
    ring(at, beside(shown, [], ties), 0, [0.36 * width, 0.38 * height], shown.length);
  } else {
    const near = new Set(ties.filter((tie) => tie.from === "me").map((tie) => tie.to));
    const half = Math.ceil(shown.length / 2);
    const inner = [...shown].sort((a, b) => near.has(b.id) - near.has(a.id) || b.times - a.times).slice(0, half);
    const outer = beside(shown.filter((each) => !inner.includes(each)), inner, ties);
    ring(at, inner, 0, narrow ? [0.23 * width, 0.2 * height] : [0.22 * width, 0.23 * height], half);
    ring(at, outer, 0.5, narrow ? [0.37 * width, 0.41 * height] : [0.41 * width, 0.41 * height], half);
  }
  const lines = ties.filter((tie) => at.has(tie.from) && at.has(tie.to)).map((tie) => {
    const [a, b] = [at.get(tie.from), at.get(tie.to)];
    return draw("line", { class: tie.from === "me" ? "tie own" : "tie", x1: a.x, y1: a.y, x2: b.x, y2: b.y });
  });
  const busiest = Math.max(1, ...shown.map((each) => each.times));
  const nodes = shown.map((each) => {
    const { x, y } = at.get(each.id);
    const tie = ties.find((t) => t.to === each.id)?.how ?? "";
    const how = each.relation || (each.name.endsWith(tie) ? "" : tie);
    const r = 4 + 8 * Math.sqrt(each.times / busiest);
    const label = `${each.name}${how ? `, ${how}` : ""}, spoken of ${each.times} time${each.times === 1 ? "" : "s"}`;
    const shape = [draw("circle", { class: "dot", r }),
      draw("text", { class: "name", y: r + 14 }, short(each.name, narrow ? 11 : 15))];
    if (how && !narrow) shape.push(draw("text", { class: "tick", y: r + 27 }, short(how, 20)));
    return point(x, y, label, () => pressed(each.id), { className: "being", shape, key: `map ${each.id}` });
  });
  const me = draw("g", { transform: `translate(${width / 2} ${height / 2})` },
    draw("circle", { class: "me", r: 16 }), draw("text", { class: "name own", y: 4 }, "you"));
  return picture("The people you told me of, you in the middle. The list below says the same in words.",
    width, height, [...lines, me, ...nodes]);
}

/** Those further out stand near whom they belong to. */
function beside(outer, inner, ties) {
  const place = (each) => {
    const tie = ties.find((t) => t.from !== "me" && (t.to === each.id || t.from === each.id));
    const other = tie && (tie.to === each.id ? tie.from : tie.to);
    const found = inner.findIndex((one) => one.id === other);
    return found < 0 ? null : found / inner.length;
  };
  const placed = outer.map((each, n) => ({ each, at: place(each) ?? n / outer.length }));
  for (const tie of ties) {
    const [a, b] = [tie.from, tie.to].map((id) => placed.find(({ each }) => each.id === id));
    if (a && b) b.at = a.at + 0.001;
  }
  return placed.sort((a, b) => a.at - b.at).map(({ each }) => each);
}

/** Places on an ellipse around "me", from the top on; `by` shifts them between those further in. */
function ring(at, those, by, [rx, ry], places) {
  const middle = at.get("me");
  those.forEach((each, n) => {
    const angle = (2 * Math.PI * (n + by)) / places - Math.PI / 2;
    at.set(each.id, { x: middle.x + rx * Math.cos(angle), y: middle.y - 8 + ry * Math.sin(angle) });
  });
}

const SHAPES = {
  open: () => [draw("circle", { class: "hollow", r: 6 })],
  hoped: () => [draw("circle", { class: "hollow maybe", r: 6 })],
  done: () => [draw("circle", { class: "dot", r: 6 })],
  moved: () => [draw("path", { class: "stroke", d: "M-6 0H5M1-4.5 6 0 1 4.5" })],
  "called off": () => [draw("path", { class: "stroke", d: "M-5-5 5 5M5-5-5 5" })],
  turn: () => [draw("path", { class: "diamond", d: "M0-7 7 0 0 7-7 0Z" })],
};

/** @param {number} end @returns {{from: Date, to: Date}} the half year that ends there */
export function halfYear(end) {
  return { from: new Date(end - HALF_YEAR_MS), to: new Date(end) };
}

/**
 * @param {any[]} rows plans and turning points @param {Date} from @param {Date} to
 * @param {(row: any) => void} pressed
 */
export function timeline(rows, from, to, pressed) {
  const width = room();
  const x = (t) => 10 + ((t - from.getTime()) / (to.getTime() - from.getTime())) * (width - 20);
  const lanes = { turn: [], plan: [] };
  for (const row of rows) {
    const lane = row.kind === "plan" ? "plan" : "turn";
    const at = x(new Date(row.starts ? asSaid(row.starts) : row.since ? asSaid(row.since) : row.at).getTime());
    let level = 0;
    while (lanes[lane].some((p) => p.level === level && Math.abs(p.at - at) < 17)) level += 1;
    lanes[lane].push({ row, at, level });
  }
  const tall = (lane) => 24 + 18 * Math.max(1, ...lanes[lane].map((p) => p.level + 1));
  const turnBase = 16 + tall("turn");
  const planBase = turnBase + 26 + tall("plan");
  const base = { turn: turnBase, plan: planBase };
  const points = Object.entries(lanes).flatMap(([lane, those]) =>
    [...those].sort((a, b) => a.at - b.at).map(({ row, at, level }) => {
      const state = lane === "turn" ? "turn" : row.state;
      const day = row.starts ?? row.since ? dayWords(asSaid(row.starts ?? row.since)) : dayWords(row.at);
      const label = lane === "turn" ? `${day}: ${row.text}` : `${day}, plan, ${STANDS[row.state]}: ${row.text}`;
      return point(at, base[lane] - 10 - 18 * level, short(label, 160), () => pressed(row),
        { className: state.replace(" ", "-"), shape: (SHAPES[state] ?? SHAPES.open)(), key: `time ${row.id}` });
    }));
  const now = Date.now();
  const today = now > from.getTime() && now < to.getTime()
    ? [draw("line", { class: "now", x1: x(now), x2: x(now), y1: 12, y2: planBase + 4 }),
      draw("text", { class: "tick today", x: x(now), y: 9 }, "today")] : [];
  return picture("Plans and turning points in time. The list below says the same in words.", width, planBase + 24, [
    ...months(from, to, x, 12, planBase + 4),
    draw("line", { class: "axis", x1: 0, x2: width, y1: turnBase, y2: turnBase }),
    draw("line", { class: "axis", x1: 0, x2: width, y1: planBase, y2: planBase }),
    draw("text", { class: "lane", x: 0, y: 24 }, "what changed"),
    draw("text", { class: "lane", x: 0, y: turnBase + 18 }, "plans"),
    ...today, ...points,
  ]);
}

/** The signs of the timeline, with their words. */
export function signs() {
  const words = [["turn", "a change"], ["open", "open"], ["done", STANDS.done], ["moved", "moved"], ["called off", "called off"]];
  return words.map(([state, text]) => ({ text, sign: draw("svg", { class: "sign", viewBox: "-9 -9 18 18", "aria-hidden": "true" }, ...SHAPES[state]()) }));
}

/**
 * @param {any[]} weeks @param {Date} from @param {Date} to
 * @param {(week: any) => void} pressed
 */
export function feelings(weeks, from, to, pressed) {
  const width = room();
  const height = width < NARROW ? 250 : 280;
  const [top, bottom] = [26, height - 44];
  const x = (t) => 16 + ((t - from.getTime()) / (to.getTime() - from.getTime())) * (width - 32);
  const y = (v) => (top + bottom) / 2 - v * ((bottom - top) / 2 - 8);
  const most = Math.max(1, ...weeks.map((week) => week.count));
  const widest = width < NARROW ? 6 : 11;
  const points = weeks.map((week) => {
    const at = x(Date.parse(week.starts) + WEEK_MS / 2);
    const middle = y(week.mean);
    const r = 3 + (widest - 3) * Math.sqrt(week.count / most);
    const sounds = week.mean > 0.2 ? "rather light" : week.mean < -0.2 ? "rather heavy" : "mixed";
    const label = `Week of ${dayWords(week.starts)}: ${week.count} time${week.count === 1 ? "" : "s"}, ${sounds}`;
    const shape = [draw("line", { class: "range", y1: y(week.high) - middle, y2: y(week.low) - middle }),
      draw("circle", { class: "dot", r })];
    return point(at, middle, label, () => pressed(week), { className: "week", shape, key: `week ${week.starts}` });
  });
  return picture("How your words sounded, week by week. Each point opens the words.", width, height, [
    ...months(from, to, x, top, bottom),
    draw("line", { class: "axis", x1: 0, x2: width, y1: y(0), y2: y(0) }),
    draw("text", { class: "lane", x: 0, y: 14 }, "lighter words"),
    draw("text", { class: "lane", x: 0, y: height - 4 }, "heavier words"),
    ...points,
  ]);
}
