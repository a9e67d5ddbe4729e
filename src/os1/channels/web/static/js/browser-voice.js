// Her words in one of the browser's own voices, and which of those there are.

/** @typedef {import("./types.js").Frame} Frame */

const VOICES_COME_MS = 300;

/** @returns {Promise<{name: string, lang: string}[]>} English voices that speak on this computer alone */
export async function localVoices() {
  if (!("speechSynthesis" in window)) return [];
  if (!speechSynthesis.getVoices().length) {
    // Chromium loads them when they are first asked for.
    await new Promise((done) => {
      speechSynthesis.addEventListener("voiceschanged", done, { once: true });
      setTimeout(done, VOICES_COME_MS);
    });
  }
  return speechSynthesis.getVoices()
    .filter((voice) => voice.localService && /^en\b/i.test(voice.lang))
    .map(({ name, lang }) => ({ name, lang }));
}

/** A piece of speech that the browser speaks. How far it has got is known in letters. */
export class BrowserVoice {
  /** @param {Frame} frame */
  constructor(frame) {
    this.frame = frame;
    this.begun = false;
    this.chars = 0;
    /** @type {SpeechSynthesisUtterance|null} held on to: Chromium forgets one that nobody holds, before its end */
    this.utterance = null;
  }

  /** @param {boolean} on */
  hold(on) {
    if (on) speechSynthesis.pause();
    else speechSynthesis.resume();
  }

  stop() {
    speechSynthesis.cancel();
    speechSynthesis.resume(); // cancelled while held, it would stay held for the next
  }

  /** @param {boolean} done @returns {Frame} */
  report(done) {
    return { type: "heard", speech: this.frame.speech, seconds: -1, chars: this.chars, done };
  }
}

/** @param {BrowserVoice} piece @param {(done: boolean) => void} heard */
export function begin(piece, heard) {
  const { text, browser, pace, pitch } = piece.frame;
  const utterance = new SpeechSynthesisUtterance(text);
  const voice = speechSynthesis.getVoices().find((known) => known.name === browser);
  Object.assign(utterance, { lang: voice?.lang ?? "en", voice: voice ?? null, rate: pace ?? 1, pitch: pitch ?? 1 });
  utterance.addEventListener("boundary", (event) => {
    piece.chars = event.charIndex; // the word that begins here hasn't been heard yet
    heard(false);
  });
  utterance.addEventListener("end", () => {
    piece.chars = text.length;
    heard(true);
  });
  utterance.addEventListener("error", () => heard(true));
  Object.assign(piece, { begun: true, utterance });
  speechSynthesis.speak(utterance);
}
