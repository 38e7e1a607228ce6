// What one may mean by what one has begun to write: people behind an @, emoji behind a colon. A list above the
// composer; the cursor stays in the text.
import { h } from '../page/dom.js';
import { language, t } from '../page/i18n.js';
import { namesFor, tokenAt } from '../text/completion.js';
import { emojiGroups, nameOf, searchEmoji } from '../text/emoji_search.js';
import { avatar } from './people.js';

const mostEmoji = 8;

export class Suggestions {
  #composer;
  #people;
  #used;
  #token = null; // what is being completed
  #items = []; // { insert, element }
  #active = 0;
  #dismissed = null; // where the token begins that is not to be completed

  // `actions`: people() -> { me, members }, used(emoji).
  constructor(composer, { people, used }) {
    this.#composer = composer;
    this.#people = people;
    this.#used = used;
    this.element = h('ul', {
      className: 'suggestions',
      role: 'listbox',
      id: 'suggestions',
      hidden: true,
      'data-testid': 'suggestions',
    });
    this.element.addEventListener('pointerdown', (event) => event.preventDefault()); // the keyboard of a phone stays
    this.status = h('span', { className: 'visually-hidden', role: 'status' });
    this.#listen(composer.input);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close() {
    this.#token = null;
    this.#show([]);
  }

  #listen(input) {
    input.setAttribute('aria-autocomplete', 'list');
    input.addEventListener('input', () => this.#look());
    input.addEventListener('blur', () => this.close());
    input.addEventListener('click', () => this.#look());
    input.addEventListener('keyup', ({ key }) => {
      if (/^(?:Arrow(?:Left|Right)|Home|End)$/u.test(key)) this.#look();
    });
    // Before the composer, which would send.
    this.#composer.element.addEventListener('keydown', (event) => this.#keyed(event), { capture: true });
    this.#composer.whenSet = () => {
      this.#dismissed = null;
      this.close();
    };
    globalThis.requestIdleCallback?.(emojiGroups); // or the first colon would wait for them
  }

  #look() {
    const { value, selectionStart, selectionEnd } = this.#composer.input;
    const token = selectionStart === selectionEnd ? tokenAt(value, selectionStart) : null;
    if (token?.from !== this.#dismissed) this.#dismissed = null;
    this.#token = this.#dismissed === null ? token : null;
    this.#show(this.#token ? this.#found(this.#token) : []);
  }

  #found({ kind, query }) {
    if (kind === 'emoji') {
      return searchEmoji(query, mostEmoji).map((entry) => ({
        insert: entry.emoji,
        used: entry.emoji,
        content: [
          h('span', { className: 'emoji', 'aria-hidden': 'true' }, entry.emoji),
          h('span', { className: 'name' }, nameOf(entry, language)),
        ],
      }));
    }
    const { me, members } = this.#people();
    return namesFor(
      query,
      members.filter((name) => name !== me),
    ).map((name) => ({ insert: `@${name}`, content: [avatar(name), h('bdi', { className: 'name' }, name)] }));
  }

  #show(found) {
    const wasOpen = this.isOpen;
    if (!wasOpen && found.length === 0) return; // as with most keys
    this.#items = found.map((item, i) => ({
      ...item,
      element: h(
        'li',
        { className: 'suggestion', role: 'option', id: `suggestion-${i}`, onclick: () => this.#accept(i) },
        ...item.content,
      ),
    }));
    this.element.replaceChildren(...this.#items.map((item) => item.element));
    this.element.hidden = found.length === 0;
    this.element.setAttribute('aria-label', t(this.#token?.kind === 'emoji' ? 'suggestEmoji' : 'suggestPeople'));
    const { input } = this.#composer;
    if (found.length > 0) input.setAttribute('aria-controls', this.element.id);
    else input.removeAttribute('aria-controls');
    if (found.length > 0) this.status.textContent = t('suggested', found.length);
    else if (wasOpen) this.status.textContent = '';
    this.#activate(0);
  }

  #activate(index) {
    const isAtTop = this.#active === 0 && index === 0; // to scroll would be to measure, at each key
    this.#active = index;
    for (const [i, { element }] of this.#items.entries()) element.setAttribute('aria-selected', String(i === index));
    const active = this.#items[index]?.element;
    if (active) this.#composer.input.setAttribute('aria-activedescendant', active.id);
    else this.#composer.input.removeAttribute('aria-activedescendant');
    if (!isAtTop) active?.scrollIntoView({ block: 'nearest' });
  }

  #keyed(event) {
    if (!this.isOpen || event.target !== this.#composer.input || event.isComposing || event.keyCode === 229) return;
    const count = this.#items.length;
    const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!plain) return;
    if (event.key === 'ArrowDown') this.#activate((this.#active + 1) % count);
    else if (event.key === 'ArrowUp') this.#activate((this.#active + count - 1) % count);
    else if (event.key === 'Enter' || event.key === 'Tab') this.#accept(this.#active);
    else if (event.key === 'Escape') this.#dismiss();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #dismiss() {
    this.#dismissed = this.#token.from;
    this.close();
  }

  #accept(index) {
    const { input } = this.#composer;
    const { insert, used } = this.#items[index];
    const { from } = this.#token;
    this.#dismissed = from; // a longer name may begin like this one
    const space = /^\s/u.test(input.value.slice(input.selectionEnd)) ? '' : ' ';
    this.#composer.write(insert + space, from, input.selectionEnd);
    if (used) this.#used(used);
    this.close();
    input.focus();
  }
}
