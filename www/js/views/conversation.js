// The conversation: at its end it follows what is said, elsewhere it stays to the pixel.
import { h } from '../dom.js';
import { dayOf } from '../format.js';
import { locale, presenceText, t } from '../i18n.js';
import { messageElement } from './message.js';

const nearEnd = 48; // px that still count as the end

export class ConversationView {
  #shown = new Map(); // key -> { signature, element }
  #unseen = 0;
  #calm = true; // nothing rises when a room is opened

  constructor(actions) {
    this.actions = actions;
    this.list = h('div', { className: 'timeline' });
    this.element = h('div', { className: 'conversation', 'data-testid': 'conversation', role: 'log', 'aria-label': t('conversation'), tabIndex: 0 }, this.list);
    this.jump = h('button', { type: 'button', className: 'button jump', hidden: true, 'data-testid': 'jump-newest', onclick: () => this.toEnd() });
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => { if (this.following) this.toEnd(); }).observe(this.element);
    this.following = true;
  }

  clear() {
    this.#shown.clear();
    this.list.replaceChildren();
    this.#unseen = 0;
    this.#calm = true;
    this.following = true;
  }

  // `rows` of timeline(); `fresh`: how many of them others have just said.
  show(rows, more, fresh) {
    const anchor = this.following ? null : this.#anchor();
    const elements = rows.map((row) => this.#elementOf(row));
    if (more) elements.unshift(this.#older());
    else if (rows.length === 0) elements.push(h('p', { className: 'nobody' }, t('nobody')));
    this.#place(elements);
    this.#forget(rows);
    if (this.following) this.toEnd();
    else {
      this.element.scrollTop += anchor ? anchor.element.getBoundingClientRect().top - anchor.top : 0;
      this.#unseen += fresh;
    }
    this.#showJump();
    this.#calm = false;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.following = true;
    this.#unseen = 0;
    this.#showJump();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.following = scrollHeight - scrollTop - clientHeight < nearEnd;
    if (this.following) this.#unseen = 0;
    if (scrollTop < 200) this.actions.older();
    this.#showJump();
  }

  #showJump() {
    this.jump.hidden = this.following;
    this.jump.classList.toggle('has-news', this.#unseen > 0);
    this.jump.textContent = this.#unseen > 0 ? t('newCount', this.#unseen) : t('newest');
  }

  // The first message that is wholly in sight keeps its place.
  #anchor() {
    const top = this.element.getBoundingClientRect().top;
    for (const { element } of this.#shown.values()) {
      const at = element.getBoundingClientRect().top;
      if (element.isConnected && at >= top) return { element, top: at };
    }
    return null;
  }

  #elementOf(row) {
    const signature = JSON.stringify([row.first, row.last, row.state, row.error, row.names]);
    const known = this.#shown.get(row.key);
    if (known?.signature === signature) return known.element;
    const element = this.#make(row);
    const isNew = !known && (!row.own || row.state === 'pending'); // one's own has risen before it was acknowledged
    if (isNew && !this.#calm && this.following) element.classList.add('new');
    this.#shown.set(row.key, { signature, element });
    return element;
  }

  #make(row) {
    if (row.kind === 'day') return h('div', { className: 'day' }, dayText(row.day));
    if (row.kind === 'notice') return h('div', { className: 'notice' }, presenceText(row.event, row.names));
    const box = { width: Math.min(420, this.list.clientWidth - 72), height: Math.max(120, this.element.clientHeight * 0.6) };
    return messageElement(row, this.actions, box);
  }

  #older() {
    return h('button', { type: 'button', className: 'button small older', onclick: () => this.actions.older() }, t('older'));
  }

  // Moves only what is not in its place already.
  #place(elements) {
    let at = this.list.firstChild;
    for (const element of elements) {
      if (element === at) at = at.nextSibling;
      else this.list.insertBefore(element, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  #forget(rows) {
    const keys = new Set(rows.map((row) => row.key));
    for (const key of this.#shown.keys()) if (!keys.has(key)) this.#shown.delete(key);
  }
}

function dayText(day) {
  const days = Math.round((dayOf(Date.now()) - day) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  return new Date(day).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' });
}
