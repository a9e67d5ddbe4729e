// Her name wherever the page shows it, and where words go while a model elsewhere finds hers.

import { byId } from "./make.js";

/** @param {string} herName @param {string} goesTo a host, or "" */
export function showNames(herName, goesTo) {
  byId("her-name").textContent = herName;
  byId("say-label").textContent = `Say something to ${herName}`;
  byId("goes").hidden = !goesTo;
  byId("goes").textContent = goesTo ? `Your words go to ${goesTo}.` : "";
}
