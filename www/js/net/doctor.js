// What is wrong when papo cannot be reached, and what browsers switch off without HTTPS.

const patienceMs = 5_000; // of a question
const failureMs = 4_000; // without a connection, until it is called a failure

// Of what an examination found: which it is. `http`: what /healthz gave: 'papo', 'full', 'other' or 'none'.
export function diagnose({ isOnline, http, socket }) {
  if (http === 'papo') return socket ? 'fine' : 'blocked';
  if (http === 'full') return 'full';
  if (http === 'other') return 'other';
  return isOnline ? 'unreachable' : 'offline';
}

export async function examine(socketUrl) {
  const [http, socket] = await Promise.all([askHealth(), tryWebSocket(socketUrl)]);
  return { isOnline: navigator.onLine, http, socket };
}

async function askHealth() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  try {
    const answer = await fetch('/healthz', { cache: 'no-store', signal: stop.signal });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.status === 'ok') return 'papo';
    return ['full', 'busy'].includes(said.code) ? 'full' : 'other';
  } catch {
    return 'none';
  } finally {
    clearTimeout(timer);
  }
}

function tryWebSocket(url) {
  return new Promise((done) => {
    const socket = new WebSocket(url);
    const end = (works) => {
      clearTimeout(timer);
      socket.onopen = socket.onclose = null;
      socket.close();
      done(works);
    };
    const timer = setTimeout(() => end(false), patienceMs);
    socket.onopen = () => end(true);
    socket.onclose = () => end(false);
  });
}

// Tells `onChange(isFailing)` when there has been no connection for some seconds, and when there is one again.
export function watchFailure(connection, onChange, clock = globalThis) {
  let timer = 0;
  let isFailing = false;
  const begin = () => {
    timer ||= clock.setTimeout(() => {
      isFailing = true;
      onChange(true);
    }, failureMs);
  };
  connection.on('closed', begin);
  connection.on('message', () => {
    clock.clearTimeout(timer);
    timer = 0;
    if (!isFailing) return;
    isFailing = false;
    onChange(false);
  });
  begin();
}

// What this browser cannot do on this page, as keys of words (words/en.js).
export function missingAbilities({ isSecureContext, Notification, navigator }) {
  return [
    [!isSecureContext || !Notification, 'abilityNotifications'],
    [!isSecureContext, 'abilityInstalling'],
    [!navigator.clipboard, 'abilityClipboard'],
  ]
    .filter(([isMissing]) => isMissing)
    .map(([, key]) => key);
}
