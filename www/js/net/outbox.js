// What has been written and not yet been acknowledged.
//
// It lies in localStorage, so that closing the tab loses nothing, in a list for each page that is open: no page writes
// where another one does, and each sends its own. A page that goes gives its list up, one that crashes no longer says
// that it is there; what they leave is taken over by the next page that is in the same room under the same name.
// Should two pages once take the same message for theirs, the server stores it once: they are one session, and the id
// is the same.
import { randomId } from './ids.js';

const maxItems = 500;
const silentMs = 3 * 60_000; // timers in hidden tabs may run once a minute
export const beatMs = 20_000;

export class Outbox {
  items = []; // { name, message, info, ts, state: pending | failed, error }
  #memory;
  #page;
  #now;

  constructor(memory, page = randomId(), now = Date.now) {
    this.#memory = memory;
    this.#page = page;
    this.#now = now;
  }

  // `message` is the members of a `message` to be sent by `name`; `info` is what to show meanwhile.
  add(name, message, info) {
    this.items.push({ name, message, info, ts: this.#now(), state: 'pending', error: null });
    this.items = this.items.slice(-maxItems);
    this.#save();
  }

  of({ room, name }) {
    return this.items.filter((item) => item.message.room === room && item.name === name);
  }

  nextPending(place) {
    return this.of(place).find((item) => item.state === 'pending') ?? null;
  }

  // Acknowledged, or given up.
  remove(id) {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.message.id !== id);
    if (this.items.length !== before) this.#save();
    return this.items.length !== before;
  }

  mark(id, state, error = null) {
    const item = this.items.find((each) => each.message.id === id);
    if (!item) return;
    Object.assign(item, { state, error });
    this.#save();
  }

  // Takes over what pages that are gone have left for this place; `patience` leaves one that is reloading its own.
  claim({ room, name }, patience = 0) {
    const isOurs = (item) => item.message.room === room && item.name === name;
    const found = [];
    for (const key of this.#memory.keys('outbox.')) {
      const list = this.#memory.read(key);
      if (key === this.#key || !list || !this.#isLeft(list, patience) || !list.items.some(isOurs)) continue;
      found.push(...list.items.filter(isOurs));
      const others = list.items.filter((item) => !isOurs(item));
      this.#memory.write(key, others.length > 0 ? { ...list, items: others } : null);
    }
    if (found.length === 0) return false;
    const known = new Set(this.items.map((item) => item.message.id));
    this.items = [...this.items, ...found.filter((item) => !known.has(item.message.id))].sort((a, b) => a.ts - b.ts);
    this.#save();
    return true;
  }

  // Still here. A list that another page has taken over meanwhile is ours again: sending twice does no harm.
  beat() {
    if (this.items.length > 0) this.#save();
  }

  release() {
    if (this.items.length > 0) this.#memory.write(this.#key, { at: this.#now(), left: true, items: this.items });
  }

  get #key() {
    return `outbox.${this.#page}`;
  }

  #isLeft(list, patience) {
    return this.#now() - list.at > (list.left ? patience : silentMs) - 1;
  }

  #save() {
    this.#memory.write(this.#key, this.items.length > 0 ? { at: this.#now(), left: false, items: this.items } : null);
  }
}
