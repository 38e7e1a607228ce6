// Tells those who listen to the page what is new: one polite region, not the whole conversation.
import { h } from '../page/dom.js';
import { t } from '../page/i18n.js';

const gatherMs = 400;
const mostTexts = 3; // more are only counted
const longest = 200; // characters of one

export class Announcer {
  #rows = [];
  #timer = 0;

  constructor() {
    this.element = h('div', {
      className: 'visually-hidden',
      role: 'status',
      'aria-live': 'polite',
      'data-testid': 'announcer',
    });
  }

  // Rows of timeline() that others have just said.
  messages(rows) {
    this.#rows.push(...rows);
    this.#timer ||= setTimeout(() => this.#tell(), gatherMs);
  }

  // There are so many below what is read.
  unseen(count) {
    this.say(t('newCount', count));
  }

  say(text) {
    this.element.textContent = text;
  }

  #tell() {
    const rows = this.#rows;
    this.#rows = [];
    this.#timer = 0;
    this.say(rows.length > mostTexts ? t('newCount', rows.length) : rows.map(spoken).join('. '));
  }
}

// A row as one hears it.
export function spoken({ from, text, file }) {
  const what = text ? text.slice(0, longest) : t('sentFile', file?.name ?? '');
  return `${from}: ${what}`;
}
