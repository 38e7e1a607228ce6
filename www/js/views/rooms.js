// The rooms as the sidebar has them: one's own, the others and those of before.
import { h, iconButton } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { shortCount } from '../page/room_lists.js';
import { CreateView } from './create.js';
import { showKeyed } from './keyed.js';
import { figure, people, roomButton } from './room_list.js';

export class RoomsView {
  // `actions`: pick(room), leave(room), enter({ room, password }).
  constructor(actions) {
    this.actions = actions;
    this.create = new CreateView(actions.enter);
    this.mine = section('mine', t('myRooms'), 'my-rooms');
    this.others = section('others', t('otherRooms'), 'room-list');
    this.recent = section('recent', t('recentRooms'), 'recent-rooms');
    this.element = h(
      'div',
      { className: 'rooms-lists' },
      this.mine.element,
      this.create.element,
      this.others.element,
      this.recent.element,
    );
  }

  // `lists` of roomLists(); those of `mine` are { name, locked, unread, mentions, state, isCurrent }.
  show({ mine, others, recent }) {
    showKeyed(
      this.mine.list,
      mine,
      (room) => room.name,
      (room) => this.#mine(room),
    );
    showKeyed(
      this.others.list,
      others,
      (room) => room.name,
      (room) => h('li', {}, roomButton(room, this.actions.pick, people(room.members))),
    );
    showKeyed(
      this.recent.list,
      recent,
      (room) => room.name,
      (room) => h('li', {}, roomButton(room, this.actions.pick)),
    );
    for (const [each, rooms] of [
      [this.mine, mine],
      [this.others, others],
      [this.recent, recent],
    ])
      each.element.hidden = rooms.length === 0;
  }

  #mine(room) {
    const button = roomButton(
      room,
      this.actions.pick,
      room.state === 'in' ? badge(room) : h('span', { className: `state ${room.state}` }, t(`state_${room.state}`)),
    );
    button.setAttribute('aria-current', String(room.isCurrent));
    button.classList.toggle('has-news', room.unread > 0);
    return h(
      'li',
      { className: 'my-room' },
      button,
      iconButton('close', t('leaveRoom', room.name), {
        className: 'icon-button leave-one',
        'data-testid': 'leave-one',
        onclick: () => this.actions.leave(room),
      }),
    );
  }
}

function section(id, title, testid) {
  const list = h('ul', { className: 'room-list', 'data-testid': testid, 'aria-labelledby': `rooms-${id}` });
  return { list, element: h('section', { hidden: true }, h('h2', { id: `rooms-${id}` }, title), list) };
}

function badge({ unread, mentions }) {
  if (unread === 0) return null;
  const said = mentions > 0 ? `${t('unreadCount', unread)}, ${t('mentionCount', mentions)}` : t('unreadCount', unread);
  return figure(
    mentions > 0 ? 'badge mention' : 'badge',
    mentions > 0 ? `@ ${shortCount(unread)}` : shortCount(unread),
    said,
    'unread-badge',
  );
}
