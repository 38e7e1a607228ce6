// Whether a text calls somebody by name. Pure.
import { mentionsName, parse } from './markup.js';
import { Names } from './names.js';

let last = { name: null, names: null };

// As it is shown: `@name` as a whole word, whatever the case, and neither in code nor in a link.
export function mentions(text, name) {
  if (!name || !text?.includes('@')) return false;
  if (last.name !== name) {
    last = { name, names: new Names() };
    last.names.learn([name]);
  }
  return mentionsName(parse(text, last.names), () => true); // no other name is known to it
}
