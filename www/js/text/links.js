// Addresses: of a room, `/#room`, percent-encoded, and those of this server to pass on. Pure.
export function linkTo(room) {
  return `#${encodeURIComponent(room)}`;
}

// The room that a fragment names, '' for none. One that is not well encoded is taken as it stands.
export function roomOf(hash) {
  const raw = hash.replace(/^#/u, '');
  try {
    return tidy(decodeURIComponent(raw));
  } catch {
    return tidy(raw);
  }
}

// As the server trims names and rooms.
export function tidy(text) {
  return text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
}

// A name or address that means the computer one is sitting at.
export function isLoopback(hostname) {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127\./u.test(hostname) ||
    hostname === '[::1]' ||
    hostname === ''
  );
}

function hostOf(url) {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}

// Best first: how this page was reached, since that works, then what the server says of itself. Never loopback.
export function toPassOn(location, addresses) {
  const own = isLoopback(location.hostname) ? [] : [location.origin];
  const others = addresses.map((url) => url.replace(/\/$/u, ''));
  return [...new Set([...own, ...others])].filter((url) => !isLoopback(hostOf(url)));
}

export function roomUrl(address, room) {
  return `${address}/${room ? `#${encodeURIComponent(room)}` : ''}`;
}
