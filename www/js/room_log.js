// A room's entries as far as they are known here: in order, each once, perhaps with a hole that is still to be filled.
export class RoomLog {
  entries = [];
  epoch = null;
  more = false; // the server has older ones
  #lost = new Set(); // holes that the server cannot fill

  // What `joined` brings. Gives the entries that are new.
  join({ epoch, messages, more }) {
    if (epoch !== this.epoch) {
      this.entries = [];
      this.#lost.clear();
      this.epoch = epoch;
      this.more = more;
    }
    if (this.entries.length === 0) this.more = more;
    return messages.filter((entry) => this.add(entry));
  }

  add(entry) {
    let at = this.entries.length;
    while (at > 0 && this.entries[at - 1].seq > entry.seq) at--;
    if (at > 0 && this.entries[at - 1].seq === entry.seq) return false;
    this.entries.splice(at, 0, entry);
    return true;
  }

  // A page of history that was asked for with `before`.
  addPage(before, { messages, more }) {
    const wasOldest = this.entries[0]?.seq === before;
    if (messages.length === 0) this.#lost.add(before);
    for (const entry of messages) this.add(entry);
    if (wasOldest) this.more = more;
  }

  get oldest() {
    return this.entries[0]?.seq ?? 0;
  }

  get newest() {
    return this.entries.at(-1)?.seq ?? 0;
  }

  // The entry behind the newest hole, to be given as `before`; 0 when there is none.
  get holeBefore() {
    for (let i = this.entries.length - 1; i > 0; i--) {
      const { seq } = this.entries[i];
      if (this.entries[i - 1].seq !== seq - 1 && !this.#lost.has(seq)) return seq;
    }
    return 0;
  }

  // As far as everything is here without a hole: what `since` may say.
  get since() {
    for (let i = 1; i < this.entries.length; i++) {
      const { seq } = this.entries[i];
      if (this.entries[i - 1].seq !== seq - 1 && !this.#lost.has(seq)) return this.entries[i - 1].seq;
    }
    return this.newest;
  }
}
