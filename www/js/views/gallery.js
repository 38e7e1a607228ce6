// A room's pictures and files in one panel, the newest first; older ones come as one scrolls.
import { h, icon, iconButton } from '../page/dom.js';
import { dayText, locale, t } from '../page/i18n.js';
import { clock } from '../text/format.js';
import { downloadLink, fileLabel } from './pictures.js';

export class GalleryView {
  #kind = 'pictures';
  #drawn = { pictures: new Map(), files: new Map() }; // seq -> element

  // `source`: pictures(), files() (entries, newest first), more() (asks for older ones; false when there are none),
  // show(seq), open(entry).
  constructor(place, source) {
    this.source = source;
    this.tabs = ['pictures', 'files'].map((kind) =>
      h(
        'button',
        {
          type: 'button',
          id: `gallery-${kind}`,
          role: 'tab',
          className: 'tab',
          'aria-controls': 'gallery-panel',
          'data-testid': `gallery-${kind}`,
          onclick: () => this.#choose(kind),
        },
        t(kind),
      ),
    );
    this.list = h('ul', { className: 'tiles' });
    this.status = h('p', { className: 'gallery-status', role: 'status', 'data-testid': 'gallery-status' });
    this.panel = h(
      'div',
      { className: 'gallery-panel', id: 'gallery-panel', role: 'tabpanel' },
      this.list,
      this.status,
    );
    const title = h('h2', { id: 'gallery-title' }, t('gallery'));
    this.dialog = h(
      'dialog',
      { className: 'gallery', 'aria-labelledby': 'gallery-title', 'data-testid': 'gallery' },
      h(
        'div',
        { className: 'gallery-bar' },
        title,
        iconButton('close', t('close'), { 'data-testid': 'gallery-close', onclick: () => this.close() }),
      ),
      h('div', { className: 'tabs', role: 'tablist', 'aria-label': t('gallery') }, ...this.tabs),
      this.panel,
    );
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog) this.close();
    });
    this.dialog.addEventListener('keydown', (event) => this.#keyed(event));
    this.panel.addEventListener('scroll', () => this.#askIfNear(), { passive: true });
    place.append(this.dialog);
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.#choose(this.#kind);
  }

  close() {
    this.dialog.close();
  }

  // There is more to show, or there is nothing more.
  refresh() {
    if (this.dialog.open) this.#show();
  }

  #choose(kind) {
    this.#kind = kind;
    for (const tab of this.tabs) {
      const isChosen = tab.id === `gallery-${kind}`;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    this.panel.setAttribute('aria-labelledby', `gallery-${kind}`);
    this.list.className = kind === 'pictures' ? 'tiles' : 'gallery-files';
    this.panel.scrollTop = 0;
    this.#show();
  }

  #show() {
    const entries = this.source[this.#kind]();
    const known = this.#drawn[this.#kind];
    const make = this.#kind === 'pictures' ? (entry) => this.#tile(entry) : (entry) => this.#row(entry);
    const drawn = new Map(entries.map((entry) => [entry.file.url, known.get(entry.file.url) ?? make(entry)]));
    this.#drawn[this.#kind] = drawn;
    const elements = [...drawn.values()];
    for (const element of [...this.list.children]) if (!elements.includes(element)) element.remove();
    elements.forEach((element, i) => {
      if (this.list.children[i] !== element) this.list.insertBefore(element, this.list.children[i] ?? null);
    });
    const isLooking = this.#askIfNear();
    const text = isLooking
      ? t('lookingBack')
      : entries.length > 0
        ? ''
        : t(this.#kind === 'pictures' ? 'noPictures' : 'noFiles');
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  #askIfNear() {
    const { scrollTop, scrollHeight, clientHeight } = this.panel;
    return scrollHeight - scrollTop < 2 * clientHeight && this.source.more();
  }

  #keyed(event) {
    const at = this.tabs.indexOf(event.target);
    if (at < 0 || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    const other = this.tabs[1 - at];
    other.click();
    other.focus();
  }

  #tile(entry) {
    const { file, from } = entry;
    const label = `${t('openImage', file.name)}, ${from}, ${when(entry)}`;
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          className: 'tile',
          'aria-label': label,
          title: `${from}, ${when(entry)}`,
          'data-testid': 'gallery-picture',
          onclick: () => this.source.open(entry),
        },
        h('img', { src: file.thumb ?? file.url, alt: '', loading: 'lazy', decoding: 'async' }),
      ),
    );
  }

  #row(entry) {
    return h(
      'li',
      { className: 'gallery-file', 'data-testid': 'gallery-file' },
      downloadLink(entry.file, 'file-line', ...fileLabel(entry.file), icon('download')),
      h(
        'button',
        {
          type: 'button',
          className: 'from',
          title: t('showInRoom'),
          onclick: () => {
            this.close();
            this.source.show(entry.seq);
          },
        },
        `${entry.from} · ${when(entry)}`,
      ),
    );
  }
}

const when = ({ ts }) => `${dayText(ts)}, ${clock(ts, locale)}`;
