// How fast it goes and how long it still takes, from what has gone so far. Pure.
const settleMs = 3_000; // what is older counts little
const tooEarlyMs = 800; // to say anything

export class Pace {
  #begun;
  #at;
  #bytes = 0;
  #speed = 0; // bytes a ms

  constructor(now) {
    this.#begun = now;
    this.#at = now;
  }

  // `bytes`: all that have gone by `now`.
  note(bytes, now) {
    const ms = now - this.#at;
    if (ms <= 0) return;
    const share = this.#speed === 0 ? 1 : 1 - Math.exp(-ms / settleMs);
    this.#speed += ((bytes - this.#bytes) / ms - this.#speed) * share;
    this.#at = now;
    this.#bytes = bytes;
  }

  // { speed } in bytes and { left } in whole seconds, at least 1; null while it cannot be told.
  tell(total, now) {
    if (now - this.#begun < tooEarlyMs || this.#speed <= 0) return null;
    return { speed: this.#speed * 1000, left: Math.max(1, Math.ceil((total - this.#bytes) / this.#speed / 1000)) };
  }
}
