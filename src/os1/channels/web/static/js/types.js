// The shapes that travel over the socket and through the page, as JSDoc types only.

/**
 * A memory a reply rests on: the person's own words and when they said them.
 * @typedef {{id: string, quote: string, at: string}} Receipt
 *
 * What she meant to do with a reply, and why.
 * @typedef {{kind: string, why: string[], memories: Receipt[]}} Move
 *
 * Lines of help for a country: what each is called, when it answers and what one touch opens.
 * @typedef {{kind: string, level: string, country: string, country_name: string, how: string,
 *   lines: {name: string, hours: string, links: {words: string, href: string}[]}[]}} Help
 *
 * One thing said by somebody. `seq` is null where it isn't kept.
 * @typedef {{seq: number|null, turn: string, who: "person"|"samantha", text: string, at: string,
 *   kept: boolean, cut: boolean, move: Move|null, help?: Help}} Entry
 *
 * How far an entry is: on its way to the store, standing, being spoken, or in trouble.
 * @typedef {"sending"|"kept"|"speaking"|"problem"} State
 *
 * An entry as the page holds it.
 * @typedef {{key: string, entry: Entry, state: State, problem: string}} Item
 *
 * What waits to be sent until the server has answered for it. `stored` says whether it may lie in
 * the tab's session storage meanwhile; `stopped` that only the person can send it again.
 * @typedef {{type: "say"|"setup"|"record", id: string, stored: boolean, stopped: boolean,
 *   at: string, body: Object<string, unknown>}} Waiting
 *
 * How the server hears a call just now.
 * @typedef {"quiet"|"speech"|"deciding"|"thinking"|"speaking"|"muted"} Hearing
 *
 * @typedef {{type: string} & Object<string, any>} Frame
 */

export {};
