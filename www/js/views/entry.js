// Asks, in front of the rooms one is in, for what one more room needs: its password, or another name.
import { h, iconButton } from '../page/dom.js';
import { errorText, t } from '../page/i18n.js';
import { tidy } from '../text/links.js';
import { field, FormError } from './fields.js';
import { lockIcon } from './room_list.js';

export class EntryView {
  #room = null; // the name of the room it is about

  // `actions`: enter({ room, name, password }), given up: cancel(room's name).
  constructor(place, actions) {
    this.actions = actions;
    this.title = h('h2', { id: 'entry-title' });
    this.name = h('input', { type: 'text', autocomplete: 'nickname', maxLength: 64, 'data-testid': 'entry-name' });
    this.password = h('input', {
      type: 'password',
      autocomplete: 'off',
      maxLength: 128,
      'data-testid': 'entry-password',
    });
    this.nameField = field('entry-name', t('nameHere'), this.name, { optional: true });
    this.passwordField = field('entry-password', t('roomPassword'), this.password, { optional: true });
    this.error = new FormError('entry-error', h('div', { className: 'form-error' }));
    this.submit = h('button', { className: 'button primary', 'data-testid': 'entry-submit' }, t('enter'));
    const form = h('form', { noValidate: true }, this.nameField, this.passwordField, this.error.home, this.submit);
    this.dialog = h(
      'dialog',
      { className: 'entry', 'aria-labelledby': 'entry-title', 'data-testid': 'entry' },
      h('header', {}, this.title, iconButton('close', t('close'), { onclick: () => this.dialog.close() })),
      form,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter();
    });
    this.dialog.addEventListener('close', () => this.#closed());
    place.append(this.dialog);
  }

  // `room`: { name, locked }; `me`: the name to come in with; `code`: why it was refused, if it was.
  ask(room, me, code = null) {
    const isAnother = this.#room !== room.name;
    if (isAnother) {
      this.password.value = '';
      this.nameField.hidden = true;
      this.name.value = me;
    }
    this.#room = room.name;
    this.submit.disabled = false;
    if (code === 'name_taken' || code === 'bad_name') this.nameField.hidden = false;
    if (isAnother || code === 'wrong_password') this.passwordField.hidden = !(room.locked || code === 'wrong_password');
    this.title.replaceChildren(
      h('span', { className: 'name', dir: 'auto' }, room.name),
      this.passwordField.hidden ? '' : lockIcon(),
    );
    this.error.clear();
    if (!this.dialog.open) this.dialog.showModal();
    const fields = { name_taken: this.name, bad_name: this.name, wrong_password: this.password };
    if (code)
      this.error.show(
        fields[code] ?? null,
        code === 'wrong_password' && !this.password.value ? t('needsPassword') : errorText(code),
      );
    else (this.nameField.hidden ? this.password : this.name).focus();
  }

  // We are in a room.
  joined(room) {
    if (room !== this.#room) return;
    this.#room = null;
    this.dialog.close();
  }

  #enter() {
    const name = tidy(this.name.value);
    if (!name) return this.error.show(this.name, t('nameFirst'));
    this.error.clear();
    this.submit.disabled = true;
    this.actions.enter({ room: this.#room, name, password: this.password.value });
  }

  #closed() {
    const room = this.#room;
    this.#room = null;
    if (room !== null) this.actions.cancel(room);
  }
}
