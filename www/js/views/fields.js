// Fields of forms, each with what is wrong with it under it.
import { h, icon } from '../page/dom.js';

export function field(id, label, input, { optional = false } = {}) {
  input.id = id;
  return h('div', { className: 'field', hidden: optional }, h('label', { htmlFor: id }, label), input);
}

// One error for a form: it stands under the field that it is about, or where `home` is when it is about none.
export class FormError {
  #of = null;

  constructor(testid, home = h('div')) {
    this.home = home;
    this.element = h('p', { className: 'error', id: `${testid}-text`, role: 'alert', 'data-testid': testid });
  }

  // `input` is one of a field(), or null.
  show(input, text) {
    this.clear();
    (input?.parentElement ?? this.home).append(this.element);
    this.element.textContent = text;
    if (!input) return;
    this.#of = input;
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', this.element.id);
    input.focus();
  }

  clear() {
    this.#of?.removeAttribute('aria-invalid');
    this.#of?.removeAttribute('aria-describedby');
    this.#of = null;
    this.element.textContent = '';
  }
}

// The button that opens a field for a password of one's own choice.
export function lockToggle(text, testid, onclick) {
  const sign = icon('lock');
  sign.setAttribute('class', 'small-icon');
  return h(
    'button',
    { type: 'button', className: 'link-button', 'data-testid': testid, onclick },
    sign,
    h('span', {}, text),
  );
}
