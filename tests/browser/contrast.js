// Text on the page whose contrast with what lies behind it is below WCAG's AA, in computed colours.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const mix = (over, under, a) => over.map((c, i) => c * a + under[i] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const root = getComputedStyle(document.documentElement);
  const colour = (name) => rgba(root.getPropertyValue(name)).rgb;
  // The page's own ground: paper and glow, each with and without the blush of the line.
  const blush = parseFloat(root.getPropertyValue("--blush")) / 100;
  const plain = [colour("--paper"), colour("--glow")];
  const ground = [...plain, ...plain.map((under) => mix(colour("--line"), under, blush))];
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const { rgb, a } = rgba(getComputedStyle(e).backgroundColor);
      if (a > 0 && e !== document.body) return a === 1 ? [rgb] : ground.map((g) => mix(rgb, g, a));
    }
    return ground;
  };
  const opacity = (element) => {
    let all = 1;
    for (let e = element; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity);
    return all;
  };
  const shows = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".unseen")
    && e.getBoundingClientRect().width > 1;
  const texts = [...document.querySelectorAll("body *")].filter((e) => shows(e)
    && (e.value || e.placeholder || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())));
  const measured = texts.map((e) => {
    const pseudo = e.placeholder && !e.value ? "::placeholder" : null;
    const style = getComputedStyle(e, pseudo);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ink = rgba(style.color);
    const seen = opacity(e) * ink.a;
    const least = Math.min(...behind(e).map((b) => ratio(mix(ink.rgb, b, seen), b)));
    return { what: e.id || e.className || e.tagName, least: Math.round(least * 100) / 100, seen,
      needs: large ? 3 : 4.5 };
  }).filter((m) => m.seen > 0);
  // What isn't text but has to be seen: the line, the edge of the field, the focus ring.
  for (const name of ["--line", "--faded", "--accent"]) {
    const least = Math.min(...plain.map((b) => ratio(colour(name), b)));
    measured.push({ what: name, least: Math.round(least * 100) / 100, needs: 3 });
  }
  return { count: texts.length, poor: measured.filter((m) => m.least < m.needs) };
}
