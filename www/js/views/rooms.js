// The list of active rooms.
import { h, icon } from '../dom.js';
import { t } from '../i18n.js';

export function roomList(onPick) {
  const list = h('ul', { className: 'room-list', 'data-testid': 'room-list' });
  const show = (rooms, current = null) => {
    list.replaceChildren(...(rooms.length > 0 ? rooms.map((room) => item(room, current, onPick))
      : [h('li', { className: 'empty' }, t('noRooms'))]));
  };
  show([]);
  return { element: list, show };
}

function item(room, current, onPick) {
  const lock = h('span', { className: 'lock', title: t('locked') }, room.locked ? icon('lock') : '');
  lock.firstElementChild?.setAttribute('class', 'small-icon');
  return h('li', {}, h('button', {
    type: 'button', className: 'room-item', 'data-testid': 'room-item', 'data-room': room.name,
    'aria-current': room.name === current ? 'true' : 'false', onclick: () => onPick(room),
  }, h('span', { className: 'name' }, room.name), room.locked && lock,
  h('span', { className: 'count', 'aria-label': t('members', room.members) }, String(room.members))));
}
