// What has been written and not yet been acknowledged. It outlives a reload; the server stores a repeated id once.
const maxItems = 500;

export class Outbox {
  #memory;
  items = [];

  constructor(memory) {
    this.#memory = memory;
    this.items = memory.read('outbox') ?? [];
  }

  // `message` is the members of a `message` to be sent; `info` is what to show meanwhile.
  add(message, info) {
    this.items.push({ message, info, ts: Date.now(), state: 'pending', error: null });
    this.items = this.items.slice(-maxItems);
    this.#save();
  }

  of(room) {
    return this.items.filter((item) => item.message.room === room);
  }

  pending(room) {
    return this.of(room).filter((item) => item.state === 'pending');
  }

  // Acknowledged, or given up.
  remove(room, id) {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.message.id !== id || item.message.room !== room);
    this.#save();
    return this.items.length !== before;
  }

  mark(room, id, state, error = null) {
    const item = this.items.find((each) => each.message.id === id && each.message.room === room);
    if (item) Object.assign(item, { state, error });
    this.#save();
    return item;
  }

  #save() {
    this.#memory.write('outbox', this.items.length > 0 ? this.items : null);
  }
}
