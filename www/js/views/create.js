// A new room, named in the sidebar: a button that unfolds to a small form.
import { h, icon } from '../page/dom.js';
import { errorText, t } from '../page/i18n.js';
import { tidy } from '../text/links.js';
import { field, FormError, lockToggle } from './fields.js';

export class CreateView {
  #wanted = null; // the name of the room that is on its way

  // `onEnter` gets { room, password }.
  constructor(onEnter) {
    this.room = h('input', { type: 'text', autocomplete: 'off', maxLength: 128, 'data-testid': 'create-room' });
    this.password = h('input', {
      type: 'password',
      autocomplete: 'new-password',
      maxLength: 128,
      'data-testid': 'create-password',
    });
    this.passwordField = field('create-password', t('roomPassword'), this.password, { optional: true });
    this.error = new FormError('create-error');
    this.lock = lockToggle(t('lockRoom'), 'create-lock', () => this.#lock());
    this.form = h(
      'form',
      { className: 'create-form', hidden: true, noValidate: true, 'data-testid': 'create-form' },
      field('create-room', t('newRoomName'), this.room),
      this.lock,
      this.passwordField,
      h(
        'div',
        { className: 'form-actions' },
        h('button', { className: 'button primary', 'data-testid': 'create-submit' }, t('openRoom')),
        h('button', { type: 'button', className: 'button', onclick: () => this.close() }, t('cancel')),
      ),
    );
    this.button = h(
      'button',
      {
        type: 'button',
        className: 'room-item new-room',
        'data-testid': 'create-open',
        'aria-expanded': 'false',
        onclick: () => this.open(),
      },
      icon('add'),
      h('span', { className: 'name' }, t('newRoom')),
    );
    this.button.firstChild.setAttribute('class', 'small-icon');
    this.element = h('div', { className: 'create' }, this.button, this.form);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit(onEnter);
    });
    this.form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.stopPropagation();
      this.close();
    });
  }

  open() {
    this.#unfold(true);
    this.room.focus();
  }

  close() {
    if (this.form.hidden) return;
    const hadFocus = this.form.contains(document.activeElement);
    this.#unfold(false);
    if (hadFocus) this.button.focus();
  }

  // We are in a room.
  joined(room) {
    if (room === this.#wanted) this.#unfold(false);
  }

  // Whether it was this room that was asked for here.
  refuse(room, code) {
    if (room !== this.#wanted) return false;
    this.#wanted = null;
    this.error.show(this.room, errorText(code));
    return true;
  }

  #submit(onEnter) {
    const room = tidy(this.room.value);
    if (!room) return this.error.show(this.room, t('roomFirst'));
    this.error.clear();
    this.#wanted = room;
    onEnter({ room, password: this.password.value });
  }

  #lock() {
    this.lock.hidden = true;
    this.passwordField.hidden = false;
    this.password.focus();
  }

  #unfold(is) {
    this.#wanted = null;
    this.form.hidden = !is;
    this.button.hidden = is;
    this.button.setAttribute('aria-expanded', String(is));
    this.error.clear();
    for (const input of [this.room, this.password]) input.value = '';
    this.lock.hidden = false;
    this.passwordField.hidden = true;
  }
}
