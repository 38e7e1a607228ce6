// Events without the DOM, so that what emits them can be tested without a browser.
export class Emitter {
  #listeners = new Map();

  on(type, listener) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    return this;
  }

  emit(type, ...values) {
    for (const listener of this.#listeners.get(type) ?? []) listener(...values);
  }
}
