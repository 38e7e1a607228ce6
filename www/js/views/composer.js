// Where one writes, beneath what is attached.
import { h, iconButton } from '../page/dom.js';
import { t } from '../page/i18n.js';

const encoder = new TextEncoder();
const nearLimit = 0.8; // of the longest message: from there on what is left is counted

// With fingers Enter makes a new line, and the button sends.
const hasFingers = () => matchMedia('(pointer: coarse)').matches;

export class ComposerView {
  whenSet = () => {}; // the text has been replaced, not typed

  // `actions`: say(text), typing(), limits(), media (a Media: its buttons, its strip, and whether it has something to
  // send).
  constructor(actions) {
    this.actions = actions;
    this.input = h('textarea', {
      rows: 1,
      placeholder: t('write'),
      'aria-label': t('write'),
      dir: 'auto',
      'data-testid': 'composer-input',
      enterKeyHint: hasFingers() ? 'enter' : 'send',
    });
    this.field = h('div', { className: 'composer-field' }, this.input); // as high as its text: css/composer.css
    this.counter = h('p', { className: 'composer-counter', hidden: true, 'data-testid': 'composer-counter' });
    this.sendButton = iconButton('send', t('send'), {
      className: 'icon-button send',
      disabled: true,
      'data-testid': 'composer-send',
      onclick: () => this.send(),
    });
    const { buttons, strip } = actions.media.attachments;
    this.error = h('p', { className: 'error composer-error', role: 'alert', hidden: true });
    this.typing = h('p', { className: 'typing', 'aria-live': 'polite', 'data-testid': 'typing-line' });
    this.row = h('div', { className: 'composer' }, ...buttons, this.field, this.sendButton);
    this.element = h('div', { className: 'composer-area' }, this.typing, strip, this.error, this.counter, this.row);
    this.#listen();
  }

  // The emoji picker's button, and the Suggestions above the row.
  add(button, suggestions) {
    this.sendButton.before(button);
    this.row.append(suggestions.element, suggestions.status);
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
    this.whenSet();
  }

  // Where the cursor is, with a space around it where one is missing.
  insert(text) {
    const { value, selectionStart, selectionEnd } = this.input;
    const before = /\S$/u.test(value.slice(0, selectionStart)) ? ' ' : '';
    const after = /^\s/u.test(value.slice(selectionEnd)) ? '' : ' ';
    this.write(before + text + after);
    this.input.focus();
  }

  // As if it were typed in the place of what stands from `from` to `to`: it can be undone where the browser lets it.
  write(text, from = this.input.selectionStart, to = this.input.selectionEnd) {
    const { activeElement } = document;
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(from, to);
    const isReached = document.activeElement === this.input; // it is not while a dialog is open
    if (!isReached || !document.execCommand('insertText', false, text)) {
      this.input.setRangeText(text, from, to, 'end');
      this.input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (activeElement !== this.input) activeElement?.focus({ preventScroll: true });
  }

  showTyping(names) {
    this.typing.textContent = names.length === 0 ? '' : names.length === 1 ? t('typingOne', names[0]) : t('typingMany');
  }

  // What is attached has changed.
  refresh() {
    this.sendButton.disabled = !this.input.value.trim() && !this.actions.media.canSend;
  }

  #listen() {
    this.input.addEventListener('input', () => {
      this.#grow();
      this.#complain(null);
      if (this.input.value) this.actions.typing();
    });
    this.input.addEventListener('keydown', (event) => {
      const isComposing = event.isComposing || event.keyCode === 229; // Safari ends the composition before this key
      if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing || hasFingers()) return;
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
    this.field.dataset.text = this.input.value;
    this.refresh();
    this.#count(this.input.value);
  }

  // The server counts bytes of UTF-8. No text has more than three for each of its units.
  #count(text) {
    const most = this.actions.limits().message;
    const isNear = text.length * 3 > most * nearLimit;
    const left = isNear ? most - encoder.encode(text.replace(/\s+$/u, '')).length : most;
    this.counter.hidden = left > most * (1 - nearLimit);
    this.counter.classList.toggle('error', left < 0);
    this.counter.textContent = this.counter.hidden ? '' : left < 0 ? t('bytesOver', -left) : t('bytesLeft', left);
  }
}
