// The way in: a name, a room, a password where one is needed.
import { h } from '../dom.js';
import { errorText, t } from '../i18n.js';
import { roomList } from './rooms.js';

export class JoinView {
  #rooms = [];

  // `onEnter` gets { name, room, password }.
  constructor(place, onEnter) {
    this.name = this.#input('name', 'join-name', { autocomplete: 'nickname', maxLength: 64 });
    this.room = this.#input('room', 'join-room', { autocomplete: 'off', maxLength: 128 });
    this.password = this.#input('password', 'join-password', { type: 'password', autocomplete: 'off', maxLength: 256 });
    this.passwordField = this.#field('password', this.password);
    this.error = h('p', { className: 'error', role: 'alert', 'data-testid': 'join-error' });
    this.submit = h('button', { className: 'button primary', 'data-testid': 'join-submit' }, t('enter'));
    this.list = roomList((room) => this.#pick(room));
    const form = h('form', { className: 'join-form', 'data-testid': 'join-form', noValidate: true },
      this.#field('name', this.name), this.#field('room', this.room), this.passwordField, this.error, this.submit);
    form.addEventListener('submit', (event) => { event.preventDefault(); this.#enter(onEnter); });
    this.room.addEventListener('input', () => this.#showPassword());
    this.place = place;
    place.append(h('div', { className: 'join-card' },
      h('header', { className: 'join-head' }, h('img', { src: 'icon.svg', alt: '' }),
        h('div', {}, h('h1', {}, 'papo'), h('p', {}, t('tagline')))),
      form, h('section', {}, h('h2', {}, t('rooms')), this.list.element)));
    this.#showPassword();
  }

  show({ name = '', room = '' }) {
    this.place.hidden = false;
    this.busy(false);
    if (name) this.name.value = name;
    if (room) this.room.value = room;
    this.error.textContent = '';
    this.#showPassword();
    (this.name.value ? this.room : this.name).focus();
  }

  hide() {
    this.place.hidden = true;
    this.password.value = '';
  }

  busy(is) {
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
    this.error.textContent = errorText(code);
    if (code === 'wrong_password') this.#showPassword(true);
    ({ wrong_password: this.password, bad_room: this.room }[code] ?? this.name).focus();
  }

  #enter(onEnter) {
    const name = this.name.value.trim();
    const room = this.room.value.trim();
    if (!name) return this.refuse('bad_name');
    if (!room) return this.refuse('bad_room');
    this.error.textContent = '';
    this.busy(true);
    onEnter({ name, room, password: this.password.value });
  }

  #pick(room) {
    this.room.value = room.name;
    this.#showPassword();
    if (!this.name.value.trim()) this.name.focus();
    else if (room.locked) this.password.focus();
    else this.submit.click();
  }

  #showPassword(needed = false) {
    const known = this.#rooms.find((room) => room.name === this.room.value.trim());
    this.passwordField.hidden = known ? !(known.locked || needed) : false;
  }

  #input(key, testid, more) {
    return h('input', { id: `join-${key}`, type: 'text', 'data-testid': testid, ...more });
  }

  #field(key, input) {
    return h('div', { className: 'field' }, h('label', { htmlFor: input.id }, t(key)), input);
  }
}
