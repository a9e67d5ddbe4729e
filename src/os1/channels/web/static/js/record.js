// On and off the record: what the person wants, what the server says, and how the page shows it.

import { byId } from "./make.js";

export class Record {
  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./keep.js").Keep} keep
   * @param {(on: boolean) => void} changed
   */
  constructor(outbox, keep, changed) {
    this.outbox = outbox;
    this.keep = keep;
    this.changed = changed;
    /** Where it stands for the person: a wish counts from the moment they make it. */
    this.on = true;
    byId("off-record").addEventListener("click", () => this.toggle());
  }

  toggle() {
    const on = !this.on;
    this.show(on);
    this.outbox.add("record", { on }, false);
  }

  /**
   * The server says where the record stands.
   * @param {boolean} on
   * @returns {boolean} whether it is on, for the server and for the person
   */
  told(on) {
    this.outbox.confirmRecord(on);
    this.show(this.outbox.wantedRecord() ?? on);
    return on && this.on;
  }

  /** @param {boolean} on */
  show(on) {
    const changed = on !== this.on;
    this.on = on;
    this.keep.quiet = !on;
    document.documentElement.dataset.record = on ? "on" : "off";
    byId("off-record").setAttribute("aria-pressed", String(!on));
    byId("off-words").hidden = on;
    if (!on) this.keep.write("draft", null);
    if (changed) this.changed(on);
  }
}
