// Whether a text calls somebody by name. Pure.
const word = '[\\p{L}\\p{N}_]';
let last = { name: null, pattern: null };

// `@name` as a whole word, whatever the case. Addresses like `someone@name` are none.
export function mentions(text, name) {
  if (!text || !name) return false;
  if (last.name !== name) last = { name, pattern: patternOf(name) };
  return last.pattern.test(text.normalize('NFC'));
}

// Without lookbehind: Safari knows it since 16.4 only.
function patternOf(name) {
  const literal = name.normalize('NFC').replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return new RegExp(`(?:^|(?!${word})[^@])@${literal}(?!${word}|\\p{M})`, 'iu');
}
