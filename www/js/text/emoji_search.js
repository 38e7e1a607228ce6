// Finds emoji by words of both languages. Pure. What is given: { emoji, name, nome, names, words }, `nome` being
// Portuguese; `names` are both and `words` all, as they are compared.
import { categories } from './emoji.js';
import { fold } from './matches.js';

let groups = null; // made when first wanted

export function emojiGroups() {
  groups ??= Object.entries(categories).map(([category, lines]) => ({
    category,
    list: lines.split('\n').map(entryOf),
  }));
  return groups;
}

export function nameOf({ name, nome }, language) {
  return (language === 'pt' ? nome : name).replaceAll('_', ' ');
}

function entryOf(line) {
  const space = line.indexOf(' ');
  const [english, portuguese] = line
    .slice(space + 1)
    .split('|')
    .map((part) => part.split(' '));
  const words = [...english, ...portuguese].map(fold);
  return {
    emoji: line.slice(0, space),
    name: english[0],
    nome: portuguese[0],
    names: [words[0], words[english.length]],
    words,
  };
}

// Those that have a word, or a part of one, that begins like each word of the query; the closest first.
export function searchEmoji(query, most) {
  const wanted = fold(query)
    .split(/[\s_]+/u)
    .filter(Boolean);
  if (wanted.length === 0) return [];
  const found = emojiGroups()
    .flatMap(({ list }) => list)
    .map((entry) => ({ entry, rank: Math.max(...wanted.map((word) => rankOf(entry, word))) }))
    .filter(({ rank }) => rank < Infinity);
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry);
}

// The name itself, its beginning, a word, its beginning, the beginning of a part of one.
function rankOf({ names, words }, wanted) {
  if (names.includes(wanted)) return 0;
  if (words.includes(wanted)) return 1;
  if (names.some((each) => each.startsWith(wanted))) return 2;
  if (words.some((each) => each.startsWith(wanted))) return 3;
  return words.some((each) => each.includes(`_${wanted}`)) ? 4 : Infinity;
}

const mostRecent = 24;

// Those that were used last, the newest first.
export class RecentEmoji {
  #memory;

  constructor(memory) {
    this.#memory = memory;
  }

  get list() {
    const known = new Map(emojiGroups().flatMap(({ list }) => list.map((entry) => [entry.emoji, entry])));
    const kept = this.#memory.read('emoji');
    return Array.isArray(kept)
      ? kept
          .map((emoji) => known.get(emoji))
          .filter(Boolean)
          .slice(0, mostRecent)
      : [];
  }

  add(emoji) {
    const others = this.list.map((entry) => entry.emoji).filter((each) => each !== emoji);
    this.#memory.write('emoji', [emoji, ...others].slice(0, mostRecent));
  }
}
