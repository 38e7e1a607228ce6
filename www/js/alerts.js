// Being told of mentions: by a notification where one is allowed and the page is out of sight, else by a soft sound.
import { chime } from './chime.js';
import { t } from './i18n.js';

const quietMs = 3_000; // between two sounds
const textLength = 200; // characters of a notification

// 'notification', 'sound' or null. `isFresh`: said just now, not read up on after a time away. `isWatched`: the page is in
// sight and at this room.
export function alertFor({ isMention, isFresh }, { isHidden, isWatched, mayNotify, sounds, sinceSoundMs }) {
  if (!isMention || !isFresh) return null;
  if (isHidden && mayNotify) return 'notification';
  if (isWatched && !isHidden) return null;
  return sounds && sinceSoundMs >= quietMs ? 'sound' : null;
}

// `chat` emits arrived(room, entry, { isMention, isFresh }). `place`: isWatched(room) and open(room). `tools` are for tests.
export function startAlerts(chat, settings, place, { sound = chime, notify = showNotification, now = () => performance.now() } = {}) {
  let soundAt = -Infinity;
  chat.on('arrived', (room, entry, about) => {
    const mayNotify = settings.values.notifications && window.isSecureContext && globalThis.Notification?.permission === 'granted';
    const kind = alertFor(about, { isHidden: document.hidden, isWatched: place.isWatched(room), mayNotify, sounds: settings.values.sounds, sinceSoundMs: now() - soundAt });
    if (kind === null || (kind === 'notification' && notify(room, entry, place.open))) return;
    if (!settings.values.sounds || now() - soundAt < quietMs) return;
    soundAt = now();
    sound();
  });
}

// Whether it could be shown: Chromium on Android has notifications for service workers only.
function showNotification(room, entry, open) {
  try {
    const notification = new Notification(t('mentioned', entry.from, room), { body: (entry.text ?? entry.file?.name ?? '').slice(0, textLength), icon: 'icons/icon-192.png', tag: `papo ${room}` });
    notification.onclick = () => { window.focus(); open(room); notification.close(); };
    return true;
  } catch {
    return false;
  }
}
