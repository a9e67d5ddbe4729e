// Scrolling: follow what is said now, hold still for someone who reads further up.

const NEAR = 48;
const EDGE = 160;

/** @returns {boolean} whether the person asked for stillness */
export function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export class Scroller {
  /**
   * @param {HTMLElement} element
   * @param {{aim: () => number, top: () => void, bottom: () => void,
   *   following: (yes: boolean) => void}} log
   */
  constructor(element, log) {
    this.element = element;
    this.log = log;
    this.following = true;
    this.gliding = 0;
    element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      element.addEventListener(kind, () => this.stopGliding(), { passive: true });
    }
    new ResizeObserver(() => this.following && this.jump()).observe(element);
  }

  scrolled() {
    if (this.gliding) return;
    this.look();
    if (this.element.scrollTop < EDGE && !this.following) this.log.top();
    else if (this.toEnd() < EDGE) this.log.bottom();
  }

  /** See whether this is now or further up. */
  look() {
    this.following = this.element.scrollTop >= this.log.aim() - NEAR;
    this.log.following(this.following);
  }

  /** @returns {number} how far below the view the end is */
  toEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** Go gently to where the words are arriving, if the person is there. */
  follow() {
    if (!this.following) return;
    if (still()) this.jump();
    else if (!this.gliding) this.gliding = requestAnimationFrame(() => this.glide());
  }

  glide() {
    const { element } = this;
    const left = this.log.aim() - element.scrollTop;
    if (left < 1) {
      this.stopGliding();
      return;
    }
    const before = element.scrollTop;
    element.scrollTop = before + Math.max(1, left * 0.16);
    if (element.scrollTop === before) this.stopGliding();
    else this.gliding = requestAnimationFrame(() => this.glide());
  }

  stopGliding() {
    cancelAnimationFrame(this.gliding);
    this.gliding = 0;
  }

  jump() {
    this.stopGliding();
    this.element.scrollTop = Math.max(this.element.scrollTop, this.log.aim());
    this.look();
  }

  /** @returns {{entry: Element, top: number}|null} the entry at the top of the view */
  hold() {
    const edge = this.element.getBoundingClientRect().top;
    for (const entry of this.element.querySelectorAll(".entry")) {
      const box = entry.getBoundingClientRect();
      if (box.bottom > edge) return { entry, top: box.top };
    }
    return null;
  }

  /** @param {{entry: Element, top: number}|null} held where the view was before things moved */
  restore(held) {
    if (this.following) {
      this.follow();
    } else if (held?.entry.isConnected) {
      this.element.scrollTop += held.entry.getBoundingClientRect().top - held.top;
    }
  }
}
