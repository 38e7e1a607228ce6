// What has been attached and not been sent yet: a strip of cards above the composer, and the ways files come in.
import { extensionOf } from '../media/kinds.js';
import { h, icon, iconButton } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { anotherTry, howItGoes, whyFailed } from './upload_text.js';

export class AttachmentsView {
  #cards = new Map(); // id -> card

  // `actions`: files(list), remove(id), retry(id), send(), limits(), room() (its name, null outside of rooms).
  constructor(actions) {
    this.actions = actions;
    this.picker = this.#chooser({ multiple: true, 'data-testid': 'file-input' });
    this.camera = this.#chooser({ accept: 'image/*', capture: 'environment', 'data-testid': 'camera-input' });
    this.buttons = [
      iconButton('attach', t('attach'), { 'data-testid': 'composer-attach', onclick: () => this.picker.click() }),
      this.picker,
      iconButton('camera', t('camera'), {
        className: 'icon-button only-touch',
        'data-testid': 'composer-camera',
        onclick: () => this.camera.click(),
      }),
      this.camera,
    ];
    this.list = h('ul', { className: 'attachments', 'aria-label': t('attachments'), 'data-testid': 'attachments' });
    this.note = h('p', { className: 'error attachments-note', role: 'alert', hidden: true });
    this.strip = h('div', { className: 'attachments-area', hidden: true }, this.note, this.list);
    document.addEventListener('paste', (event) => this.#pasted(event));
    this.#acceptDrops();
  }

  // `items` of Uploads. Cards stay where they are, so that nobody loses the field they are writing in.
  show(items) {
    const known = this.#cards;
    const hadFocus = this.list.contains(document.activeElement);
    this.#cards = new Map(items.map((item) => [item.id, known.get(item.id) ?? this.#card(item)]));
    for (const [id, card] of known) if (!this.#cards.has(id)) card.element.remove();
    items.forEach((item, i) => {
      const card = this.#cards.get(item.id);
      if (this.list.children[i] !== card.element) this.list.insertBefore(card.element, this.list.children[i] ?? null);
      if (!known.has(item.id) && i === items.length - 1) card.element.scrollIntoView({ block: 'nearest' });
      this.#fill(card, item);
    });
    this.strip.hidden = items.length === 0;
    if (items.length === 0) this.say(null);
    if (hadFocus && !this.list.contains(document.activeElement)) this.actions.focus();
  }

  progress(item) {
    const card = this.#cards.get(item.id);
    if (!card) return;
    card.bar.value = item.progress;
    card.status.textContent = howItGoes(item);
  }

  say(text) {
    this.note.hidden = !text;
    this.note.textContent = text ?? '';
  }

  #card(item) {
    const card = {
      thumb: h('span', { className: 'thumb', 'aria-hidden': 'true' }),
      name: h('span', { className: 'name', dir: 'auto' }),
      status: h('span', { className: 'status' }),
      bar: h('progress', { max: 1, value: 0, 'aria-label': t('uploading'), 'data-testid': 'upload-progress' }),
      caption: h('input', {
        type: 'text',
        className: 'caption',
        dir: 'auto',
        placeholder: t('caption'),
        'aria-label': `${t('caption')}: ${item.name}`,
        maxLength: 2000,
        autocomplete: 'off',
        enterKeyHint: 'send',
        'data-testid': 'upload-caption',
      }),
      retry: h('button', { type: 'button', className: 'button small', 'data-testid': 'upload-retry' }),
      shown: null,
    };
    card.caption.addEventListener('input', () => {
      item.caption = card.caption.value;
    });
    card.caption.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.actions.send();
    });
    card.retry.addEventListener('click', () => this.actions.retry(item.id));
    card.element = h(
      'li',
      { className: 'attachment', 'data-testid': 'upload-item' },
      card.thumb,
      h('span', { className: 'label' }, card.name, card.status, card.retry),
      iconButton('close', t('removeFile', item.name), {
        className: 'icon-button remove',
        'data-testid': 'upload-cancel',
        onclick: () => this.actions.remove(item.id),
      }),
      card.caption,
      card.bar,
    );
    return card;
  }

  #fill(card, item) {
    const isFailed = item.state === 'failed';
    card.element.dataset.state = item.state;
    card.name.textContent = item.name;
    card.name.title = item.name;
    const status = isFailed ? whyFailed(item, this.actions.limits()) : howItGoes(item);
    if (isFailed && card.status.textContent !== status) card.status.setAttribute('role', 'alert');
    if (!isFailed) card.status.removeAttribute('role');
    card.status.textContent = status;
    card.status.className = isFailed ? 'status error' : 'status';
    const again = isFailed ? anotherTry(item) : null;
    card.retry.hidden = again === null;
    card.retry.textContent = again ?? '';
    card.caption.hidden = isFailed && item.final;
    card.bar.hidden = isFailed || item.state === 'done';
    card.bar.value = item.progress;
    const looks = item.thumbUrl ?? extensionOf(item.name);
    if (card.shown === looks) return;
    card.shown = looks;
    card.thumb.replaceChildren(
      item.thumbUrl ? h('img', { src: item.thumbUrl, alt: '' }) : looks ? looks.slice(0, 4) : icon('file'),
    );
  }

  #chooser(properties) {
    const input = h('input', { type: 'file', hidden: true, tabIndex: -1, ...properties });
    if (properties.capture) input.setAttribute('capture', properties.capture);
    input.addEventListener('change', () => {
      this.actions.files([...input.files]);
      input.value = '';
    });
    return input;
  }

  // What comes from a sheet or a text is a picture, too, but the text is what is meant.
  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !this.actions.room() || event.clipboardData.getData('text/plain')) return;
    event.preventDefault();
    this.actions.files(files);
  }

  // Anywhere on the page; a layer says where it goes.
  #acceptDrops() {
    const where = h('strong', {});
    const layer = h(
      'div',
      { className: 'drop-layer', hidden: true, 'data-testid': 'drop-layer' },
      h('div', { className: 'drop-card' }, icon('attach'), where, h('span', {}, t('dropHint'))),
    );
    document.body.append(layer);
    const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files') && this.actions.room();
    window.addEventListener('dragover', (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      where.textContent = t('dropTo', this.actions.room());
      layer.hidden = false;
    });
    window.addEventListener('dragleave', (event) => {
      if (!event.relatedTarget) layer.hidden = true;
    });
    window.addEventListener('drop', (event) => {
      layer.hidden = true;
      if (!isFile(event)) return;
      event.preventDefault();
      this.actions.files([...event.dataTransfer.files]);
    });
  }
}
