// Listens beside the page: what comes from the microphone and what goes to the loudspeaker, as the loudest sample
// of about every 5 ms, both by the clock of the page's one audio context. It runs where sound is made, so that a busy
// page loses nothing. The page's content policy has to be set aside for it.
(() => {
  const tap = (window.voiceTap = { mic: [], out: [] });
  const connect = AudioNode.prototype.connect;
  const open = AudioContext.prototype.createMediaStreamSource;
  const source = `registerProcessor("voice-tap", class extends AudioWorkletProcessor {
    peak = 0; since = 0; told = [];
    process([input]) {
      for (const sample of input[0] ?? []) this.peak = Math.max(this.peak, Math.abs(sample));
      if (currentTime - this.since >= 0.005) {
        this.told.push([this.since, this.peak]);
        this.since = currentTime;
        this.peak = 0;
      }
      if (this.told.length >= 10) this.port.postMessage(this.told.splice(0));
      return true;
    }
  });`;
  const module = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const buses = new WeakMap();

  /** @param {AudioContext} context @param {number[][]} list @returns {AudioNode} what is connected to it is listened to */
  function listener(context, list) {
    const bus = new GainNode(context);
    context.audioWorklet.addModule(module).then(() => {
      const ear = new AudioWorkletNode(context, "voice-tap");
      ear.port.onmessage = (message) => list.push(...message.data);
      connect.call(bus, ear);
      connect.call(ear, context.destination);
    });
    return bus;
  }

  AudioNode.prototype.connect = function (to, ...rest) {
    if (to === this.context.destination) {
      if (!buses.has(this.context)) buses.set(this.context, listener(this.context, tap.out));
      connect.call(this, buses.get(this.context));
    }
    return connect.call(this, to, ...rest);
  };
  AudioContext.prototype.createMediaStreamSource = function (stream) {
    const heard = open.call(this, stream);
    connect.call(heard, listener(this, tap.mic));
    return heard;
  };
})();
