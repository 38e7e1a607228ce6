// What has been begun in each room and not been sent, kept across reloads. All tabs of a browser share it.
const mostRooms = 50;
const longest = 20_000; // characters

export class Drafts {
  #memory;
  #now;

  constructor(memory, now = Date.now) {
    this.#memory = memory;
    this.#now = now;
  }

  read(room) {
    return this.#all()[room]?.text ?? '';
  }

  write(room, text) {
    const { [room]: before, ...others } = this.#all();
    if ((before?.text ?? '') === text) return;
    const all = text.trim() ? { ...others, [room]: { text: text.slice(0, longest), at: this.#now() } } : others;
    const latest = Object.entries(all)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, mostRooms);
    this.#memory.write('drafts', latest.length > 0 ? Object.fromEntries(latest) : null);
  }

  #all() {
    return this.#memory.read('drafts') ?? {};
  }
}
