// The conversation: at its end it follows what is said, elsewhere it stays to the pixel. It draws the rows it is given
// and tells where the reader is among them; which rows these are is not its affair.
import { firstIndex } from '../log/bisect.js';
import { inBlocks } from '../log/blocks.js';
import { h } from '../page/dom.js';
import { dayText, presenceText, t } from '../page/i18n.js';
import { isolate } from '../text/format.js';
import { Names } from '../text/names.js';
import { Announcer } from './announcer.js';
import { messageElement } from './message.js';

const nearEnd = 48; // px that still count as the end
const nearEdge = 1_600; // px before an edge where more is wanted, but no more than 1.5 screens
const foundMs = 2_500;
const plainStates = ['sent', 'pending', undefined];

export class ConversationView {
  #shown = new Map(); // key -> { row, signature, element }
  #order = []; // the same, as they stand
  #anchor = null; // { key, top }: what keeps its place
  #anchoredAt = null; // the scrollTop it was chosen or kept at
  #following = true;
  #isStart = false; // nothing was said before what is drawn
  #newest = 0; // drawn so far: only what is newer rises
  #unseen = 0; // as last shown
  #names = new Names(); // of those who are or were in the room, for mentions
  announcer = new Announcer();

  // `actions`: people() -> { me, members }, look(), changed(), toStart(), toEnd(), toUnread(), emptyRoom() -> an
  // element, and those of a message.
  constructor(actions) {
    this.actions = actions;
    this.list = h('div', { className: 'timeline' });
    this.element = h(
      'div',
      {
        className: 'conversation',
        'data-testid': 'conversation',
        role: 'log',
        'aria-live': 'off',
        'aria-label': t('conversation'),
        tabIndex: 0,
      },
      this.list,
    );
    this.jump = h('button', {
      type: 'button',
      className: 'button jump',
      hidden: true,
      'data-testid': 'jump-newest',
      onclick: () => actions.toEnd(),
    });
    this.jumpUnread = h('button', {
      type: 'button',
      className: 'button jump has-news to-unread',
      hidden: true,
      'data-testid': 'jump-unread',
      onclick: () => actions.toUnread(),
    });
    this.older = this.#edge('older');
    this.newer = this.#edge('newer');
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#keyed(event));
    new ResizeObserver(() => {
      this.#keepPlace();
      this.actions.changed();
    }).observe(this.element);
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
    this.#anchoredAt = null;
    this.#following = !place;
    this.#newest = Infinity;
    this.#names = new Names();
    this.list.replaceChildren();
    this.showJumps(true, 0, 0);
  }

  // `rows` of timeline(), with `isStart` when nothing was said before them; `older` and `newer`: there is more than is
  // known here; `destination`: { seq }, { unread: true } or { start: true } to be brought into sight.
  show({ rows, following, isStart, older, newer, isEmpty, destination }) {
    if (this.#mustFindAnchor()) this.#findAnchor();
    this.#following = following && !destination;
    this.#isStart = isStart;
    const focused = this.#order.find((drawn) => drawn.element === document.activeElement);
    const { me, members } = this.actions.people();
    const fresh = this.#names.learn([...members, ...rows.flatMap((row) => row.from ?? [])]);
    const said = this.#following ? rows.filter((row) => row.seq > this.#newest && !row.own) : [];
    this.#order = rows.map((row) => this.#drawn(row, me, fresh));
    this.#shown = new Map();
    for (const drawn of this.#order) this.#shown.set(drawn.row.key, drawn);
    const last = rows.findLast((row) => row.seq);
    this.#newest = Math.max(this.#newest === Infinity ? 0 : this.#newest, last?.until ?? last?.seq ?? 0);
    this.#place([older && this.older, isEmpty && rows.length === 0 && this.actions.emptyRoom()], newer && this.newer);
    if (focused) this.#shown.get(focused.row.key)?.element.focus({ preventScroll: true });
    if (destination) this.#goTo(destination);
    else this.#keepPlace();
    if (said.length > 0) this.announcer.messages(said);
  }

  // The row of a message that an element is in, and the message's element; null when it is in none.
  messageAt(element) {
    const message = element?.closest?.('.message');
    const drawn = message && this.#order.find((each) => each.element === message);
    return drawn ?? null;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.#following = true;
  }

  // Where the reader is: the first and last message in sight, which edges are near, and whether one is nearly there.
  // null while nothing is shown.
  sight() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (clientHeight === 0) return null;
    const margin = Math.min(1.5 * clientHeight, nearEdge);
    const below = scrollHeight - scrollTop - clientHeight;
    const inSight = this.#inSight().filter((drawn) => drawn.row.seq);
    return {
      first: inSight[0]?.row.seq ?? 0,
      last: inSight.at(-1)?.row.until ?? inSight.at(-1)?.row.seq ?? 0,
      nearTop: scrollTop < margin,
      nearBottom: below < margin,
      atEdge: Math.min(scrollTop, below) < margin / 2,
      atBottom: below < nearEnd,
    };
  }

  // Home and End lead to those of everything that was said, whatever of it is drawn. Pages scroll as everywhere.
  #keyed(event) {
    const isHere = event.target === this.element || event.target.classList.contains('message');
    const { toStart, toEnd } = this.actions;
    const act = { ArrowUp: () => this.#step(-1), ArrowDown: () => this.#step(1), Home: toStart, End: toEnd }[event.key];
    if (!act || !isHere || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  }

  // From message to message, beginning with what is in sight.
  #step(by) {
    const inSight = this.#inSight().filter((drawn) => drawn.row.kind === 'message');
    const from = inSight.find((drawn) => drawn.element === document.activeElement);
    const messages = this.#order.filter((drawn) => drawn.row.kind === 'message');
    const next = from ? messages[messages.indexOf(from) + by] : inSight.at(by < 0 ? -1 : 0);
    if (!next) return;
    next.element.focus({ preventScroll: true });
    next.element.scrollIntoView({ block: 'nearest' });
  }

  // `unseen` counts what is below, `unread` what is behind a line that has not been seen.
  showJumps(atEnd, unseen, unread) {
    this.#following = atEnd;
    this.jump.hidden = atEnd;
    this.jump.classList.toggle('has-news', unseen > 0);
    const text = unseen > 0 ? t('newCount', unseen) : t('newest');
    if (this.jump.textContent !== text) this.jump.textContent = text;
    if (!atEnd && unseen > this.#unseen) this.announcer.unseen(unseen);
    this.#unseen = unseen;
    this.jumpUnread.hidden = unread <= 0;
    if (unread > 0) this.jumpUnread.textContent = `↑ ${t('newCount', unread)}`;
  }

  #scrolled() {
    if (this.#mustFindAnchor()) this.#findAnchor();
    this.actions.look();
  }

  #keepPlace() {
    if (this.#following) return this.toEnd();
    const drawn = this.#anchor && this.#shown.get(this.#anchor.key);
    if (!drawn) return this.#findAnchor();
    this.element.scrollTop += topOf(drawn) - this.#anchor.top;
    this.#anchoredAt = this.element.scrollTop;
  }

  // The reader has scrolled since: who does so and is drawn for in one frame must not be led back. But what keepPlace()
  // has scrolled itself is a part of a pixel off, and would be a little more so each time it were taken for the place
  // to be kept.
  #mustFindAnchor() {
    return !this.#anchor || (this.#anchoredAt !== null && Math.abs(this.element.scrollTop - this.#anchoredAt) >= 1);
  }

  // The first message whose words begin in sight. Above the words of a message its author may come and go. Only a
  // scroll chooses another one: what changes around the conversation, as the banner does, must not move it either.
  #findAnchor() {
    this.#anchoredAt = this.element.scrollTop;
    if (this.#isStart && this.element.scrollTop === 0 && this.#order.length > 0) {
      // here nothing can come in above
      const [drawn] = this.#order;
      this.#anchor = { key: drawn.row.key, top: topOf(drawn) };
      return;
    }
    const top = this.element.getBoundingClientRect().top;
    const inSight = this.#inSight().filter((drawn) => drawn.row.seq);
    const drawn = inSight.find((each) => topOf(each) >= top) ?? inSight[0];
    this.#anchor = drawn ? { key: drawn.row.key, top: topOf(drawn) } : null;
  }

  #inSight() {
    const { top, bottom } = this.element.getBoundingClientRect();
    const { length } = this.#order;
    const box = (i) => this.#order[i].element.getBoundingClientRect();
    const from = firstIndex(0, length, (i) => box(i).bottom > top);
    return this.#order.slice(
      from,
      firstIndex(from, length, (i) => box(i).top >= bottom),
    );
  }

  #goTo({ seq, unread, start }) {
    if (start) this.element.scrollTop = 0;
    if (start) return this.#findAnchor();
    const drawn = unread
      ? this.#shown.get('unread')
      : this.#order.find(({ row }) => row.seq === seq || row.pictures?.some((each) => each.seq === seq));
    if (drawn) {
      const box = this.element.getBoundingClientRect();
      const at = drawn.element.getBoundingClientRect();
      this.element.scrollTop += Math.round(
        at.top - box.top - (unread ? box.height / 5 : Math.max(0, (box.height - at.height) / 2)),
      );
      if (!unread) this.#mark(drawn.element);
      this.#anchor = { key: drawn.row.key, top: topOf(drawn) }; // what is around it may still change its height
      this.#anchoredAt = this.element.scrollTop;
    } else {
      this.#findAnchor();
    }
  }

  #mark(element) {
    element.classList.add('found');
    setTimeout(() => element.classList.remove('found'), foundMs);
  }

  // `fresh`: names that have become known, which may be mentioned in what is drawn already.
  #drawn(row, me, fresh) {
    const signature = signatureOf(row);
    const known = this.#shown.get(row.key);
    if (known?.signature === signature && !calls(row, fresh)) return known;
    const element = this.#make(row, me);
    // One's own has risen before it was acknowledged.
    const isNew = !known && (row.own ? row.state === 'pending' : row.seq > this.#newest);
    if (isNew && this.#following) element.classList.add('new');
    return { row, signature, element };
  }

  #make(row, me) {
    if (row.kind === 'day') return h('div', { className: 'day' }, dayText(row.day));
    if (row.kind === 'unread')
      return h(
        'div',
        { className: 'unread', role: 'separator', 'data-testid': 'unread-line' },
        h('span', {}, t('newLine')),
      );
    if (row.kind === 'notice') return notice(row);
    return messageElement(row, this.actions, { me, names: this.#names });
  }

  #edge(which) {
    return h(
      'button',
      {
        type: 'button',
        className: 'button small edge',
        'data-testid': `load-${which}`,
        onclick: () => this.actions.look(),
      },
      t(which),
    );
  }

  // Who was on something that goes away is left in the conversation.
  #place(above, below) {
    const hadFocus = this.list.contains(document.activeElement);
    const taken = new Set();
    const blocks = inBlocks(this.#order).map((block) => {
      const elements = block.map((drawn) => drawn.element);
      const home =
        elements.map((element) => element.parentElement).find((parent) => parent && !taken.has(parent)) ??
        h('div', { className: 'block' });
      taken.add(home);
      put(home, elements);
      return home;
    });
    put(this.list, [...above, ...blocks, below].filter(Boolean));
    if (hadFocus && !this.list.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }
}

// Touches only what is not in its place already: mostly nothing.
function put(parent, elements) {
  if (isInPlace(parent, elements)) return;
  const wanted = new Set(elements);
  for (const element of [...parent.children]) if (!wanted.has(element)) element.remove();
  let at = parent.firstChild;
  for (const element of elements) {
    if (element === at) at = at.nextSibling;
    else parent.insertBefore(element, at);
  }
}

function isInPlace(parent, elements) {
  let at = parent.firstChild;
  for (const element of elements) {
    if (element !== at) return false;
    at = at.nextSibling;
  }
  return at === null;
}

// The same as long as it looks the same. Most have nothing but their place in a group, and get a number: with each
// frame of a scroll all rows are asked, and what that would leave behind has to be swept up in one.
function signatureOf({ first, last, state, error, came, went, look }) {
  if (error || came || look || !plainStates.includes(state))
    return JSON.stringify([first, last, state, error, came, went, look]);
  return plainStates.indexOf(state) * 4 + (first ? 2 : 0) + (last ? 1 : 0);
}

function topOf({ element }) {
  return (element.querySelector('.body') ?? element).getBoundingClientRect().top;
}

function calls(row, fresh) {
  if (fresh.length === 0 || !row.text?.includes('@')) return false;
  const text = row.text.normalize('NFC').toLowerCase();
  return fresh.some((name) => text.includes(`@${name.toLowerCase()}`));
}

function notice({ came, went }) {
  const parts = [
    ['join', came],
    ['leave', went],
  ].filter(([, names]) => names.length > 0);
  return h(
    'div',
    { className: 'notice', title: [...came, ...went].join(', ') },
    parts.map(([event, names]) => presenceText(event, names.map(isolate))).join(' · '),
  );
}
