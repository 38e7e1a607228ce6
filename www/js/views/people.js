// Who is in the room.
import { h } from '../dom.js';
import { initials, personColor } from '../format.js';
import { t } from '../i18n.js';

export function avatar(name) {
  const element = h('span', { className: 'avatar', 'aria-hidden': 'true' }, initials(name));
  element.style.color = `var(--person-${personColor(name)})`;
  return element;
}

export function showPeople(list, members, me) {
  list.replaceChildren(...members.map((name) => h('li', { className: 'person', 'data-name': name }, avatar(name),
    h('span', {}, name === me ? `${name} (${t('you')})` : name))));
}
