// The conversation: at its end it follows what is said, elsewhere it stays to the pixel. It draws the rows it is given
// and tells where the reader is among them; which rows these are is not its affair.
import { h } from '../dom.js';
import { dayText, presenceText, t } from '../i18n.js';
import { messageElement } from './message.js';

const nearEnd = 48; // px that still count as the end
const nearEdge = 1_600; // px before an edge where more is wanted, but no more than 1.5 screens
const foundMs = 2_500;

export class ConversationView {
  #shown = new Map(); // key -> { row, signature, element }
  #order = []; // the same, as they stand
  #anchor = null; // { key, top }: what keeps its place
  #following = true;
  #newest = 0; // drawn so far: only what is newer rises

  // `actions`: look(), changed(), toEnd(), toUnread(), emptyRoom() -> an element, and those of a message.
  constructor(actions) {
    this.actions = actions;
    this.list = h('div', { className: 'timeline' });
    this.element = h('div', { className: 'conversation', 'data-testid': 'conversation', role: 'log', 'aria-label': t('conversation'), tabIndex: 0 }, this.list);
    this.jump = h('button', { type: 'button', className: 'button jump', hidden: true, 'data-testid': 'jump-newest', onclick: () => actions.toEnd() });
    this.jumpUnread = h('button', { type: 'button', className: 'button jump has-news to-unread', hidden: true, 'data-testid': 'jump-unread', onclick: () => actions.toUnread() });
    this.older = this.#edge('older');
    this.newer = this.#edge('newer');
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => { this.#keepPlace(); this.actions.changed(); }).observe(this.element);
    new ResizeObserver(() => this.#keepPlace()).observe(this.list);
  }

  // What keeps its place, for a later clear().
  get place() {
    return this.#anchor;
  }

  // Nothing is shown; what comes then is put where `place` was.
  clear(place = null) {
    this.#shown.clear();
    this.#order = [];
    this.#anchor = place;
    this.#following = !place;
    this.#newest = Infinity;
    this.list.replaceChildren();
    this.showJumps(true, 0, 0);
  }

  // `rows` of timeline(); `older` and `newer`: there is more than is known here; `destination`: { seq } or
  // { unread: true } to be brought into sight.
  show({ rows, following, older, newer, isEmpty, destination }) {
    if (!this.#anchor) this.#findAnchor();
    this.#following = following && !destination;
    this.element.setAttribute('aria-live', this.#following ? 'polite' : 'off'); // what is scrolled to is not announced
    this.#order = rows.map((row) => this.#drawn(row));
    this.#shown = new Map(this.#order.map((drawn) => [drawn.row.key, drawn]));
    this.#newest = Math.max(this.#newest === Infinity ? 0 : this.#newest, ...rows.filter((row) => row.seq).slice(-1).map((row) => row.until ?? row.seq));
    this.#place([older && this.older, isEmpty && rows.length === 0 && this.actions.emptyRoom(),
      ...this.#order.map((drawn) => drawn.element), newer && this.newer].filter(Boolean));
    if (destination) this.#goTo(destination);
    else this.#keepPlace();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.#following = true;
  }

  // Where the reader is: the first and last message in sight, and which edges are near. null while nothing is shown.
  sight() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (clientHeight === 0) return null;
    const margin = Math.min(1.5 * clientHeight, nearEdge);
    const below = scrollHeight - scrollTop - clientHeight;
    const inSight = this.#inSight().filter((drawn) => drawn.row.seq);
    return { first: inSight[0]?.row.seq ?? 0, last: inSight.at(-1)?.row.until ?? inSight.at(-1)?.row.seq ?? 0,
      nearTop: scrollTop < margin, nearBottom: below < margin, atBottom: below < nearEnd };
  }

  // `unseen` counts what is below, `unread` what is behind a line that has not been seen.
  showJumps(atEnd, unseen, unread) {
    this.#following = atEnd;
    this.jump.hidden = atEnd;
    this.jump.classList.toggle('has-news', unseen > 0);
    const text = unseen > 0 ? t('newCount', unseen) : t('newest');
    if (this.jump.textContent !== text) this.jump.textContent = text;
    this.jumpUnread.hidden = unread <= 0;
    this.jumpUnread.textContent = unread > 0 ? `↑ ${t('newCount', unread)}` : '';
  }

  #scrolled() {
    this.#findAnchor();
    this.actions.look();
  }

  #keepPlace() {
    if (this.#following) return this.toEnd();
    const drawn = this.#anchor && this.#shown.get(this.#anchor.key);
    if (drawn) this.element.scrollTop += topOf(drawn) - this.#anchor.top;
    else this.#findAnchor();
  }

  // The first message whose words begin in sight. Above the words of a message its author may come and go. Only a scroll
  // chooses another one: what changes around the conversation, as the banner does, must not move it either.
  #findAnchor() {
    const top = this.element.getBoundingClientRect().top;
    const inSight = this.#inSight().filter((drawn) => drawn.row.seq);
    const drawn = inSight.find((each) => topOf(each) >= top) ?? inSight[0];
    this.#anchor = drawn ? { key: drawn.row.key, top: topOf(drawn) } : null;
  }

  #inSight() {
    const { top, bottom } = this.element.getBoundingClientRect();
    let from = 0;
    for (let to = this.#order.length; from < to;) {
      const middle = (from + to) >> 1;
      if (this.#order[middle].element.getBoundingClientRect().bottom > top) to = middle;
      else from = middle + 1;
    }
    let to = from;
    while (to < this.#order.length && this.#order[to].element.getBoundingClientRect().top < bottom) to++;
    return this.#order.slice(from, to);
  }

  #goTo({ seq, unread }) {
    const drawn = unread ? this.#shown.get('unread') : this.#order.find(({ row }) => row.seq === seq || row.pictures?.some((each) => each.seq === seq));
    if (drawn) {
      const box = this.element.getBoundingClientRect();
      const at = drawn.element.getBoundingClientRect();
      this.element.scrollTop += Math.round(at.top - box.top - (unread ? box.height / 5 : Math.max(0, (box.height - at.height) / 2)));
      if (!unread) this.#mark(drawn.element);
    }
    this.#findAnchor();
  }

  #mark(element) {
    element.classList.add('found');
    setTimeout(() => element.classList.remove('found'), foundMs);
  }

  #drawn(row) {
    const signature = JSON.stringify([row.first, row.last, row.state, row.error, row.names, row.look]);
    const known = this.#shown.get(row.key);
    if (known?.signature === signature) return known;
    const element = this.#make(row);
    const isNew = !known && (row.own ? row.state === 'pending' : row.seq > this.#newest); // one's own has risen before it was acknowledged
    if (isNew && this.#following) element.classList.add('new');
    return { row, signature, element };
  }

  #make(row) {
    if (row.kind === 'day') return h('div', { className: 'day' }, dayText(row.day));
    if (row.kind === 'unread') return h('div', { className: 'unread', role: 'separator', 'data-testid': 'unread-line' }, h('span', {}, t('newLine')));
    if (row.kind === 'notice') return h('div', { className: 'notice' }, presenceText(row.event, row.names));
    return messageElement(row, this.actions);
  }

  #edge(which) {
    return h('button', { type: 'button', className: 'button small edge', 'data-testid': `load-${which}`, onclick: () => this.actions.look() }, t(which));
  }

  // Touches only what is not in its place already. Who was on something that goes away is left in the conversation.
  #place(elements) {
    const hadFocus = this.list.contains(document.activeElement);
    const wanted = new Set(elements);
    for (const element of [...this.list.children]) if (!wanted.has(element)) element.remove();
    let at = this.list.firstChild;
    for (const element of elements) {
      if (element === at) at = at.nextSibling;
      else this.list.insertBefore(element, at);
    }
    if (hadFocus && !this.list.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }
}

function topOf({ element }) {
  return (element.querySelector('.body') ?? element).getBoundingClientRect().top;
}
