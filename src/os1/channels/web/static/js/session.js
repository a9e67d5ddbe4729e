// Pairing this page with its OS1: the token from the link becomes a cookie, once.

/**
 * Hand the link's token over, if the address carries one, and drop it from the address.
 * @returns {Promise<"paired"|"refused"|"unreachable">} "paired" too where there was no token to
 *   hand over: whether the cookie is good shows when the socket opens.
 */
export async function pair() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return "paired";
  let answer;
  try {
    answer = await fetch("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
      credentials: "same-origin",
      referrerPolicy: "no-referrer",
    });
  } catch {
    return "unreachable";
  }
  if (answer.status >= 500 || answer.status === 429) return "unreachable";
  history.replaceState(null, "", location.pathname + location.search);
  return answer.ok ? "paired" : "refused";
}
