// What the person may do about somebody: hush them, say they are the same as another, part two.

import { make } from "./make.js";
import { act, rows } from "./memory-ask.js";
import { button, capital, tell } from "./memory-parts.js";

/**
 * @param {any} one @param {{from: string, to: string, how: string}[]} ties
 * @returns {HTMLElement}
 */
export function bonds(one, ties) {
  const section = make("section", { className: "bonds" });
  section.setAttribute("aria-label", `${one.name} and others`);
  const others = ties.map((tie) => (tie.from === one.id ? tie.to : tie.from));
  if (others.length) section.append(tied(one, ties));
  const ways = make("div", { className: "ways" });
  const first = [
    button(one.quiet ? "you may bring them up" : "don't bring them up", async () => {
      await act("quiet", { id: one.id, on: !one.quiet });
      tell(one.quiet ? `I may speak of ${one.name} again.` : `I won't bring ${one.name} up; you can, whenever you like.`);
    }, { key: `quiet ${one.id}` }),
    button("this is the same as…", () => same(one, ways, back), { key: `same ${one.id}` }),
  ];
  first.push(button("not somebody", async () => {
    await act("nobody", { id: one.id });
    tell(`I took ${one.name} for somebody. I won't any more.`);
    location.hash = "people";
  }, { key: `nobody ${one.id}`, label: `${one.name} isn't somebody` }));
  if (one.names.length > 1) {
    first.push(button("these are two people…", () => apart(one, ways, back), { key: `apart ${one.id}` }));
  }
  function back() {
    ways.replaceChildren(...first);
    section.removeAttribute("data-asking");
    first[1].focus();
  }
  ways.addEventListener("keydown", (event) => event.key === "Escape" && back());
  new MutationObserver(() => section.toggleAttribute("data-asking", ways.querySelector("input, .sure") !== null))
    .observe(ways, { childList: true });
  ways.append(...first);
  section.append(ways);
  return section;
}

function tied(one, ties) {
  const line = make("p", { className: "tied" });
  const shown = ties.slice(0, 12);
  Promise.all(shown.map((tie) => rows("person", { id: tie.from === one.id ? tie.to : tie.from }))).then((those) => {
    those.forEach((other, n) => {
      const link = make("a", { text: capital(other.name) });
      link.setAttribute("href", `#person/${other.id}`);
      const { how, to } = shown[n];
      if (how && to === one.id) link.textContent = `${capital(other.name)}'s ${how}`;
      line.append(n ? " · " : "", link, how && to !== one.id ? `, ${how}` : "");
    });
  }, () => line.remove());
  return line;
}

/** Which one? Found by the letters of the name. */
function same(one, ways, back) {
  const label = make("label", { text: `${one.name} is the same as` });
  const field = /** @type {HTMLInputElement} */ (make("input", { type: "text", className: "field", id: "same-as" }));
  label.setAttribute("for", "same-as");
  const found = make("div", { className: "ways" });
  found.setAttribute("role", "group");
  found.setAttribute("aria-label", "Whom you may mean");
  let asked = 0;
  async function look() {
    const number = ++asked;
    const told = field.value.trim() ? await rows("search", { q: field.value.trim() }) : await rows("people");
    if (number !== asked) return;
    const those = told.people.filter((each) => each.id !== one.id).slice(0, 8);
    found.replaceChildren(...those.map((each) => button(each.name, () => sure(each))));
    if (!those.length) found.append(make("p", { className: "small", text: "I know nobody by that name." }));
  }
  function sure(other) {
    const ask = make("p", { className: "sure", text: `${capital(one.name)} and ${other.name} become one; all I know of both stays, with its words.` });
    const yes = button("they are the same", async () => {
      await act("merge", { id: other.id, other: one.id });
      back();
      tell(`${capital(one.name)} and ${other.name} are the same, then.`);
      location.hash = `person/${other.id}`;
    }, { className: "go" });
    ways.replaceChildren(ask, yes, button("no, leave them", back));
    yes.focus();
  }
  field.addEventListener("input", () => look().catch((error) => tell(error.message)));
  ways.replaceChildren(label, field, found, button("leave it", back));
  field.focus();
  return look();
}

/** Which of the names is somebody else's? */
function apart(one, ways, back) {
  const ask = make("p", { className: "sure", text: "Which name is somebody else's? What you said of them goes with it." });
  const names = one.names.map((alias) => button(alias, async () => {
    const made = await act("split", { id: one.id, alias });
    back();
    tell(`${alias} is a person of their own now.`);
    location.hash = `person/${made.id}`;
  }));
  ways.replaceChildren(ask, ...names, button("leave it", back));
  names[0].focus();
}
