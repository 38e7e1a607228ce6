// The active rooms as a list, and what rooms look like in lists.
import { h, icon } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { showKeyed } from './keyed.js';

// The active rooms, to be tapped. Says nothing before it is told of them.
export function roomList(onPick) {
  const list = h('ul', { className: 'room-list', 'data-testid': 'room-list' });
  const show = (rooms) =>
    showKeyed(
      list,
      rooms.length > 0 ? rooms : [{ name: '' }],
      (room) => room.name,
      (room) =>
        room.name
          ? h('li', {}, roomButton(room, onPick, people(room.members)))
          : h('li', { className: 'empty' }, t('noRooms')),
    );
  return { element: list, show };
}

export function roomButton(room, onPick, ...more) {
  return h(
    'button',
    {
      type: 'button',
      className: 'room-item',
      title: room.name,
      'data-testid': 'room-item',
      'data-room': room.name,
      onclick: () => onPick(room),
    },
    h('span', { className: 'name', dir: 'auto' }, room.name),
    room.locked && lockIcon(),
    ...more,
  );
}

export function lockIcon() {
  const element = h(
    'span',
    { className: 'lock', title: t('locked') },
    icon('lock'),
    h('span', { className: 'visually-hidden' }, t('locked')),
  );
  element.firstChild.setAttribute('class', 'small-icon');
  return element;
}

// A figure that is seen, and what it means for those who hear it.
export function figure(className, shown, said, testid) {
  return h(
    'span',
    { className, title: said, 'data-testid': testid },
    h('span', { 'aria-hidden': 'true' }, shown),
    h('span', { className: 'visually-hidden' }, ` ${said}`),
  );
}

export function people(count) {
  return figure('count', String(count), t('members', count));
}
