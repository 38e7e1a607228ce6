// What people choose for themselves, kept in this browser. Emits change.
import { Emitter } from '../net/emitter.js';

// The first of each is what it is until something is chosen.
export const choices = {
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'more'],
  text: ['normal', 'small', 'large', 'largest'],
  language: ['system', 'en', 'pt'],
  sounds: [true, false],
  notifications: [false, true],
};

// Whatever was kept, by an older papo or somebody's hand, as settings.
export function normalize(kept) {
  return Object.fromEntries(
    Object.entries(choices).map(([key, values]) => [key, values.includes(kept?.[key]) ? kept[key] : values[0]]),
  );
}

export class Settings extends Emitter {
  #memory;
  #apply;

  // `apply(values)` makes them seen.
  constructor(memory, apply = globalThis.papoBoot?.look) {
    super();
    this.#memory = memory;
    this.#apply = apply;
    this.values = normalize(memory.read('settings'));
  }

  set(key, value) {
    this.values = normalize({ ...this.values, [key]: value });
    this.#memory.write('settings', this.values);
    this.#apply?.(this.values);
    this.emit('change', key);
  }

  // Another tab has chosen something.
  reload() {
    this.values = normalize(this.#memory.read('settings'));
    this.#apply?.(this.values);
    this.emit('change', null);
  }
}
