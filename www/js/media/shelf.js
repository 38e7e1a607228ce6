// The pictures and files of a room, newest first, as far as its log has been looked through: from its end downwards.
// What is missing is asked for as history, and found in the log when it has come. Pure.
import { kindOf } from './kinds.js';

const pageSize = 200;

export class Shelf {
  pictures = [];
  files = [];
  #epoch = null;
  #first = 0; // looked through: from here
  #last = 0; // to here

  // Takes what is new in the log, at its end and below. True when something was found.
  read(log) {
    const run = log.run(Infinity);
    if (!run || log.epoch === null) return false;
    if (log.epoch !== this.#epoch || run.first > this.#last + 1) this.#begin(log, run);
    const before = this.pictures.length + this.files.length;
    const above = log.between(this.#last + 1, run.last);
    this.#put(above, true);
    this.#last = Math.max(this.#last, run.last);
    while (log.has(this.#first - 1)) {
      const below = log.run(this.#first - 1);
      this.#put(log.between(below.first, this.#first - 1), false);
      this.#first = below.first;
    }
    return this.pictures.length + this.files.length > before;
  }

  // What to ask the server for to learn more; null when everything has been looked through.
  question(log) {
    return this.#first > log.floor ? { before: this.#first, limit: Math.min(pageSize, this.#first - log.floor) } : null;
  }

  #begin(log, run) {
    Object.assign(this, { pictures: [], files: [] });
    this.#epoch = log.epoch;
    this.#first = run.last + 1;
    this.#last = run.last;
  }

  #put(entries, isNewer) {
    for (const kind of ['pictures', 'files']) {
      const found = entries
        .filter(({ file }) => file && (kindOf(file) === 'picture') === (kind === 'pictures'))
        .reverse();
      if (found.length > 0) this[kind] = isNewer ? [...found, ...this[kind]] : [...this[kind], ...found];
    }
  }
}
