// Everything around the chat: inviting, settings, help, what is wrong with the connection, alerts, shortcuts.
import { watchFailure } from '../net/doctor.js';
import { toPassOn } from '../text/links.js';
import { openDialog } from '../views/dialog.js';
import { openDoctor } from '../views/doctor.js';
import { inviteCard, openInvite } from '../views/invite.js';
import { openSettings } from '../views/settings.js';
import { openShortcuts, shortcutOf } from '../views/shortcuts.js';
import { openSwitcher } from '../views/switcher.js';
import { startAlerts } from './alerts.js';
import { h, iconButton } from './dom.js';
import { t } from './i18n.js';
import { Settings } from './settings.js';

const byTestid = (id) => document.querySelector(`[data-testid="${id}"]`);

// `actions`: room() -> the name of the room that is shown, or null; rooms() -> those to switch to, { name, members,
// locked }; pick(room) goes to one of them, or to a new one by { name }; step(by) to the one above (-1) or below (1);
// search() opens it; changed() when an empty room would look otherwise.
export class Frame {
  settings;
  #actions;
  #connection;
  #addresses = [];
  #empty = { key: null, element: null };

  constructor({ chat, connection, memory, actions }) {
    this.settings = new Settings(memory);
    this.#actions = actions;
    this.#connection = connection;
    connection.on('message', (message) => {
      if (message.type === 'welcome') this.#addresses = message.addresses ?? [];
    });
    startAlerts(chat, this.settings, {
      isWatched: (room) => document.hasFocus() && room === actions.room(),
      open: (room) => actions.pick({ name: room }),
    });
    this.#addButtons();
    this.#addHelp();
    document.addEventListener('keydown', (event) => this.#keyed(event));
    window.addEventListener('storage', ({ key }) => {
      if (key === 'papo.settings') this.settings.reload();
    });
  }

  openInvite() {
    openInvite(this.#actions.room(), this.#addresses);
  }

  openSettings() {
    openSettings(this.settings, { shortcuts: openShortcuts, doctor: () => this.openDoctor() });
  }

  openDoctor() {
    openDoctor(this.#connection.url, () => this.#connection.wake());
  }

  openSwitcher() {
    openSwitcher(this.#actions.rooms(), this.#actions.room(), this.#actions.pick);
  }

  // What stands in a room in which nothing was said: how to bring others, as long as there are none. The same element
  // as long as it would say the same.
  emptyRoom(room, people) {
    const key = JSON.stringify([room, people > 1, this.#addresses]);
    if (this.#empty.key !== key) this.#empty = { key, element: this.#makeEmpty(room, people) };
    return this.#empty.element;
  }

  #makeEmpty(room, people) {
    const line = (text) => h('p', { className: 'nobody' }, t(text));
    if (people > 1) return line('nobody');
    const lead = line(toPassOn(location, this.#addresses).length > 0 ? 'alone' : 'aloneHere');
    return inviteCard(room, this.#addresses, lead);
  }

  #addButtons() {
    byTestid('search-open').before(
      iconButton('invite', t('invite'), { 'data-testid': 'invite-open', onclick: () => this.openInvite() }),
    );
    const settings = (testid) =>
      iconButton('settings', t('settings'), { 'data-testid': testid, onclick: () => this.openSettings() });
    document.querySelector('.side .brand').append(settings('settings-open'));
    document.querySelector('.join-head').append(settings('join-settings'));
  }

  // Beside the banner and below the way in, once there has been no connection for a while.
  #addHelp() {
    const ask = (testid) =>
      h(
        'button',
        { type: 'button', className: 'link', 'data-testid': testid, onclick: () => this.openDoctor() },
        t('whatIsWrong'),
      );
    const inBanner = ask('banner-doctor');
    const banner = byTestid('connection-banner');
    const line = h('div', { className: 'banner-line' });
    banner.replaceWith(line);
    line.append(banner, inBanner);
    const onJoin = h(
      'div',
      { className: 'trouble', 'data-testid': 'join-trouble' },
      h('p', { role: 'status' }),
      ask('join-doctor'),
    );
    byTestid('join-form').after(onJoin);
    const show = (isFailing) => {
      inBanner.hidden = !isFailing;
      onJoin.hidden = !isFailing;
      onJoin.firstChild.textContent = isFailing ? t('cannotConnect') : '';
    };
    show(false);
    watchFailure(this.#connection, show);
  }

  #keyed(event) {
    const isWriting = event.target.matches?.(
      'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]',
    );
    const does = shortcutOf(event, isWriting);
    if (!does || document.querySelector('dialog[open]')) return;
    const isInRoom = this.#actions.room() !== null;
    if (!isInRoom && does !== 'help') return;
    event.preventDefault();
    if (does === 'help') openShortcuts();
    else if (does === 'rooms') this.openSwitcher();
    else if (does === 'search') this.#actions.search();
    else this.#actions.step(does === 'previous' ? -1 : 1);
  }
}
