// What could be completed where the cursor is, and by what. Pure.
import { fold } from './matches.js';

const longestName = 32;
const mostNames = 8;
const mentionPattern = new RegExp(`(?:^|[^\\p{L}\\p{N}_@])(@([^\\n@]{0,${longestName}}))$`, 'u');
const emojiPattern = /(?:^|[^\p{L}\p{N}_:])(:([\p{L}\p{N}_+-]{2,30}))$/u;

// { kind: 'mention' | 'emoji', from, query } that ends at the cursor, or null.
export function tokenAt(text, caret) {
  if (/^[\p{L}\p{N}_]/u.test(text.slice(caret, caret + 2))) return null;
  const head = text.slice(Math.max(0, caret - 2 * longestName - 2), caret);
  for (const [kind, pattern] of [
    ['emoji', emojiPattern],
    ['mention', mentionPattern],
  ]) {
    const [, whole, query] = pattern.exec(head) ?? [];
    if (whole && !/^\s/u.test(query)) return { kind, from: caret - whole.length, query };
  }
  return null;
}

// The names that begin so, or have a word that does. A name that has been written out, and a space, is done.
export function namesFor(query, names) {
  const wanted = fold(query);
  const folded = names.map((name) => ({ name, folded: fold(name) }));
  if (/\s$/u.test(query) && folded.some((each) => each.folded === wanted.trimEnd())) return [];
  const first = folded.filter((each) => each.folded.startsWith(wanted));
  const others = folded.filter(
    (each) => !first.includes(each) && wanted && each.folded.split(/\s+/u).some((word) => word.startsWith(wanted)),
  );
  return [...first, ...others].slice(0, mostNames).map(({ name }) => name);
}
