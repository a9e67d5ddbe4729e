// One thing remembered: what it says, the words it came from, and what the person may do with it.

import { dayWords, hourWords } from "./days.js";
import { make } from "./make.js";
import { act, rows } from "./memory-ask.js";
import { button, capital, tell } from "./memory-parts.js";

/** @typedef {Object<string, any>} Row */

const MEANT = {
  hearsay: "something you heard", wish: "a wish", hypothetical: "only a what-if", joke: "a joke",
  quotation: "somebody's words", question: "a question", doubt: "not sure",
};

/** How a plan stands. */
export const STANDS = { open: "open", done: "its day has come", moved: "moved", "called off": "called off", hoped: "only hoped" };

/** A day somebody meant is the same day wherever it is read. @param {string} iso */
export function asSaid(iso) {
  return iso.slice(0, 19);
}

/** @param {Row} row @returns {string} what stands small beside a statement */
function beside(row) {
  const said = [];
  if (row.pinned) said.push("pinned");
  if (row.quiet) said.push("not brought up");
  if (MEANT[row.modality]) said.push(MEANT[row.modality]);
  if (row.state === "taken back") said.push("you took it back");
  if (row.kind === "plan" && row.starts) said.push(`for ${dayWords(asSaid(row.starts))}`);
  if (row.kind === "plan" && row.state !== "open") said.push(STANDS[row.state]);
  if (row.kind !== "plan" && row.since) said.push(`since ${dayWords(asSaid(row.since))}`);
  if (row.until) said.push(`until ${dayWords(asSaid(row.until))}`);
  if (row.label) said.push(`it sounded like ${row.label}`);
  return said.join(" · ");
}

/** @param {string} at @returns {HTMLElement} */
function when(at) {
  const time = make("time", { text: `${dayWords(at)}, ${hourWords(at)}` });
  time.setAttribute("datetime", at);
  return time;
}

/** The words it came from; pressed, all that was said around them. @param {Row} row */
function receipt(row) {
  const holder = make("div", { className: "receipt" });
  const more = row.times > 1 ? `, and ${row.times - 1} more time${row.times > 2 ? "s" : ""}` : "";
  const opens = make("button", { className: "quote", type: "button" });
  opens.dataset.key = `quote ${row.id}`;
  opens.setAttribute("aria-expanded", "false");
  opens.append(make("q", { text: row.quote, dir: "auto" }), when(row.at), make("span", { text: more }));
  const around = make("div", { className: "around" });
  around.hidden = true;
  opens.addEventListener("click", async () => {
    const open = around.hidden;
    if (open) {
      try {
        around.replaceChildren(...entries(await rows("words", { id: row.id })));
      } catch (error) {
        tell(error.message);
        return;
      }
    }
    around.hidden = !open;
    opens.setAttribute("aria-expanded", String(open));
  });
  holder.append(opens, around);
  return holder;
}

/** @param {Row} told @returns {Node[]} */
function entries(told) {
  const shown = told.entries.map((entry) => {
    const said = make("div", { className: "said", dataset: { who: entry.who } });
    said.toggleAttribute("data-here", entry.here);
    const who = entry.who === "person" ? "you" : entry.who === "samantha" ? "me" : "somebody else";
    const line = make("p", { className: "who" });
    line.append(`${who}, `, when(entry.at));
    said.append(line, make("p", { className: "words", text: entry.text, dir: "auto" }));
    return said;
  });
  if (told.origin) shown.unshift(make("p", { className: "who", text: `from ${told.origin}` }));
  const again = told.again.map((row) => receipt({ ...row, times: 1 }));
  if (again.length) again.unshift(make("p", { className: "who", text: "and also:" }));
  return [...shown, ...again];
}

/** @param {Row} row @returns {HTMLElement} */
export function memory(row) {
  const element = make("article", { className: "memory", dataset: { memory: row.id, state: row.state ?? "" } });
  const words = row.text ? capital(row.text) : "";
  const small = beside(row);
  if (words && words !== capital(row.quote)) {
    element.append(make("p", { className: "says", text: words, dir: "auto" }));
  }
  if (row.replaced?.length) {
    const was = row.replaced.map((old) => old.value).join(", then ");
    element.append(make("p", { className: "small", text: `before: ${was}` }));
  }
  if (small) element.append(make("p", { className: "small", text: small }));
  element.append(receipt(row), hands(row, words || row.quote, element));
  return element;
}

/** @param {Row} row @param {string} words @param {HTMLElement} element */
function hands(row, words, element) {
  const details = make("details", { className: "hands" });
  const summary = make("summary", { text: "change" });
  summary.dataset.key = `change ${row.id}`;
  summary.setAttribute("aria-label", `Change: ${words.slice(0, 80)}`);
  const body = make("div", { className: "ways" });
  const whole = row.kind === "episode";
  const flip = (name, on) => async () => {
    await act(name, { id: row.id, on });
    const told = { pin: ["Pinned.", "No longer pinned."],
      quiet: ["I won't bring it up.", "I may bring it up again."] };
    tell(told[name][on ? 0 : 1]);
  };
  if (!whole && row.kind !== "feeling") {
    body.append(button("that's wrong", () => body.replaceChildren(...wrong(row, close)), { key: `wrong ${row.id}` }));
  }
  body.append(button("forget", () => body.replaceChildren(...letGo(row, close)), { key: `forget ${row.id}` }));
  if (!whole) {
    body.append(
      button(row.pinned ? "unpin" : "pin", flip("pin", !row.pinned), { key: `pin ${row.id}` }),
      button(row.quiet ? "you may bring it up" : "don't bring it up", flip("quiet", !row.quiet), { key: `quiet ${row.id}` }),
    );
  }
  const first = [...body.childNodes];
  function close() {
    body.replaceChildren(...first);
    details.removeAttribute("open");
    element.removeAttribute("data-asking");
    summary.focus();
  }
  new MutationObserver(() => {
    const asks = body.querySelector("input, .sure");
    element.toggleAttribute("data-asking", asks !== null);
    /** @type {HTMLElement|null} */ (body.querySelector("input, .keep"))?.focus();
  }).observe(body, { childList: true });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.hasAttribute("open")) close();
  });
  details.append(summary, body);
  return details;
}

/** What is right instead? @param {Row} row @param {() => void} close @returns {Node[]} */
function wrong(row, close) {
  const form = make("form", { className: "right" });
  const turn = crypto.randomUUID();
  const label = make("label", { text: row.kind === "plan" ? "How is it planned now?" : "No, it's" });
  const field = /** @type {HTMLInputElement} */ (make("input", { type: "text", className: "field" }));
  field.id = `right-${row.id}`;
  field.value = row.value.replace(/^[^:]{1,30}: /, "");
  field.maxLength = 400;
  label.setAttribute("for", field.id);
  const save = /** @type {HTMLButtonElement} */ (make("button", { className: "go", type: "submit", text: "put it right" }));
  form.append(label, field, save);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    save.disabled = true;
    try {
      const now = await act("correct", { id: row.id, turn, value: field.value });
      close();
      tell(`Put right: ${now.text}.`);
    } catch (error) {
      tell(error.message);
      save.disabled = false;
    }
  });
  const never = button("it just isn't so", async () => {
    await act("deny", { id: row.id });
    close();
    tell("Then I won't believe it. Your words stay as you said them.");
  });
  return [form, never, button("leave it", close)];
}

/** Asks once. @param {Row} row @param {() => void} close @returns {Node[]} */
function letGo(row, close) {
  const sure = make("div", { className: "sure" });
  const times = row.times > 1 ? ` and the ${row.times - 1} other times you said it` : "";
  sure.append(make("p", { text: `These words go for good${times}, with everything I made of them:` }),
    make("q", { text: row.quote, dir: "auto" }));
  const forget = button("forget it", async () => {
    const gone = await act("forget", { id: row.id });
    const mine = gone.replies ? ` My ${gone.replies > 1 ? `${gone.replies} replies` : "reply"} to it went too.` : "";
    close();
    tell(`Gone: “${gone.words.join("” “")}”.${mine}`);
  }, { className: "go" });
  const keep = button("keep it", close, { className: "whisper keep" });
  return [sure, forget, keep];
}
