// A room's entries as far as they are known here: in order, each once. Where two neighbours do not follow each other
// there is a hole. A stretch without one is a run, { first, last }; a reader is in one run at a time and sees no hole.
// What is far from the reader is let go of, because the server can give it again; the end of the room is kept.
import { firstIndex } from './bisect.js';

const pageSize = 200;
const mostKept = 3_000;
const nearKept = 800; // on either side of what is drawn
const endKept = 200;

export class RoomLog {
  entries = [];
  epoch = null;
  newest = 0; // of the room, whether that entry is here or not
  floor = 1; // the server has nothing older

  // What `joined` brings. Gives the entries that are newer than all that was known.
  join({ epoch, seq, messages, more }) {
    if (epoch !== this.epoch) Object.assign(this, { entries: [], epoch, newest: 0, floor: 1 });
    const known = this.newest;
    this.newest = Math.max(this.newest, seq);
    this.#merge(messages);
    if (!more && messages.length > 0) this.#raiseFloor(messages[0].seq);
    return messages.filter((entry) => entry.seq > known);
  }

  // What is said now. False when it is an old one again; one that lies in a hole comes with its page.
  add(entry) {
    if (entry.seq <= this.newest) return false;
    this.newest = entry.seq;
    this.entries.push(entry);
    return true;
  }

  // The answer to one of the questions below.
  addPage({ before }, { messages, more }) {
    this.#merge(messages);
    if (!more) this.#raiseFloor(messages[0]?.seq ?? Math.min(before, this.newest + 1));
  }

  // What `since` may say. Holes do not matter to it: they are filled by questions.
  get since() {
    return this.newest;
  }

  has(seq) {
    return this.entries[this.#at(seq)]?.seq === seq;
  }

  between(first, last) {
    return this.entries.slice(this.#at(first), this.#at(last + 1));
  }

  // The run that `seq` is in, or the nearest; null when nothing is known.
  run(seq) {
    if (this.entries.length === 0) return null;
    let at = Math.min(this.#at(seq), this.entries.length - 1);
    if (at > 0 && seq - this.entries[at - 1].seq < this.entries[at].seq - seq) at--;
    const { from, to } = this.#ends(at);
    return { first: this.entries[from].seq, last: this.entries[to].seq };
  }

  // Questions, as the members of a `history`; null when there is nothing to ask.

  older({ first }) {
    if (first <= this.floor) return null;
    const before = this.entries[this.#at(first) - 1]?.seq ?? this.floor - 1;
    return { before: first, limit: Math.min(pageSize, first - 1 - before) };
  }

  // A page may hold less than was asked for, then it is its older part that is missing. So a hole is entered from
  // below, and what remains of it is asked for from above.
  newer({ last }) {
    if (last >= this.newest) return null;
    const next = this.entries[this.#at(last + 1)]?.seq ?? this.newest + 1;
    const gap = next - last - 1;
    return gap <= pageSize ? { before: next, limit: gap } : { before: last + 1 + pageSize, limit: pageSize };
  }

  around(seq) {
    if (seq < this.floor || seq > this.newest || this.has(seq)) return null;
    const next = this.entries[this.#at(seq)]?.seq ?? this.newest + 1;
    return { before: Math.min(next, seq + pageSize / 2), limit: pageSize };
  }

  // Lets go of what is far from what is drawn.
  trim(first, last) {
    if (this.entries.length <= mostKept) return;
    this.entries = this.entries.filter(
      ({ seq }) => (seq >= first - nearKept && seq <= last + nearKept) || seq > this.newest - endKept,
    );
  }

  // The index of the first entry that is not before `seq`.
  #at(seq) {
    return firstIndex(0, this.entries.length, (i) => this.entries[i].seq >= seq);
  }

  // In a run, seq and index grow alike: their difference is the run's own.
  #ends(at) {
    const offset = (i) => this.entries[i].seq - i;
    const own = offset(at);
    return {
      from: firstIndex(0, at, (i) => offset(i) >= own),
      to: firstIndex(at, this.entries.length, (i) => offset(i) > own) - 1,
    };
  }

  #merge(messages) {
    if (messages.length === 0) return;
    const from = this.#at(messages[0].seq);
    const to = this.#at(messages.at(-1).seq + 1);
    const all = new Map([...this.entries.slice(from, to), ...messages].map((entry) => [entry.seq, entry]));
    this.entries.splice(from, to - from, ...[...all.values()].sort((a, b) => a.seq - b.seq));
  }

  // What is here from before the floor has been deleted on the server; it stays while nothing separates it from the
  // rest.
  #raiseFloor(seq) {
    this.floor = Math.max(this.floor, seq);
    const at = this.#at(this.floor);
    this.entries = this.entries.slice(this.entries[at]?.seq === this.floor ? this.#ends(at).from : at);
  }
}
