// Being told of mentions: by a notification where one is allowed and the page is out of sight, else by a soft sound.
import { t } from './i18n.js';

const quietMs = 3_000; // between two sounds
const textLength = 200; // characters of a notification
let context = null; // of sounds, made with the first one

// 'notification', 'sound' or null. `isFresh`: said just now, not read up on after a time away. `isWatched`: the page is
// in sight and at this room.
export function alertFor({ isMention, isFresh }, { isHidden, isWatched, mayNotify, sounds, sinceSoundMs }) {
  if (!isMention || !isFresh) return null;
  if (isHidden && mayNotify) return 'notification';
  if (isWatched && !isHidden) return null;
  return sounds && sinceSoundMs >= quietMs ? 'sound' : null;
}

// `chat` emits arrived(room, entry, { isMention, isFresh }). `place`: isWatched(room) and open(room). `tools` are for
// tests.
export function startAlerts(
  chat,
  settings,
  place,
  { sound = chime, notify = showNotification, now = () => performance.now() } = {},
) {
  let soundAt = -Infinity;
  chat.on('arrived', (room, entry, about) => {
    const mayNotify =
      settings.values.notifications && window.isSecureContext && globalThis.Notification?.permission === 'granted';
    const kind = alertFor(about, {
      isHidden: document.hidden,
      isWatched: place.isWatched(room),
      mayNotify,
      sounds: settings.values.sounds,
      sinceSoundMs: now() - soundAt,
    });
    if (kind === null || (kind === 'notification' && notify(room, entry, place.open))) return;
    if (!settings.values.sounds || now() - soundAt < quietMs) return;
    soundAt = now();
    sound();
  });
}

// Whether it could be shown: Chromium on Android has notifications for service workers only.
function showNotification(room, entry, open) {
  try {
    const notification = new Notification(t('mentioned', entry.from, room), {
      body: (entry.text ?? entry.file?.name ?? '').slice(0, textLength),
      icon: 'icons/icon-192.png',
      tag: `papo ${room}`,
    });
    notification.onclick = () => {
      window.focus();
      open(room);
      notification.close();
    };
    return true;
  } catch {
    return false;
  }
}

// Two soft tones, made here: no file is fetched. Browsers let a page sound only after somebody has touched it.
export function chime() {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') context.resume();
    tone(659.3, 0); // E, then A
    tone(880, 0.12);
  } catch {
    /* a browser without sound */
  }
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
