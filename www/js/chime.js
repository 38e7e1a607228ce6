// Two soft tones, made here: no file is fetched. Browsers let a page sound only after somebody has touched it.
let context = null;

export function chime() {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') context.resume();
    tone(659.3, 0); // E, then A
    tone(880, 0.12);
  } catch { /* a browser without sound */ }
}

// Rises fast and fades, so that nothing clicks.
function tone(frequency, delay) {
  const start = context.currentTime + delay;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.4);
}
