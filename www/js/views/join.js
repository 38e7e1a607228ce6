// The way in: a name, and a room that is tapped or named. A password only where one is needed or wanted.
import { h } from '../page/dom.js';
import { errorText, t } from '../page/i18n.js';
import { tidy } from '../text/links.js';
import { field, FormError, lockToggle } from './fields.js';
import { showKeyed } from './keyed.js';
import { lockIcon, roomList } from './room_list.js';

const mostChips = 6;

export class JoinView {
  isTouched = false; // somebody has written something since it is shown
  #rooms = []; // active ones
  #recent = []; // { name, locked }
  #isWanted = false; // a password of one's own for a new room
  #refused = null; // the room that has said that it needs one

  // `onEnter` gets { name, room, password }.
  constructor(place, onEnter) {
    this.onEnter = onEnter;
    this.name = this.#input('join-name', { autocomplete: 'nickname', maxLength: 64, enterKeyHint: 'go' });
    this.room = this.#input('join-room', { autocomplete: 'off', maxLength: 128, enterKeyHint: 'go' });
    this.password = this.#input('join-password', {
      type: 'password',
      autocomplete: 'off',
      maxLength: 128,
      enterKeyHint: 'go',
    });
    this.passwordField = field('join-password', t('roomPassword'), this.password);
    this.lock = lockToggle(t('lockRoom'), 'join-lock', () => {
      this.#isWanted = true;
      this.#showPassword();
      this.password.focus();
    });
    this.error = new FormError('join-error');
    this.submit = h('button', { className: 'button primary', 'data-testid': 'join-submit' }, t('enter'));
    this.chips = h('ul', { className: 'chips', 'aria-label': t('recentRooms'), 'data-testid': 'recent-rooms' });
    this.list = roomList((room) => this.#pick(room));
    const form = h(
      'form',
      { className: 'join-form', 'data-testid': 'join-form', noValidate: true },
      field('join-name', t('name'), this.name),
      h('div', { className: 'join-room' }, field('join-room', t('room'), this.room), this.chips),
      this.passwordField,
      this.submit,
      this.lock,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter();
    });
    form.addEventListener('input', () => {
      this.isTouched = true;
    });
    this.room.addEventListener('input', () => this.#showPassword());
    this.place = place;
    place.append(
      h(
        'div',
        { className: 'join-card' },
        h(
          'header',
          { className: 'join-head' },
          h('img', { src: 'icon.svg', alt: '' }),
          h('div', {}, h('h1', {}, 'papo'), h('p', {}, t('tagline'))),
        ),
        form,
        h('section', { className: 'join-rooms' }, h('h2', {}, t('openRooms')), this.list.element),
      ),
    );
    this.#showPassword();
  }

  get isShown() {
    return !this.place.hidden;
  }

  show({ name = '', room = '', recent = [] }) {
    this.place.hidden = false;
    this.busy(false);
    if (name) this.name.value = name;
    this.room.value = room;
    this.#recent = recent.slice(0, mostChips);
    this.chips.hidden = recent.length === 0;
    showKeyed(
      this.chips,
      this.#recent,
      (each) => each.name,
      (each) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              className: 'chip',
              title: each.name,
              'data-testid': 'recent-room',
              'data-room': each.name,
              onclick: () => this.#pick(each),
            },
            h('span', { className: 'name', dir: 'auto' }, each.name),
            each.locked && lockIcon(),
          ),
        ),
    );
    this.error.clear();
    this.#showPassword();
    if (!this.name.value) this.name.focus();
    else if (matchMedia('(pointer: fine)').matches) this.room.focus(); // no keyboard over what can be tapped
  }

  // It is only passed through: not seen, unless coming in takes a while (join.css).
  hold() {
    this.place.classList.add('held');
  }

  hide() {
    this.place.hidden = true;
    this.isTouched = false;
    this.password.value = '';
    this.#isWanted = false;
    this.#refused = null;
  }

  busy(is) {
    if (!is) this.place.classList.remove('held');
    this.submit.disabled = is;
    this.submit.textContent = t(is ? 'entering' : 'enter');
  }

  showRooms(rooms) {
    this.#rooms = rooms;
    this.list.show(rooms);
    this.#showPassword();
  }

  refuse(code) {
    this.busy(false);
    const isBare = code === 'wrong_password' && (this.passwordField.hidden || !this.password.value);
    if (code === 'wrong_password') this.#refused = tidy(this.room.value);
    this.#showPassword();
    const input = { wrong_password: this.password, bad_name: this.name, name_taken: this.name }[code] ?? this.room;
    this.error.show(input, isBare ? t('needsPassword') : errorText(code));
  }

  // Straight into a room, as from a link; or as far as what is known of us allows.
  enter(room) {
    this.#pick({ name: room });
  }

  #enter() {
    const name = tidy(this.name.value);
    const room = tidy(this.room.value);
    if (!name) return this.error.show(this.name, t('nameFirst'));
    if (!room) return this.error.show(this.room, t('roomFirst'));
    this.error.clear();
    this.busy(true);
    this.onEnter({ name, room, password: this.passwordField.hidden ? '' : this.password.value });
  }

  #pick(room) {
    this.room.value = room.name;
    this.error.clear();
    this.#showPassword();
    if (!tidy(this.name.value)) this.error.show(this.name, t('nameFirst'));
    else if (this.passwordField.hidden) this.#enter();
    else this.password.focus();
  }

  // A room that is known says itself whether it has one; for a new one it is a wish.
  #showPassword() {
    const room = tidy(this.room.value);
    const known =
      this.#rooms.find((each) => each.name === room) ?? this.#recent.find((each) => each.name === room && each.locked);
    const isNeeded = known?.locked || (room !== '' && room === this.#refused);
    const mayLock = !known && room !== '' && !isNeeded;
    this.passwordField.hidden = !(isNeeded || (mayLock && this.#isWanted));
    this.lock.hidden = !mayLock || this.#isWanted;
  }

  #input(testid, more) {
    return h('input', { type: 'text', 'data-testid': testid, ...more });
  }
}
