// The frame of a room: top bar, rooms, people, and the conversation with its composer between them.
import { h, icon, iconButton } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { shortCount } from '../page/room_lists.js';
import { showPeople } from './people.js';
import { lockIcon } from './room_list.js';
import { RoomsView } from './rooms.js';

export class RoomView {
  // `actions`: leave(room), pick(room), enter({ room, password }), mention(name), gallery (a button).
  constructor(place, conversation, composer, search, actions) {
    this.place = place;
    this.actions = actions;
    this.search = search;
    this.title = h('h1', { 'data-testid': 'room-title' });
    this.count = h('span', {});
    this.banner = h('div', { className: 'banner', role: 'status', hidden: true, 'data-testid': 'connection-banner' });
    this.people = h('ul', { 'data-testid': 'people-list' });
    this.rooms = new RoomsView({
      leave: actions.leave,
      enter: actions.enter,
      pick: (room) => {
        this.fold();
        actions.pick(room);
      },
    });
    this.badge = h('span', { className: 'badge', hidden: true, 'aria-hidden': 'true' });
    this.roomsToggle = h(
      'button',
      {
        type: 'button',
        className: 'icon-button only-phone rooms-toggle',
        'data-testid': 'rooms-toggle',
        'aria-expanded': 'false',
        'aria-controls': 'side-rooms',
        onclick: () => this.#toggle(this.sheets[0]),
      },
      icon('rooms'),
      this.badge,
    );
    this.peopleToggle = h(
      'button',
      {
        type: 'button',
        className: 'icon-button people-toggle',
        title: t('people'),
        'aria-label': t('people'),
        'data-testid': 'people-toggle',
        'aria-expanded': 'false',
        'aria-controls': 'side-people',
        onclick: () => this.#toggle(this.sheets[1]),
      },
      icon('people'),
      this.count,
    );
    this.middle = h(
      'main',
      { className: 'middle' },
      h(
        'header',
        { className: 'top' },
        this.roomsToggle,
        this.title,
        iconButton('search', t('search'), {
          'data-testid': 'search-open',
          'aria-keyshortcuts': '/',
          onclick: () => search.open(),
        }),
        actions.gallery,
        this.peopleToggle,
      ),
      this.banner,
      h(
        'div',
        { className: 'reading' },
        conversation.jumpUnread,
        conversation.element,
        conversation.announcer.element,
        conversation.jump,
      ),
      composer.element,
    );
    this.leave = h(
      'button',
      {
        type: 'button',
        className: 'room-item leave',
        title: t('leaveHint'),
        'data-testid': 'leave-room',
        onclick: () => {
          this.fold();
          actions.leave(null);
        },
      },
      icon('door'),
      h('span', { className: 'name' }, t('leave')),
    );
    this.leave.firstChild.setAttribute('class', 'small-icon');
    const roomsSide = h(
      'nav',
      { className: 'side rooms', id: 'side-rooms', tabIndex: -1, 'aria-label': t('rooms') },
      h('div', { className: 'brand' }, h('img', { src: 'icon.svg', alt: '' }), 'papo'),
      this.rooms.element,
    );
    const peopleSide = h(
      'aside',
      { className: 'side people', id: 'side-people', tabIndex: -1, 'aria-label': t('people') },
      h('h2', {}, t('people')),
      this.people,
      this.leave,
    );
    this.sheets = [
      { className: 'show-rooms', side: roomsSide, toggle: this.roomsToggle },
      { className: 'show-people', side: peopleSide, toggle: this.peopleToggle },
    ];
    place.append(
      roomsSide,
      this.middle,
      peopleSide,
      search.element,
      h('button', {
        type: 'button',
        className: 'shade',
        tabIndex: -1,
        'aria-label': t('close'),
        onclick: () => this.fold(),
      }),
    );
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.#escape();
    });
    window.addEventListener('resize', () => {
      if (search.isOpen) this.showSearch(true);
    });
    window.addEventListener('resize', () => {
      if (this.sheets.some((sheet) => place.classList.contains(sheet.className) && !isSheet(sheet.side))) this.fold();
    });
  }

  get isShown() {
    return !this.place.hidden;
  }

  // `room`: the one that is looked at.
  show(room) {
    this.place.hidden = false;
    if (this.title.title !== room.name) this.fold();
    this.title.replaceChildren(h('span', { className: 'name', dir: 'auto' }, room.name), room.locked ? lockIcon() : '');
    this.title.title = room.name;
    this.showPeople(room);
  }

  showPeople(room) {
    this.count.textContent = String(room.members.length);
    this.peopleToggle.title = t('members', room.members.length);
    this.peopleToggle.setAttribute('aria-label', t('members', room.members.length));
    showPeople(this.people, room, (name) => {
      this.fold();
      this.actions.mention(name);
    });
  }

  // `elsewhere`: { unread, mentions } of the rooms that are not looked at.
  showRooms(lists, elsewhere) {
    this.rooms.show(lists);
    this.badge.hidden = elsewhere.unread === 0;
    this.badge.className = elsewhere.mentions > 0 ? 'badge mention' : 'badge';
    this.badge.textContent = shortCount(elsewhere.unread);
    const label = elsewhere.unread > 0 ? `${t('rooms')}, ${t('unreadCount', elsewhere.unread)}` : t('rooms');
    this.roomsToggle.title = label;
    this.roomsToggle.setAttribute('aria-label', label);
  }

  hide() {
    this.place.hidden = true;
    this.fold();
  }

  // `state`: connected, connecting or reconnecting.
  showConnection(state) {
    this.banner.hidden = state === 'connected';
    this.banner.textContent = state === 'connected' ? '' : t(state);
  }

  // Where it covers everything, nobody gets to what is behind it.
  showSearch(isOpen) {
    this.place.classList.toggle('searching', isOpen);
    if (isOpen) this.fold();
    this.middle.inert = isOpen && this.search.element.offsetWidth >= window.innerWidth;
  }

  // Closes the sheets. Who had opened one is led back.
  fold() {
    for (const sheet of this.sheets) {
      if (!this.place.classList.contains(sheet.className)) continue;
      this.#open(sheet, false);
      sheet.toggle.focus({ preventScroll: true });
    }
  }

  // From wherever the focus is; a dialog above the search goes first.
  #escape() {
    this.fold();
    if (isSheet(this.search.element) && !document.querySelector('dialog[open]')) this.search.close();
  }

  #toggle(sheet) {
    const isOpen = this.place.classList.contains(sheet.className);
    this.fold();
    if (isOpen || !isSheet(sheet.side)) return;
    this.#open(sheet, true);
    sheet.side.focus({ preventScroll: true });
  }

  #open({ className, toggle }, is) {
    this.place.classList.toggle(className, is);
    toggle.setAttribute('aria-expanded', String(is));
    this.middle.inert = is;
  }
}

// Where there is room for it, it stands beside the conversation.
function isSheet(side) {
  return getComputedStyle(side).position === 'fixed';
}
