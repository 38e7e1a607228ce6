// From room to room with the keyboard: a field, and the rooms that fit what is typed.
import { h, icon } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { filterRooms } from '../page/room_lists.js';
import { openDialog } from './dialog.js';

const mostShown = 50;

// `rooms`: those one could go to, { name, members, locked }; `pick(room)` gets one of them, or { name } of a new one.
export function openSwitcher(rooms, current, pick) {
  let shown = [];
  let at = 0;
  const list = h('ul', { id: 'switcher-rooms', role: 'listbox', 'aria-label': t('rooms'), className: 'room-list' });
  const status = h('p', { className: 'visually-hidden', role: 'status' });
  const nothing = h('p', { className: 'hint' }, t('goToNone'));
  const input = h('input', {
    type: 'text',
    role: 'combobox',
    autofocus: true,
    autocomplete: 'off',
    spellcheck: false,
    placeholder: t('goToHint'),
    'aria-label': t('goToHint'),
    maxLength: 64,
    'aria-controls': list.id,
    'aria-expanded': 'true',
    'aria-autocomplete': 'list',
    'data-testid': 'switcher-input',
  });
  const dialog = openDialog('switcher', t('goTo'), input, list, nothing, status);
  if (!dialog.contains(input)) return;

  const go = (room) => {
    dialog.close();
    pick(room);
  };
  const mark = () => {
    [...list.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === at)));
    const marked = list.children[at];
    marked?.scrollIntoView({ block: 'nearest' });
    if (marked) input.setAttribute('aria-activedescendant', marked.id);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = () => {
    const typed = input.value.trim();
    const others = rooms.filter((room) => room.name !== current);
    shown = filterRooms(others, typed).slice(0, mostShown);
    if (typed && !rooms.some((room) => room.name === typed)) shown.push({ name: typed, isNew: true });
    at = 0;
    list.replaceChildren(...shown.map((room, index) => option(room, index, () => go(room))));
    nothing.hidden = shown.length > 0;
    status.textContent = t('roomsFound', shown.length);
    mark();
  };
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || (!step && event.key !== 'Enter')) return;
    event.preventDefault();
    if (event.key === 'Enter') {
      if (shown[at]) go(shown[at]);
      return;
    }
    at = (at + step + shown.length) % Math.max(1, shown.length);
    mark();
  });
  show();
  input.focus();
}

function option(room, index, onclick) {
  const lock = room.locked && icon('lock');
  if (lock) lock.setAttribute('class', 'small-icon');
  return h(
    'li',
    { id: `switcher-room-${index}`, role: 'option', className: 'room-item', 'data-testid': 'switcher-room', onclick },
    h('span', { className: 'name' }, room.isNew ? t('goToNew', room.name) : room.name),
    lock && h('span', { className: 'lock', role: 'img', 'aria-label': t('locked') }, lock),
    !room.isNew && room.members !== undefined && h('span', { className: 'count' }, t('members', room.members)),
  );
}
