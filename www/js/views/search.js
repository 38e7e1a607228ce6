// Searching in a room: a field, what was found with the newest first, and the way to each place.
import { h, iconButton } from '../page/dom.js';
import { dayText, errorText, locale, t } from '../page/i18n.js';
import { clock, personColor } from '../text/format.js';
import { snippet } from '../text/matches.js';

const pauseMs = 150; // in typing, before it is asked
const longest = 256; // characters of a query

export class SearchView {
  #wanted = ''; // the query whose results should be shown
  #oldest = 0; // seq of the last result
  #isAsking = false;
  #pause = 0;
  #opener = null;

  // `actions`: ask(query, before) -> whether it could be asked, pick(seq), toggled(isOpen).
  constructor(actions) {
    this.actions = actions;
    this.input = h('input', {
      type: 'search',
      maxLength: longest,
      placeholder: t('search'),
      'aria-label': t('search'),
      enterKeyHint: 'search',
      autocomplete: 'off',
      'data-testid': 'search-input',
    });
    this.status = h('p', { className: 'search-status', role: 'status' }, t('searchHint'));
    this.results = h('ul', { className: 'results', 'aria-label': t('search') });
    this.more = h(
      'button',
      {
        type: 'button',
        className: 'button small',
        hidden: true,
        'data-testid': 'search-more',
        onclick: () => this.#ask(this.#oldest),
      },
      t('moreResults'),
    );
    this.element = h(
      'aside',
      { className: 'side search', role: 'search', 'aria-label': t('search'), hidden: true },
      h(
        'div',
        { className: 'search-bar' },
        this.input,
        iconButton('close', t('close'), { 'data-testid': 'search-close', onclick: () => this.close() }),
      ),
      this.status,
      this.results,
      this.more,
    );
    this.#listen();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    if (!this.isOpen) {
      this.#opener = document.activeElement;
      this.element.hidden = false;
      this.actions.toggled(true);
    }
    this.input.select();
    this.input.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.actions.toggled(false);
    this.#opener?.focus({ preventScroll: true });
  }

  // Another room: what was found is not of here.
  clear() {
    this.close();
    this.input.value = '';
    this.#isAsking = false;
    this.#start('');
  }

  // Connected again: what was under way is asked anew.
  again() {
    if (!this.#isAsking) return;
    this.#isAsking = false;
    this.#ask(0);
  }

  // `found` of the chat. An answer to something that is no longer wanted only makes room for the next question.
  show({ query, before, messages, more, error }) {
    this.#isAsking = false;
    if (query !== this.#wanted) return this.#ask(0);
    if (!before) this.results.replaceChildren();
    if (error) return this.#say(error === 'bad_request' ? t('notFound', query) : errorText(error));
    this.results.append(...[...messages].reverse().map((entry) => this.#result(entry, query)));
    this.#oldest = messages[0]?.seq ?? this.#oldest;
    this.more.hidden = !more;
    const count = this.results.children.length;
    this.#say(count > 0 ? t('found', count, more) : t('notFound', query), count === 0);
    if (before) this.results.children[count - messages.length]?.firstElementChild.focus();
  }

  #listen() {
    this.input.addEventListener('input', () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#start(this.input.value.trim()), pauseMs);
    });
    this.element.addEventListener('keydown', (event) => this.#keyed(event));
  }

  #keyed(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      this.close();
    } else if (event.key === 'Enter' && event.target === this.input) {
      clearTimeout(this.#pause);
      this.#start(this.input.value.trim());
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.#step(event.key === 'ArrowDown' ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  }

  // The field, the results and the button for more, as one list.
  #step(by) {
    const stops = [this.input, ...this.results.querySelectorAll('button'), ...(this.more.hidden ? [] : [this.more])];
    stops[stops.indexOf(document.activeElement) + by]?.focus();
  }

  #start(query) {
    if (query === this.#wanted && query !== '') return;
    this.#wanted = query;
    if (query) return this.#ask(0);
    this.results.replaceChildren();
    this.more.hidden = true;
    this.#say(t('searchHint'));
  }

  #ask(before) {
    if (!this.#wanted || this.#isAsking) return;
    this.#isAsking = true; // also when it must wait for the connection
    this.actions.ask(this.#wanted, before);
    this.#say(t('searching'));
  }

  #say(text, isEmpty = false) {
    this.status.textContent = text;
    if (isEmpty) this.status.dataset.testid = 'search-empty';
    else delete this.status.dataset.testid;
  }

  #pick(button, seq) {
    for (const each of this.results.querySelectorAll('[aria-current]')) each.removeAttribute('aria-current');
    button.setAttribute('aria-current', 'true');
    this.actions.pick(seq);
  }

  #result(entry, query) {
    const author = h('span', { className: 'author' }, entry.from);
    author.style.color = `var(--person-${personColor(entry.from)})`;
    const pieces = snippet(entry.text ?? entry.file?.name ?? '', query);
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          className: 'result',
          'data-testid': 'search-result',
          'data-seq': entry.seq,
          onclick: (event) => this.#pick(event.currentTarget, entry.seq),
        },
        h(
          'span',
          { className: 'head' },
          author,
          h('time', { dateTime: new Date(entry.ts).toISOString() }, `${dayText(entry.ts)}, ${clock(entry.ts, locale)}`),
        ),
        h('span', { className: 'snippet' }, ...pieces.map(({ text, mark }) => (mark ? h('mark', {}, text) : text))),
      ),
    );
  }
}
