// Runs before the page's own scripts: tapes what goes to the loudspeaker and, where the room echoes, plays it into the microphone.

((echo) => {
  const connect = AudioNode.prototype.connect;
  const taping = new Map();
  window.tape = { rate: 48_000, chunks: [] };

  async function run(track) {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      tape.rate = value.sampleRate;
      tape.chunks.push(samples);
      value.close();
    }
  }

  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode) {
      if (!taping.has(target)) {
        taping.set(target, new MediaStreamAudioDestinationNode(target.context, { channelCount: 1 }));
        run(taping.get(target).stream.getAudioTracks()[0]);
      }
      connect.call(this, taping.get(target));
    }
    return connect.call(this, target, ...rest);
  };

  tape.pcm = () => {
    const length = tape.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const whole = new Int16Array(length);
    let at = 0;
    for (const chunk of tape.chunks) for (const sample of chunk) whole[at++] = Math.max(-1, Math.min(1, sample)) * 32_767;
    let text = "";
    const bytes = new Uint8Array(whole.buffer);
    for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    return btoa(text);
  };

  if (!echo.gain) return;
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wished) => {
    const room = new AudioContext();
    const microphone = new MediaStreamAudioDestinationNode(room, { channelCount: 1 });
    connect.call(room.createMediaStreamSource(await open(wished)), microphone);
    const delay = new DelayNode(room, { delayTime: echo.delay, maxDelayTime: 1 });
    const gain = new GainNode(room, { gain: echo.gain });
    for (const out of taping.values()) connect.call(room.createMediaStreamSource(out.stream), delay);
    connect.call(connect.call(delay, gain), microphone);
    return microphone.stream;
  };
})(ECHO);
