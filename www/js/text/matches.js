// Where a text says what was searched for. It is the server that finds; this only shows why. Pure.
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const before = 32; // characters shown before the first match
const length = 160;

// As the server compares: no case, no accents.
export function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

// The matches in `text` as [start, end): whole words, and words that begin like the last one of the query.
export function matches(text, query) {
  const wanted = (query.match(wordPattern) ?? []).map(fold);
  const last = wanted.pop();
  if (last === undefined) return [];
  return [...text.matchAll(wordPattern)]
    .filter(([word]) => wanted.includes(fold(word)) || fold(word).startsWith(last))
    .map((match) => [match.index, match.index + match[0].length]);
}

// A line of the text around its first match, as pieces of { text, mark }.
export function snippet(text, query) {
  const found = matches(text, query);
  const start = found.length > 0 && found[0][0] > before * 2 ? wordStart(text, found[0][0] - before) : 0;
  const end = whole(text, Math.min(text.length, start + length));
  const list = [];
  const put = (from, to, mark) => {
    const piece = text.slice(from, to).replace(/\s+/gu, ' ');
    if (piece) list.push({ text: piece, mark });
  };
  let at = start;
  for (const [from, to] of found) {
    if (from >= end) break;
    put(at, from, false);
    put(from, Math.min(to, end), true);
    at = Math.min(to, end);
  }
  put(at, end, false);
  if (start > 0) list.unshift({ text: '…', mark: false });
  if (end < text.length) list.push({ text: '…', mark: false });
  return list;
}

// No further back than `at`, behind a space where one is near.
function wordStart(text, at) {
  const space = text.slice(at, at + before - 8).search(/\s/u);
  return space >= 0 ? at + space + 1 : whole(text, at);
}

// Characters beyond the first 65,536 are two units long, and are not cut in half.
function whole(text, at) {
  return /[\uDC00-\uDFFF]/u.test(text[at] ?? '') ? at + 1 : at;
}
