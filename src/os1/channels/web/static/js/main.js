// Starts the page: pairs it with its OS1 where the link carries a token, then connects.

import { Page } from "./page.js";
import { pair } from "./session.js";

const TRY_AGAIN_MS = 2000;

/** @param {Page} page */
async function start(page) {
  const paired = await pair();
  if (paired === "paired") {
    page.socket.connect();
  } else if (paired === "refused") {
    page.unpaired();
  } else {
    page.announcer.setAway(true);
    setTimeout(() => start(page), TRY_AGAIN_MS);
  }
}

// A fresh link opened in a tab that is already here only changes the fragment.
addEventListener("hashchange", () => {
  if (location.hash.includes("token=")) location.reload();
});

await start(new Page());
