// The microphone: why it can't be used, opening it, and its frames on their way out.

const WISHED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const WORKLET = new URL("./ear-worklet.js", import.meta.url).pathname;

const REFUSED = "The browser doesn't let me hear you. Allow the microphone, by the sign beside the address, and press again.";
const NONE = "I can find no microphone. Plug one in or switch it on, and press again.";
const BUSY = "Another program holds the microphone. Let it go there, and press again.";
const TOO_OLD = "This browser can't pass sound on as it comes. A Firefox, Chrome, Edge or Safari of the last years can.";
const AWAY = "I've lost touch with OS1 just now. Press again in a moment.";
const TROUBLES = {
  NotAllowedError: REFUSED, SecurityError: REFUSED, NotFoundError: NONE, OverconstrainedError: NONE,
  NotReadableError: BUSY, AbortError: BUSY, NetworkError: AWAY,
};

/** @returns {string} why no microphone can be had on this page at all, and what to do; "" where one may */
export function whyDeaf() {
  if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) {
    const port = location.port || "2013";
    return "A browser gives its microphone only to pages from the same computer. Open OS1's link on the one it runs "
      + `on; or run “ssh -L ${port}:localhost:${port} ${location.hostname}” on this one, and open that same link here.`;
  }
  return "AudioWorkletNode" in window ? "" : TOO_OLD;
}

/** @param {any} error what opening threw @returns {string} */
export function whyNot(error) {
  return TROUBLES[error?.name] ?? `The microphone doesn't open (${error?.name ?? "for no reason given"}). Press to try again.`;
}

export class Ear {
  /**
   * @param {AudioContext} context
   * @param {{frame: (sound: Int16Array) => void, lost: () => void}} call
   */
  constructor(context, call) {
    this.context = context;
    this.call = call;
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {AudioNode[]} */
    this.nodes = [];
    this.closed = false;
    this.muted = false;
  }

  /** Ask for the microphone. Throws what the browser throws; `whyNot` says it in words. */
  async open() {
    await this.context.audioWorklet.addModule(WORKLET).catch(() => { throw new DOMException("", "NetworkError"); });
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: WISHED });
    if (this.closed) {
      this.close();
      return;
    }
    this.mute(this.muted);
    for (const track of this.stream.getAudioTracks()) track.addEventListener("ended", () => this.call.lost());
    const source = this.context.createMediaStreamSource(this.stream);
    const ear = new AudioWorkletNode(this.context, "ear", { channelCount: 1, channelCountMode: "explicit" });
    ear.port.onmessage = ({ data }) => this.call.frame(data);
    // A node that doesn't lead to the loudspeaker is never run, so it does, at no volume.
    const nowhere = new GainNode(this.context, { gain: 0 });
    source.connect(ear).connect(nowhere).connect(this.context.destination);
    this.nodes = [source, ear, nowhere];
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** Let the microphone go. */
  close() {
    this.closed = true;
    for (const node of this.nodes) node.disconnect();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }
}
