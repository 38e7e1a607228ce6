// A room's frame: top bar, rooms, people, and the conversation with its composer between them.
import { h, icon, iconButton } from '../dom.js';
import { t } from '../i18n.js';
import { acceptDrops } from './composer.js';
import { showPeople } from './people.js';
import { roomList } from './rooms.js';

export class RoomView {
  // `actions`: leave(), pick(room), files(list).
  constructor(place, conversation, composer, search, actions) {
    this.place = place;
    this.title = h('h1', { 'data-testid': 'room-title' });
    this.count = h('span', {});
    this.banner = h('div', { className: 'banner', role: 'status', hidden: true, 'data-testid': 'connection-banner' });
    this.people = h('ul', { 'data-testid': 'people-list' });
    this.rooms = roomList((room) => { this.#fold(); actions.pick(room); });
    const peopleToggle = h('button', { type: 'button', className: 'icon-button people-toggle', title: t('people'), 'aria-label': t('people'), onclick: () => place.classList.toggle('show-people') }, icon('people'), this.count);
    const middle = h('main', { className: 'middle' },
      h('header', { className: 'top' }, iconButton('leave', t('leave'), { 'data-testid': 'leave-room', onclick: actions.leave }),
        iconButton('rooms', t('rooms'), { className: 'icon-button only-phone', onclick: () => place.classList.toggle('show-rooms') }), this.title,
        iconButton('search', t('search'), { 'data-testid': 'search-open', 'aria-keyshortcuts': '/', onclick: () => search.open() }), peopleToggle),
      this.banner, h('div', { className: 'reading' }, conversation.jumpUnread, conversation.element, conversation.jump), composer.element);
    acceptDrops(middle, actions.files);
    place.append(
      h('nav', { className: 'side rooms', 'aria-label': t('rooms') }, h('div', { className: 'brand' }, h('img', { src: 'icon.svg', alt: '' }), 'papo'), h('h2', {}, t('rooms')), this.rooms.element),
      middle, h('aside', { className: 'side people', 'aria-label': t('people') }, h('h2', {}, t('people')), this.people), search.element,
      h('button', { type: 'button', className: 'shade', 'aria-label': t('close'), onclick: () => this.#fold() }));
  }

  show(chat) {
    this.place.hidden = false;
    this.title.replaceChildren(chat.place.room, chat.locked ? ' ' : '', chat.locked ? lockIcon() : '');
    this.count.textContent = String(chat.members.length);
    showPeople(this.people, chat.members, chat.place.name);
    this.rooms.show(chat.rooms, chat.place.room);
  }

  hide() {
    this.place.hidden = true;
    this.#fold();
  }

  showConnection(isUp) {
    this.banner.hidden = isUp;
    this.banner.textContent = isUp ? '' : t('reconnecting');
  }

  showSearch(isOpen) {
    this.place.classList.toggle('searching', isOpen);
    if (isOpen) this.#fold();
  }

  #fold() {
    this.place.classList.remove('show-people', 'show-rooms');
  }
}

function lockIcon() {
  const element = h('span', { className: 'lock', title: t('locked') }, icon('lock'));
  element.firstChild.setAttribute('class', 'small-icon');
  return element;
}
