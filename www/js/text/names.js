// The names that a mention can be of. Pure.
const mostNames = 2_000;
const wordCharacter = /[\p{L}\p{N}\p{M}_]/u;

const fold = (name) => name.toLowerCase();
const firstOf = (text, at = 0) => String.fromCodePoint(text.codePointAt(at) ?? 0);

export const isWordCharacter = (character) => wordCharacter.test(character);
export const isSameName = (a, b) => fold(a.normalize('NFC')) === fold(b.normalize('NFC'));

export class Names {
  #known = new Set();
  #byFirst = new Map(); // their first character -> [{ name, folded }], the longest first

  // Gives those that were not known before.
  learn(names) {
    const fresh = [];
    for (const each of names) {
      if (this.#known.has(each) || this.#known.size >= mostNames) continue;
      this.#known.add(each);
      const name = each.normalize('NFC');
      if (!name) continue;
      const first = firstOf(fold(name));
      const list = [...(this.#byFirst.get(first) ?? []), { name, folded: fold(name) }];
      this.#byFirst.set(
        first,
        list.sort((a, b) => b.name.length - a.name.length),
      );
      fresh.push(name);
    }
    return fresh;
  }

  // The longest name that stands at `at` as a whole word, whatever the case: { name, end }, or null. `text` is in NFC.
  match(text, at) {
    let found = null;
    for (const { name, folded } of this.#byFirst.get(firstOf(fold(firstOf(text, at)))) ?? []) {
      if (found && name.length < found.name.length) break;
      const end = at + name.length;
      const said = text.slice(at, end);
      if (fold(said) !== folded || isWordCharacter(firstOf(text, end))) continue;
      if (said === name) return { name, end };
      found ??= { name, end };
    }
    return found;
  }
}
