// Photos and files, from where they are attached to where they are looked at: puts this part's modules together.
import { mostAttached, post, Uploads } from '../net/uploads.js';
import { iconButton } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { AttachmentsView } from '../views/attachments.js';
import { GalleryView } from '../views/gallery.js';
import { Lightbox } from '../views/lightbox.js';
import { whyFailed } from '../views/upload_text.js';
import { gathered } from './grid.js';
import { mimeOf } from './kinds.js';
import { remember } from './local.js';
import { prepare } from './prepare.js';
import { Shelf } from './shelf.js';

export class Media {
  #chat;
  #actions;
  #shelves = new Map(); // Room -> Shelf, of those whose pictures have been looked at

  // `place`: where the dialogs go. `actions`: say(room, message, info), send() (as the composer's button), goTo(seq),
  // focus() (the composer), changed(room) (what is attached or under way).
  constructor(chat, place, actions) {
    this.#chat = chat;
    this.#actions = actions;
    this.uploads = new Uploads({ prepare: async (item) => this.#prepared(item), post });
    this.attachments = new AttachmentsView({
      files: (files) => this.attach(files),
      remove: (id) => this.uploads.remove(id),
      retry: (id) => this.uploads.retry(id),
      send: actions.send,
      focus: actions.focus,
      limits: () => chat.limits,
      room: () => (document.getElementById('room').hidden ? null : (chat.current?.name ?? null)),
    });
    this.galleryButton = iconButton('images', t('gallery'), {
      'data-testid': 'gallery-open',
      onclick: () => this.gallery.open(),
    });
    const source = {
      pictures: () => this.#shelf()?.pictures ?? [],
      files: () => this.#shelf()?.files ?? [],
      more: () => this.#more(),
      show: (seq) => {
        this.gallery.close();
        actions.goTo(seq);
      },
      open: (entry) => this.lightbox.open(entry),
    };
    this.gallery = new GalleryView(place, source);
    this.lightbox = new Lightbox(place, source);
    this.#listen();
  }

  attach(files) {
    const room = this.#chat.current;
    if (!room || files.length === 0) return;
    const over = this.uploads.add(room.name, files);
    this.attachments.say(over > 0 ? t('tooMany', mostAttached) : null);
    if (!document.activeElement?.matches('input, textarea')) this.#actions.focus(); // nobody is taken out of a caption
  }

  // What the composer's button asks: is there something to send without a text?
  get canSend() {
    const room = this.#chat.current;
    return room !== null && this.uploads.attached(room.name).some((item) => item.state !== 'failed');
  }

  // Sends what is attached, with the text. False when there is nothing, then the text is a message of its own.
  send(text) {
    const room = this.#chat.current;
    const over = this.uploads.send(room.name, text);
    if (over === false) return false;
    if (over !== true) this.#actions.say(room, { text: over });
    return true;
  }

  // For the rows of a conversation: uploads as items of the outbox, in the order in which they were sent.
  withUploads(items, { room }) {
    const uploading = this.uploads.underWay(room).map((item) => ({
      message: { id: item.id, text: item.caption || undefined },
      ts: item.ts,
      state: item.state === 'failed' ? 'failed' : 'uploading',
      error: item.error,
      info: {
        name: item.name,
        type: mimeOf(item.name),
        size: item.blob?.size ?? item.file.size,
        width: item.width,
        height: item.height,
        thumb: item.thumbUrl,
        upload: item,
        why: item.state === 'failed' ? whyFailed(item, this.#chat.limits) : undefined,
      },
    }));
    return [...items, ...uploading].sort((a, b) => a.ts - b.ts);
  }

  // A conversation's rows with what was sent together gathered.
  gathered(rows) {
    return gathered(rows);
  }

  // True when it was one of ours.
  retry(id) {
    return this.uploads.retry(id);
  }

  discard(id) {
    return this.uploads.remove(id);
  }

  openImage(file, row) {
    if (!file.upload) this.lightbox.open({ ...row, file });
  }

  // Another room is looked at.
  show() {
    const room = this.#chat.current;
    this.attachments.show(room ? this.uploads.attached(room.name) : []);
  }

  leave(room) {
    this.uploads.leave(room.name);
    this.#shelves.delete(room);
  }

  // How high a picture may be: 60% of the conversation. A keyboard that comes and goes does not count.
  measure(conversation) {
    let width = 0;
    let height = 0;
    new ResizeObserver(() => {
      const box = conversation.getBoundingClientRect();
      if (box.height === 0 || (box.width === width && box.height <= height)) return;
      ({ width, height } = box);
      conversation.style.setProperty('--tallest', `${Math.max(120, Math.round(height * 0.6))}px`);
    }).observe(conversation);
  }

  #listen() {
    const { uploads } = this;
    uploads.on('change', () => {
      this.show();
      this.#actions.changed();
    });
    uploads.on('progress', (item) => {
      this.attachments.progress(item);
      for (const bar of document.querySelectorAll(`[data-upload="${item.id}"]`)) bar.value = item.progress;
    });
    uploads.on('ready', (item) => this.#ready(item));
    uploads.on('gone', ({ thumbUrl }) => {
      if (thumbUrl) URL.revokeObjectURL(thumbUrl);
    });
    this.#chat.on('timeline', (room) => this.#looked(room));
    this.#chat.on('current', () => this.gallery.close());
    this.#chat.on('joined', () => {
      uploads.again();
      // It may have been the connection.
      for (const image of document.querySelectorAll('.picture.gone img.full')) image.src = `${image.src}`;
    });
    window.addEventListener('beforeunload', (event) => {
      if (uploads.isBusy) event.preventDefault();
    });
  }

  async #prepared(item) {
    const found = await prepare(item, this.#chat.limits);
    return found.thumb ? { ...found, thumbUrl: URL.createObjectURL(found.thumb) } : found;
  }

  #ready({ room: name, caption, answer: { filename, success, ...info }, thumbUrl, id }) {
    const room = this.#chat.mine.get(name); // there, because leaving it removes its uploads
    if (thumbUrl) remember(info.url, thumbUrl);
    const text = caption.trim();
    this.#actions.say(room, { file: filename, ...(text ? { text } : {}) }, info, id);
  }

  #shelf() {
    const room = this.#chat.current;
    if (!room) return null;
    if (!this.#shelves.has(room)) this.#shelves.set(room, new Shelf());
    const shelf = this.#shelves.get(room);
    shelf.read(room.log);
    return shelf;
  }

  // Whether there is more to wait for.
  #more() {
    const question = this.#shelf()?.question(this.#chat.current.log) ?? null;
    this.#chat.current?.ask(question);
    return question !== null;
  }

  // What has come is taken before the log lets go of it.
  #looked(room) {
    this.#shelves.get(room)?.read(room.log);
    if (room !== this.#chat.current) return;
    this.gallery.refresh();
    this.lightbox.refresh();
  }
}
