// The page "When it's serious": the lines of the country above what is published.

import { help } from "./help.js";
import { byId } from "./make.js";

try {
  const answer = await fetch("/care?kind=self_harm&level=imminent", { credentials: "same-origin" });
  if (answer.ok) {
    const card = help(await answer.json());
    card.querySelector(".what")?.remove();
    byId("lines").append(card);
  }
} catch {
  // OS1 is away: what is published stands, and the numbers come when it is back
}
