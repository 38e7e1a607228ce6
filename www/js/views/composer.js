// Where one writes, beneath what is attached.
import { h, iconButton } from '../dom.js';
import { t } from '../i18n.js';

const encoder = new TextEncoder();

export class ComposerView {
  // `actions`: say(text), typing(), limits(), media (a Media: its buttons, its strip, and whether it has something to send).
  constructor(actions) {
    this.actions = actions;
    this.input = h('textarea', { rows: 1, placeholder: t('write'), 'aria-label': t('write'), 'data-testid': 'composer-input', enterKeyHint: 'send' });
    this.sendButton = iconButton('send', t('send'), { className: 'icon-button send', disabled: true, 'data-testid': 'composer-send', onclick: () => this.send() });
    const { buttons, strip } = actions.media.attachments;
    this.error = h('p', { className: 'error composer-error', role: 'alert', hidden: true });
    this.typing = h('p', { className: 'typing', 'aria-live': 'polite', 'data-testid': 'typing-line' });
    this.element = h('div', { className: 'composer-area' }, this.typing, strip, this.error, h('div', { className: 'composer' },
      ...buttons, this.input, this.sendButton));
    this.#listen();
  }

  focus() {
    if (matchMedia('(pointer: fine)').matches) this.input.focus();
  }

  clear() {
    this.restore('');
  }

  // What had been begun.
  restore(text) {
    this.input.value = text;
    this.#complain(null);
    this.#grow();
  }

  // Where the cursor is, with a space around it where one is missing.
  insert(text) {
    const { value, selectionStart, selectionEnd } = this.input;
    const before = /\S$/u.test(value.slice(0, selectionStart)) ? ' ' : '';
    const after = /^\s/u.test(value.slice(selectionEnd)) ? '' : ' ';
    this.input.setRangeText(`${before}${text}${after}`, selectionStart, selectionEnd, 'end');
    this.input.dispatchEvent(new Event('input', { bubbles: true }));
    this.input.focus();
  }

  showTyping(names) {
    this.typing.textContent = names.length === 0 ? '' : names.length === 1 ? t('typingOne', names[0]) : t('typingMany');
  }

  // What is attached has changed.
  refresh() {
    this.sendButton.disabled = !this.input.value.trim() && !this.actions.media.canSend;
  }

  #listen() {
    this.input.addEventListener('input', () => { this.#grow(); this.#complain(null); if (this.input.value) this.actions.typing(); });
    this.input.addEventListener('keydown', (event) => {
      const wantsLine = event.shiftKey || event.isComposing || !matchMedia('(pointer: fine)').matches;
      if (event.key !== 'Enter' || wantsLine) return;
      event.preventDefault();
      this.send();
    });
  }

  send() {
    const text = this.input.value.replace(/\s+$/u, '');
    if (!text.trim() && !this.actions.media.canSend) return;
    if (encoder.encode(text).length > this.actions.limits().message) return this.#complain(t('tooLong'));
    this.actions.say(text);
    this.clear();
    this.input.focus();
  }

  #complain(text) {
    this.error.hidden = !text;
    this.error.textContent = text ?? '';
  }

  #grow() {
    this.refresh();
    this.input.style.height = 'auto';
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
