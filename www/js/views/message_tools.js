// What one can do with a message: beside it for the mouse and the keyboard, in a sheet after a long press.
import { copyText } from '../page/clipboard.js';
import { h, icon, iconButton } from '../page/dom.js';
import { dayText, locale, t } from '../page/i18n.js';
import { clock } from '../text/format.js';
import { spoken } from './announcer.js';
import { dismissOutside } from './dialog.js';

const longPressMs = 450;
const stillPx = 10; // a finger that moves further scrolls
const copiedMs = 1_500;
const restMs = 100; // after the last scroll

export class MessageTools {
  #conversation;
  #press = null; // { timer, x, y } of a finger that rests on a message
  #reset = 0;
  #scrolling = 0; // a timer, while what is under the mouse changes with each frame
  #next = null; // what has come under it meanwhile

  constructor(conversation) {
    this.#conversation = conversation;
    this.copy = iconButton('copy', t('copyMessage'), {
      className: 'icon-button small',
      tabIndex: -1,
      'data-testid': 'message-copy',
      onclick: () => this.#copyShown(),
    });
    this.time = h('span', { className: 'when', 'aria-hidden': 'true' });
    this.bar = h('div', { className: 'tools', 'data-testid': 'message-tools' }, this.time, this.copy);
    this.#listen(conversation.element);
  }

  #listen(element) {
    element.addEventListener('pointerover', (event) => {
      if (event.pointerType === 'mouse') this.#over(event.target);
    });
    element.addEventListener('pointerleave', () => {
      this.#next = null;
      if (!this.bar.contains(document.activeElement)) this.#hide();
    });
    element.addEventListener('focusin', (event) => this.#focused(event.target));
    // Copying takes the focus for a moment.
    element.addEventListener('focusout', () => setTimeout(() => this.#left(element)));
    element.addEventListener('copy', (event) => this.#copyFocused(event));
    element.addEventListener('keydown', (event) => this.#keyed(event));
    element.addEventListener('pointerdown', (event) => this.#pressed(event));
    element.addEventListener('pointermove', (event) => this.#moved(event));
    for (const type of ['pointerup', 'pointercancel']) element.addEventListener(type, () => this.#released());
    element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    element.addEventListener('contextmenu', (event) => {
      if (this.#press) event.preventDefault();
    });
  }

  #over(target) {
    if (this.#scrolling) this.#next = target;
    else this.#show(target);
  }

  #scrolled() {
    this.#released();
    clearTimeout(this.#scrolling);
    this.#scrolling = setTimeout(() => this.#rested(), restMs);
  }

  #rested() {
    this.#scrolling = 0;
    this.#show(this.#next);
    this.#next = null;
  }

  #show(target) {
    const drawn = this.#conversation.messageAt(target);
    if (!drawn) return;
    const body = drawn.element.querySelector('.body');
    if (this.bar.parentElement === body) return;
    this.#saidCopied(false);
    this.time.textContent = clock(drawn.row.ts, locale);
    this.#hide();
    body.append(this.bar);
    body.classList.add('has-tools');
  }

  #hide() {
    this.bar.parentElement?.classList.remove('has-tools');
    this.bar.remove();
  }

  #left(element) {
    if (!element.contains(document.activeElement) && !this.bar.matches(':hover')) this.#hide();
  }

  #focused(target) {
    const drawn = this.#conversation.messageAt(target);
    if (!drawn) return;
    if (target === drawn.element)
      drawn.element.setAttribute('aria-label', `${spoken(drawn.row)}, ${clock(drawn.row.ts, locale)}`);
    this.#show(target);
  }

  // The button is reached from its message, and from nowhere else.
  #keyed(event) {
    const drawn = this.#conversation.messageAt(event.target);
    if (!drawn || event.isComposing) return;
    if (event.target === drawn.element && event.key === 'Enter') this.#openSheet(drawn);
    else if (event.target === this.copy && event.key === 'Escape') drawn.element.focus();
    else return;
    event.preventDefault();
  }

  #copyShown() {
    const drawn = this.#conversation.messageAt(this.bar);
    if (drawn) this.#copy(drawn).then((done) => this.#saidCopied(done));
  }

  // `shown` is where the text can be seen and selected.
  async #copy({ row, element }, shown = element.querySelector('.bubble') ?? element) {
    const result = await copyText(textOf(row), shown);
    this.#conversation.announcer.say(t(result === 'copied' ? 'copiedMessage' : 'copyYourselfMessage'));
    return result === 'copied';
  }

  #saidCopied(is) {
    clearTimeout(this.#reset);
    if (is) this.#reset = setTimeout(() => this.#saidCopied(false), copiedMs);
    if (is === (this.copy.dataset.state === 'copied')) return;
    this.copy.replaceChildren(icon(is ? 'tick' : 'copy'));
    this.copy.dataset.state = is ? 'copied' : '';
  }

  // The usual keys copy the message that is focused, unless something in it is selected.
  #copyFocused(event) {
    const drawn = this.#conversation.messageAt(document.activeElement);
    if (!drawn || drawn.element !== document.activeElement || !getSelection().isCollapsed) return;
    event.clipboardData.setData('text/plain', textOf(drawn.row));
    event.preventDefault();
    this.#conversation.announcer.say(t('copiedMessage'));
  }

  #pressed(event) {
    this.#released();
    const drawn =
      event.pointerType === 'mouse' || event.target.closest('a, button')
        ? null
        : this.#conversation.messageAt(event.target);
    if (drawn)
      this.#press = {
        x: event.clientX,
        y: event.clientY,
        timer: setTimeout(() => this.#openSheet(drawn), longPressMs),
      };
  }

  #moved({ clientX, clientY }) {
    if (this.#press && Math.hypot(clientX - this.#press.x, clientY - this.#press.y) > stillPx) this.#released();
  }

  #released() {
    clearTimeout(this.#press?.timer);
    this.#press = null;
  }

  #openSheet(drawn) {
    const { row, element } = drawn;
    const dialog = h('dialog', {
      className: 'message-sheet',
      'aria-label': t('messageMenu'),
      'data-testid': 'message-sheet',
    });
    const said = h('p', { className: 'sheet-said', role: 'status', hidden: true });
    const text = h('p', { className: 'sheet-text', dir: 'auto' }, textOf(row));
    const copy = async () => {
      if (await this.#copy(drawn, text)) return dialog.close();
      said.hidden = false;
      said.textContent = t('copyYourselfMessage');
      return undefined;
    };
    dialog.append(
      h('p', { className: 'sheet-head' }, h('bdi', {}, row.from), ` · ${dayText(row.ts)}, ${clock(row.ts, locale)}`),
      text,
      said,
      h(
        'button',
        { type: 'button', className: 'button', autofocus: true, 'data-testid': 'sheet-copy', onclick: copy },
        icon('copy'),
        t(row.text ? 'copyMessage' : 'copyLink'),
      ),
      h('button', { type: 'button', className: 'button', onclick: () => dialog.close() }, t('close')),
    );
    dismissOutside(dialog);
    dialog.addEventListener('close', () => {
      dialog.remove();
      element.focus({ preventScroll: true });
    });
    document.body.append(dialog);
    dialog.showModal();
  }
}

function textOf({ text, file }) {
  return text || new URL(file.url, location.href).href;
}
