// The address of a room: `/#room`, percent-encoded. Pure.
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
