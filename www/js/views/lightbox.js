// A room's pictures one by one, as large as the window: enlarged, moved, turned over like pages, and kept.
import { larger, moved, none, smaller, toggled, zoomed } from '../media/zoom.js';
import { h, icon, iconButton } from '../page/dom.js';
import { dayText, locale, t } from '../page/i18n.js';
import { clock } from '../text/format.js';

const farEnough = 60; // px of a swipe
const doubleMs = 300;
const panStep = 80; // px with an arrow key

export class Lightbox {
  #dialog = null;
  #entry = null; // { file, seq?, from?, ts?, text? }
  #view = none;
  #pointers = new Map(); // id -> { x, y }
  #swipe = null; // { x, y }: moved so far, unenlarged
  #tapped = { at: 0, x: 0, y: 0 };

  // `source`: pictures() (entries, newest first), more() (asks for older ones), show(seq) (in the conversation).
  constructor(place, source) {
    this.place = place;
    this.source = source;
  }

  open(entry) {
    if (this.#dialog) return;
    this.#build();
    this.place.append(this.#dialog);
    this.#dialog.showModal();
    this.#show(entry);
    this.stage.focus();
  }

  // There are other pictures now.
  refresh() {
    if (this.#dialog) this.#showPlace();
  }

  close() {
    this.#dialog?.close();
  }

  #build() {
    this.who = h('span', { className: 'who' });
    this.when = h('span', { className: 'when' });
    this.count = h('span', { className: 'count', role: 'status' });
    this.image = h('img', { draggable: false, 'data-testid': 'lightbox-image' });
    this.under = h('img', { className: 'under', alt: '', draggable: false });
    this.stage = h(
      'div',
      { className: 'stage', tabIndex: -1, 'data-testid': 'lightbox-stage' },
      this.under,
      this.image,
    );
    this.caption = h('p', { className: 'caption', dir: 'auto', 'data-testid': 'lightbox-caption' });
    this.download = h(
      'a',
      {
        className: 'icon-button',
        title: t('download'),
        'aria-label': t('download'),
        'data-testid': 'lightbox-download',
      },
      icon('download'),
    );
    this.older = iconButton('leave', t('previousPicture'), {
      className: 'icon-button turn older',
      'data-testid': 'lightbox-previous',
      onclick: () => this.#turn(1),
    });
    this.newer = iconButton('forward', t('nextPicture'), {
      className: 'icon-button turn newer',
      'data-testid': 'lightbox-next',
      onclick: () => this.#turn(-1),
    });
    this.out = iconButton('minus', t('zoomOut'), {
      'data-testid': 'lightbox-smaller',
      onclick: () => this.#zoom(smaller),
    });
    this.find = iconButton('message', t('showInRoom'), {
      'data-testid': 'lightbox-show',
      onclick: () => {
        const { seq } = this.#entry;
        this.close();
        this.source.show(seq);
      },
    });
    this.#dialog = h(
      'dialog',
      { className: 'lightbox', 'data-testid': 'lightbox' },
      h(
        'div',
        { className: 'bar' },
        h('div', { className: 'about' }, this.who, this.when),
        this.count,
        this.out,
        iconButton('plus', t('zoomIn'), { 'data-testid': 'lightbox-larger', onclick: () => this.#zoom(larger) }),
        this.find,
        this.download,
        iconButton('close', t('close'), { 'data-testid': 'lightbox-close', onclick: () => this.close() }),
      ),
      this.stage,
      this.older,
      this.newer,
      this.caption,
    );
    this.#listen();
  }

  #listen() {
    const { stage } = this;
    this.image.addEventListener('load', () => {
      this.image.classList.add('loaded');
      this.#draw();
    });
    this.#dialog.addEventListener('close', () => {
      this.#dialog.remove();
      this.#dialog = null;
      this.#pointers.clear();
    });
    this.#dialog.addEventListener('keydown', (event) => {
      if (this.#keyed(event)) event.preventDefault();
    });
    stage.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.#zoom(zoomed, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), this.#point(event));
      },
      { passive: false },
    );
    stage.addEventListener('pointerdown', (event) => this.#down(event));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel'])
      stage.addEventListener(type, (event) => this.#up(event, type === 'pointerup'));
  }

  #keyed({ key, target }) {
    const pan = { ArrowLeft: [panStep, 0], ArrowRight: [-panStep, 0], ArrowUp: [0, panStep], ArrowDown: [0, -panStep] }[
      key
    ];
    if (this.#view.scale > 1 && pan) this.#set(moved(this.#view, ...pan, ...this.#sizes()));
    else if (key === 'ArrowLeft' || key === 'PageUp') this.#turn(1);
    else if (key === 'ArrowRight' || key === 'PageDown') this.#turn(-1);
    else if (key === '+' || key === '=') this.#zoom(larger);
    else if (key === '-') this.#zoom(smaller);
    else if (key === '0') this.#set(none);
    else if (key === 'Enter' && target === this.stage) this.#zoom(toggled, { x: 0, y: 0 });
    else return false;
    return true;
  }

  // `by`: 1 to the older one, -1 to the newer one.
  #turn(by) {
    const { list, at } = this.#where();
    if (at >= 0 && list[at + by]) this.#show(list[at + by]);
    else this.#set(none);
  }

  #show(entry) {
    const { file } = entry;
    this.#entry = entry;
    this.#pointers.clear();
    this.#swipe = null;
    this.#dialog.setAttribute('aria-label', file.name);
    this.who.textContent = entry.from ?? file.name;
    this.when.textContent = entry.ts ? `${dayText(entry.ts)}, ${clock(entry.ts, locale)}` : '';
    this.caption.textContent = entry.text ?? '';
    this.caption.hidden = !entry.text;
    this.find.hidden = !entry.seq;
    Object.assign(this.download, { href: `${file.url}?download`, download: file.name });
    this.under.hidden = !file.thumb;
    this.under.src = file.thumb ?? '';
    this.image.classList.remove('loaded');
    Object.assign(this.image, { alt: file.name, src: file.url });
    this.#size(file);
    this.#set(none);
    this.#showPlace();
    this.#preload();
  }

  #showPlace() {
    const { list, at } = this.#where();
    const number = list.length - at;
    this.count.textContent = at >= 0 && list.length > 1 ? t('fromTo', number, list.length) : '';
    this.older.hidden = !list[at + 1] || at < 0;
    this.newer.hidden = !list[at - 1];
    if (at < 0 || at + 3 >= list.length) this.source.more();
  }

  #where() {
    const list = this.source.pictures();
    return { list, at: list.findIndex(({ file }) => file.url === this.#entry.file.url) };
  }

  #preload() {
    const { list, at } = this.#where();
    if (at < 0) return;
    for (const near of [list[at + 1], list[at - 1]]) if (near) new Image().src = near.file.url;
  }

  // The preview beneath has the picture's own proportions.
  #size({ width = 0, height = 0 }) {
    const frame = this.stage.getBoundingClientRect();
    const scale = width && height ? Math.min(1, frame.width / width, frame.height / height) : 0;
    this.under.style.width = scale ? `${width * scale}px` : '';
    this.under.style.height = scale ? `${height * scale}px` : '';
  }

  #sizes() {
    const { naturalWidth, naturalHeight } = this.image;
    const frame = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    const scale = naturalWidth ? Math.min(1, frame.width / naturalWidth, frame.height / naturalHeight) : 0;
    return [{ width: naturalWidth * scale, height: naturalHeight * scale }, frame];
  }

  #point({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  #zoom(how, ...where) {
    this.#set(how(this.#view, ...where, ...this.#sizes()));
  }

  #set(view) {
    this.#view = view;
    this.#draw();
  }

  #draw() {
    const { scale, x, y } = this.#view;
    const swiped = this.#swipe ?? { x: 0, y: 0 };
    this.image.style.transform = `translate(${x + swiped.x}px, ${y + swiped.y}px) scale(${scale})`;
    this.stage.classList.toggle('zoomed', scale > 1);
    this.stage.classList.toggle('held', this.#pointers.size > 0);
    this.out.disabled = scale === 1;
    this.stage.dataset.scale = scale.toFixed(2);
  }

  #down(event) {
    this.stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#point(event));
    this.#swipe = this.#pointers.size === 1 && this.#view.scale === 1 ? { x: 0, y: 0 } : null;
    this.#draw();
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const point = this.#point(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, point);
    if (other) this.#pinch(before, point, other);
    else if (this.#swipe)
      this.#swipe = { x: this.#swipe.x + point.x - before.x, y: this.#swipe.y + point.y - before.y };
    else this.#view = moved(this.#view, point.x - before.x, point.y - before.y, ...this.#sizes());
    this.#draw();
  }

  #pinch(before, point, other) {
    const distance = (a, b) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
    const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
    const sizes = this.#sizes();
    const view = zoomed(this.#view, distance(point, other) / distance(before, other), middle, ...sizes);
    this.#view = moved(view, (point.x - before.x) / 2, (point.y - before.y) / 2, ...sizes);
  }

  #up(event, isMeant) {
    if (!this.#pointers.delete(event.pointerId)) return;
    const swipe = this.#swipe;
    this.#swipe = null;
    if (isMeant && swipe) this.#swiped(swipe, event);
    else if (isMeant && this.#view.scale > 1 && this.#pointers.size === 0) this.#tap(event);
    if (this.#dialog) this.#draw();
  }

  #swiped({ x, y }, event) {
    if (Math.abs(x) > farEnough && Math.abs(x) > Math.abs(y)) this.#turn(x > 0 ? 1 : -1);
    else if (y > farEnough * 1.5 && event.pointerType !== 'mouse') this.close();
    else if (Math.hypot(x, y) < 8) this.#tap(event);
  }

  #tap(event) {
    const point = this.#point(event);
    const isSecond =
      event.timeStamp - this.#tapped.at < doubleMs &&
      Math.hypot(point.x - this.#tapped.x, point.y - this.#tapped.y) < 30;
    this.#tapped = isSecond ? { at: 0, x: 0, y: 0 } : { at: event.timeStamp, ...point };
    if (isSecond) this.#zoom(toggled, point);
  }
}
