// Drawing: SVG made by hand, and pictures whose points are reached by the arrow keys.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Object<string, string|number>} attributes
 * @param {...(Node|string)} children
 * @returns {SVGElement}
 */
export function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {string} label what the picture shows, for those who can't see it
 * @param {number} width @param {number} height px
 * @param {Node[]} children
 */
export function picture(label, width, height, children) {
  const svg = draw("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label }, ...children);
  const points = /** @type {SVGElement[]} */ ([...svg.querySelectorAll(".point")]);
  points.forEach((point, n) => point.setAttribute("tabindex", n ? "-1" : "0"));
  svg.addEventListener("keydown", (event) => {
    const here = points.indexOf(/** @type {SVGElement} */ (event.target));
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (here < 0 || !by) return;
    event.preventDefault();
    const next = points[(here + by + points.length) % points.length];
    points.forEach((point) => point.setAttribute("tabindex", point === next ? "0" : "-1"));
    next.focus();
  });
  return svg;
}

/**
 * A point that can be pressed.
 * @param {number} x @param {number} y
 * @param {string} label
 * @param {() => void} pressed
 * @param {{className: string, shape: Node[], key: string}} with_
 */
export function point(x, y, label, pressed, { className, shape, key }) {
  const g = draw("g", { class: `point ${className}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, role: "button", "aria-label": label },
    draw("title", {}, label), draw("circle", { class: "reach", r: 13 }), ...shape);
  g.dataset.key = key;
  g.addEventListener("click", () => pressed());
  g.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pressed();
  });
  return g;
}

/** The widths pictures are drawn for: what the page has, in CSS pixels. */
export function room() {
  const view = document.getElementById("view");
  const style = getComputedStyle(view);
  return Math.max(260, Math.min(820, view.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)));
}

/**
 * @param {Date} start @param {Date} end @param {(t: number) => number} x
 * @param {number} top @param {number} bottom
 * @returns {Node[]} a thin line and a name where each month begins
 */
export function months(start, end, x, top, bottom) {
  const made = [];
  const day = new Date(start.getFullYear(), start.getMonth() + 1, 1);
  const narrow = x(end.getTime()) - x(start.getTime()) < 420;
  for (; day < end; day.setMonth(day.getMonth() + 1)) {
    const at = x(day.getTime());
    const year = day.getMonth() === 0 ? ` ${day.getFullYear()}` : "";
    const name = day.toLocaleDateString("en-GB", { month: narrow && !year ? "narrow" : "short" });
    made.push(draw("line", { class: "month", x1: at, x2: at, y1: top, y2: bottom }));
    if (x(end.getTime()) - at > 24) {
      made.push(draw("text", { class: "tick", x: at + 4, y: bottom + 14 }, narrow && year ? year.trim() : name + year));
    }
  }
  return made;
}
