// What survives a reload of this tab: drafts and unsent words, in session storage, never off the record.

const PREFIX = "os1.";

/** The tab's own small store. Every call is safe where storage is full or switched off. */
export class Keep {
  constructor() {
    /** Off the record nothing is written. */
    this.quiet = false;
  }

  /**
   * @param {string} name
   * @returns {any} what was kept under the name, or null
   */
  read(name) {
    try {
      return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null");
    } catch {
      return null;
    }
  }

  /**
   * Keep a value; an empty one is removed.
   * @param {string} name
   * @param {any} value
   */
  write(name, value) {
    const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
    try {
      if (empty) sessionStorage.removeItem(PREFIX + name);
      else sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch {
      // A full or forbidden store only costs the words their safety over a reload.
    }
  }
}
