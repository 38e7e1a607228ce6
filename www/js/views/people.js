// Who is in the room.
import { h } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { initials, personColor } from '../text/format.js';
import { showKeyed } from './keyed.js';

export function avatar(name) {
  const element = h('span', { className: 'avatar', 'aria-hidden': 'true' }, initials(name));
  element.style.color = `var(--person-${personColor(name)})`;
  return element;
}

// Oneself first, the others as they came. `mention(name)` is for taps on them.
export function showPeople(list, { members, me, typing }, mention) {
  const others = members.filter((name) => name !== me);
  const items = [...members.filter((name) => name === me), ...others].map((name) => ({
    name,
    isMe: name === me,
    isTyping: typing.includes(name),
  }));
  showKeyed(
    list,
    items,
    (item) => item.name,
    (item) => h('li', { 'data-name': item.name }, person(item, mention)),
  );
}

function person({ name, isMe, isTyping }, mention) {
  const label = h('span', { className: 'name', dir: 'auto' }, name);
  const sign =
    isTyping &&
    h(
      'span',
      { className: 'typing-sign', title: t('isTyping') },
      h('i'),
      h('i'),
      h('i'),
      h('span', { className: 'visually-hidden' }, t('isTyping')),
    );
  if (isMe)
    return h(
      'div',
      { className: 'person', title: name },
      avatar(name),
      label,
      h('span', { className: 'me' }, t('you')),
    );
  return h(
    'button',
    { type: 'button', className: 'person', title: t('mention', name), onclick: () => mention(name) },
    avatar(name),
    label,
    sign,
  );
}
