// The views of the memory pages: people, one person, facts, plans, feelings, and what was searched for.

import { dayWords } from "./days.js";
import { make } from "./make.js";
import { rows } from "./memory-ask.js";
import { button, capital, chips, list, nothing, tell } from "./memory-parts.js";
import { bonds } from "./memory-person.js";
import { feelings as drawFeelings, halfYear, map, signs, timeline } from "./memory-pictures.js";
import { memory } from "./memory-row.js";

const AHEAD_MS = 6 * 7 * 86_400_000;
/** Where the pictures end that go back and forth in time. */
const ends = { plans: 0, feelings: 0 };
/** What of the pictures is open, so that it stays so while things change. */
const chosen = { plan: "", week: "" };

/** @param {string} text @param {string} [lead] @returns {Node[]} */
function heading(text, lead = "") {
  const h2 = make("h2", { text });
  h2.tabIndex = -1;
  return lead ? [h2, make("p", { className: "lead", text: lead })] : [h2];
}

/** @param {any} each @param {string} [tie] what they are to another @returns {HTMLElement} */
function card(each, tie = "") {
  const link = make("a", { className: "card", dataset: { key: `card ${each.id}` } });
  link.setAttribute("href", `#person/${each.id}`);
  const others = each.names.slice(1);
  const facts = [each.relation || tie, others.length ? `also ${others.join(", ")}` : "",
    each.times ? `spoken of ${each.times === 1 ? "once" : `${each.times} times`}` : "",
    each.last ? `last ${dayWords(each.last)}` : "", each.quiet ? "not brought up" : ""].filter(Boolean);
  link.append(make("span", { className: "called", text: capital(each.name), dir: "auto" }),
    make("span", { className: "small", text: facts.join(" · ") }));
  return link;
}

export async function people() {
  const circle = await rows("map");
  const names = new Map(circle.people.map((each) => [each.id, each.name]));
  const tied = (one) => circle.ties.find((t) => t.to === one.id && t.how && names.has(t.from));
  const how = (one, tie) => (tie && !one.name.endsWith(`'s ${tie.how}`) ? `${names.get(tie.from)}'s ${tie.how}` : "");
  const all = await list("people", {}, {
    of: "people", each: (one) => [card(one, how(one, tied(one)))],
    empty: "Nobody yet. Whoever you tell me about will be here, with the words you told it in.",
  });
  all.classList.add("cards");
  const made = heading("People", circle.people.length ? "Whoever you told me about; those you speak of most come first." : "");
  if (circle.people.length > 1) made.push(map(circle, (id) => { location.hash = `person/${id}`; }));
  const places = make("details", { className: "places" });
  places.append(make("summary", { text: "Places" }));
  places.addEventListener("toggle", async () => {
    if (places.children.length > 1) return;
    const held = await list("places", {}, { of: "people", each: (one) => [card(one)], empty: "No places yet." });
    held.classList.add("cards");
    places.append(held);
  });
  return [...made, all, places];
}

/** @param {string} title @param {any[]} those @returns {Node[]} */
function part(title, those) {
  return those.length ? [make("h3", { text: title }), ...those.map((row) => memory(row))] : [];
}

/** @param {string} id */
export async function person(id) {
  const one = await rows("person", { id });
  const said = [one.relation, one.names.length > 1 ? `also ${one.names.slice(1).join(", ")}` : "",
    one.times === 1 ? "you spoke of them once" : `you spoke of them ${one.times} times`,
    one.last ? `last ${dayWords(one.last)}` : "", one.quiet ? "I don't bring them up" : ""].filter(Boolean);
  const ties = one.ties.filter((tie) => tie.from !== "me").map((tie) => tie);
  const back = make("a", { className: "whisper up", text: "all people" });
  back.setAttribute("href", "#people");
  const known = [...part("Now", one.now), ...part("Plans", one.plans), ...part("Before", one.before),
    ...part("Said, but not taken as so", one.aside)];
  return [
    back, ...heading(capital(one.name), said.join(" · ")), bonds(one, ties),
    ...(known.length ? known : [nothing("I know nothing certain yet; only that you spoke of them.")]),
    ...part("When you spoke of them last", one.mentions.filter((row) => !one.now.some((n) => n.source === row.source))),
  ];
}

const GROUPS = { now: "now", before: "before", aside: "not taken as so" };
const NO_FACTS = {
  now: "Nothing yet. What you tell me of yourself and others will stand here, beside your own words.",
  before: "Nothing has changed yet. What was once so will stand here when it does.",
  aside: "Nothing. Wishes, rumours, jokes and what you took back would be here: kept, and not believed.",
};
const FACTS_LEAD = {
  now: "What I take to be so today.",
  before: "What was so once, with what came after it.",
  aside: "Wishes, rumours, jokes, and what you took back: I keep the words and don't believe them.",
};

/** @param {string} of */
export async function facts(of) {
  const group = Object.hasOwn(GROUPS, of) ? of : "now";
  const all = await list("facts", { group }, {
    empty: NO_FACTS[group],
    each: (row, before) => {
      const whose = row.pinned ? "pinned" : row.called;
      const last = before && (before.pinned ? "pinned" : before.called);
      return whose === last ? [memory(row)] : [make("h3", { text: capital(whose) }), memory(row)];
    },
  });
  return [...heading("Facts", FACTS_LEAD[group]), chips("facts", Object.entries(GROUPS), group, "Which facts"), all];
}

const PLANS = { open: "open", done: "their day has come", moved: "moved", "called off": "called off", hoped: "only hoped" };
const NO_PLANS = {
  open: "No open plans. When you tell me what you mean to do, it will be here, and I'll ask how it went.",
  done: "No plan's day has come yet.", moved: "Nothing was moved.",
  "called off": "Nothing was called off.", hoped: "Nothing you only hoped for.",
};

/** Buttons that take a picture half a year back and forth; `last` is where nothing comes any more. */
function walk(name, redraw, last) {
  const go = (by) => () => {
    ends[name] += by;
    return redraw();
  };
  const { from, to } = halfYear(ends[name]);
  const bar = make("div", { className: "walk" });
  const half = to.getTime() - from.getTime();
  const later = button("later", go(half), { key: `later ${name}` });
  later.classList.toggle("away", to.getTime() >= last);
  const month = (day) => day.toLocaleDateString("en-GB", { month: "long", year: "numeric" });
  bar.append(button("earlier", go(-half), { key: `earlier ${name}` }),
    make("span", { className: "small", text: `${month(from)} to ${month(to)}` }), later);
  return bar;
}

/** @param {string} of */
export async function plans(of) {
  const group = Object.hasOwn(PLANS, of) ? of : "open";
  ends.plans ||= Date.now() + AHEAD_MS;
  const figure = make("section", { className: "figure" });
  figure.setAttribute("aria-label", "Timeline");
  async function redraw() {
    const { from, to } = halfYear(ends.plans);
    const told = await rows("timeline", { from: from.toISOString(), to: to.toISOString() });
    const open = make("div", { className: "chosen" });
    const choose = (row) => {
      chosen.plan = row.id;
      open.replaceChildren(memory(row));
    };
    told.rows.filter((row) => row.id === chosen.plan).forEach(choose);
    const legend = make("p", { className: "legend" });
    for (const { text, sign } of signs()) {
      const each = make("span", { className: "small" });
      each.append(sign, text);
      legend.append(each);
    }
    figure.replaceChildren(timeline(told.rows, from, to, choose), legend, walk("plans", redraw, Date.now() + AHEAD_MS / 2), open);
  }
  const [all] = await Promise.all([
    list("plans", { group }, { empty: NO_PLANS[group], each: (row) => [memory(row)] }), redraw(),
  ]);
  return [...heading("Plans", "What you mean to do, and what became of it."), figure,
    chips("plans", Object.entries(PLANS), group, "Which plans"), all];
}

export async function feelings() {
  const { weeks } = await rows("feelings");
  const lead = "How your words sounded, not how you are: each point is a week, higher where they were lighter, larger where there were more of them. Choose one to read them.";
  if (!weeks.length) {
    return [...heading("Feelings"), nothing("Nothing yet. When you tell me how things are for you, the words will be here, week by week.")];
  }
  ends.feelings ||= Math.min(Date.now(), Date.parse(weeks.at(-1).starts) + 8 * 86_400_000);
  const figure = make("section", { className: "figure" });
  figure.setAttribute("aria-label", "Feelings over time");
  const words = make("section", { className: "week-words" });
  async function open(week) {
    chosen.week = week.starts;
    const day = dayWords(week.starts);
    const all = await list("felt", { week: week.starts }, { empty: "Gone.", each: (row) => [memory(row)] });
    const h3 = make("h3", { text: `The week of ${day}` });
    h3.tabIndex = -1;
    words.replaceChildren(h3, all);
    return h3;
  }
  const choose = (week) => open(week).then((h3) => h3.focus(), (error) => tell(error.message));
  function redraw() {
    const { from, to } = halfYear(ends.feelings);
    const shown = weeks.filter((week) => Date.parse(week.starts) >= from.getTime() && Date.parse(week.starts) < to.getTime());
    figure.replaceChildren(drawFeelings(shown, from, to, choose), walk("feelings", redraw, Date.parse(weeks.at(-1).starts)));
  }
  redraw();
  const again = weeks.find((week) => week.starts === chosen.week);
  if (again) await open(again);
  return [...heading("Feelings", lead), figure, words];
}

/** @param {string} of */
export async function search(of) {
  const found = await rows("search", { q: of });
  const made = heading(of ? `“${of}”` : "Search");
  if (!found.people.length && !found.rows.length) {
    return [...made, nothing(of ? "Nothing you told me is near that." : "Ask for a name, a place, or a few words of anything you said.")];
  }
  if (found.people.length) {
    const cards = make("div", { className: "cards" });
    cards.append(...found.people.map((each) => card(each)));
    made.push(cards);
  }
  return [...made, ...found.rows.map((row) => memory(row))];
}
