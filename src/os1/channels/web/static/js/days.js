// Days and hours in the words a person would use for them.

const DAY_MS = 86_400_000;

/** @param {Date} day @returns {number} the local calendar day, counted in days */
function dayNumber(day) {
  return Math.round(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()) / DAY_MS);
}

/** @param {string} iso @returns {string} the local calendar day as a key, "" for no date */
export function dayKey(iso) {
  const day = new Date(iso);
  return Number.isNaN(day.getTime()) ? "" : String(dayNumber(day));
}

/**
 * @param {string} iso
 * @param {Date} [now]
 * @returns {string} "today", "yesterday", "Tuesday", "3 May" or "3 May 2024"; "" for no date
 */
export function dayWords(iso, now = new Date()) {
  const day = new Date(iso);
  if (Number.isNaN(day.getTime())) return "";
  const ago = dayNumber(now) - dayNumber(day);
  if (ago === 0) return "today";
  if (ago === 1) return "yesterday";
  if (ago > 1 && ago < 7) return day.toLocaleDateString("en-GB", { weekday: "long" });
  const sameYear = day.getFullYear() === now.getFullYear();
  return day.toLocaleDateString("en-GB", {
    day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }),
  });
}

/** @param {string} iso @returns {string} "21:04", "" for no date */
export function hourWords(iso) {
  const day = new Date(iso);
  if (Number.isNaN(day.getTime())) return "";
  return day.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
