// Where one is and has been: a tab remembers the rooms it is in, a browser the last name and the last rooms.
const mostRecent = 12;

export class Places {
  #tab;
  #browser;
  #now;

  constructor(tab, browser, now = Date.now) {
    this.#tab = tab;
    this.#browser = browser;
    this.#now = now;
  }

  // { rooms: [{ room, name }], current: the one that is looked at, or null }
  get here() {
    const { rooms = [], current = null } = this.#tab.read('places') ?? {};
    return { rooms, current };
  }

  stay(rooms, current) {
    this.#tab.write(
      'places',
      rooms.length > 0 ? { rooms: rooms.map(({ room, name }) => ({ room, name })), current } : null,
    );
  }

  get name() {
    return this.#browser.read('name') ?? '';
  }

  // [{ name, locked }], the last one first.
  get recent() {
    return (this.#browser.read('recent') ?? []).map(({ name, locked }) => ({ name, locked }));
  }

  came({ room, name, locked }) {
    this.#browser.write('name', name);
    const others = (this.#browser.read('recent') ?? []).filter((each) => each.name !== room);
    this.#browser.write('recent', [{ name: room, locked, at: this.#now() }, ...others].slice(0, mostRecent));
  }

  forget(room) {
    this.#browser.write(
      'recent',
      (this.#browser.read('recent') ?? []).filter((each) => each.name !== room),
    );
  }
}
