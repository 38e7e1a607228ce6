// Files that are attached, prepared and on their way to the server: at most two at a time. What has been attached to a
// room waits there until the person sends it; it is uploaded meanwhile. Emits change, progress(item),
// ready(item): sent by the person, and uploaded; gone(item): given up.
import { Emitter } from './emitter.js';
import { randomId } from './ids.js';
import { Pace } from './pace.js';

export const mostAttached = 30; // in a room
const atOnce = 2;
const mostTries = 6; // until the person is asked
const firstPauseMs = 2_000;
const staleMs = 50 * 60_000; // the server removes what no message names within an hour
const byItself = ['network', 'busy', 'full']; // what another try may mend
const stallMs = 45_000; // without a byte going through

export class Uploads extends Emitter {
  // { id, room, file, name, caption, state: preparing | waiting | sending | done | failed, error, final, progress:
  // 0..1,
  //   and what prepare() gives; `ts`: when the person has sent it, or null; `batch`: those sent with it }
  items = [];
  #prepare;
  #post;
  #now;
  #isPreparing = false;
  #timer = 0;

  // `prepare(item)` as in media/prepare.js, `post(item, onProgress)` as below.
  constructor({ prepare, post, now = Date.now }) {
    super();
    this.#prepare = prepare;
    this.#post = post;
    this.#now = now;
  }

  // Gives how many were too many.
  add(room, files) {
    const taken = [...files].slice(0, Math.max(0, mostAttached - this.attached(room).length));
    for (const file of taken)
      this.items.push({
        id: randomId(),
        room,
        file,
        name: file.name || 'image.png',
        caption: '',
        state: 'preparing',
        error: null,
        final: false,
        progress: 0,
        tries: 0,
        ts: null,
      });
    this.#go();
    return files.length - taken.length;
  }

  // Attached, and not sent by the person yet.
  attached(room) {
    return this.items.filter((item) => item.room === room && item.ts === null);
  }

  // Sent by the person, and not uploaded yet.
  underWay(room) {
    return this.items.filter((item) => item.room === room && item.ts !== null);
  }

  // Those that can be sent are, with `text` as the last one's caption; others stay attached. False when there were
  // none. What is over of the text (all have captions of their own) is given as a string.
  send(room, text) {
    const batch = this.attached(room).filter((item) => item.state !== 'failed');
    if (batch.length === 0) return false;
    const bare = batch.findLast((item) => !item.caption.trim());
    if (text && bare) bare.caption = text;
    const ts = this.#now();
    for (const item of batch) {
      Object.assign(item, { ts, batch });
      if (item.state === 'done' && ts - item.doneAt > staleMs) Object.assign(item, { state: 'waiting', progress: 0 });
    }
    this.#go();
    return text && !bare ? text : true;
  }

  // Cancels, too.
  remove(id) {
    const item = this.#find(id);
    if (!item) return false;
    this.items = this.items.filter((each) => each !== item);
    item.upload?.abort();
    this.emit('gone', item);
    this.#go();
    return true;
  }

  // What seems damaged goes as it is then.
  retry(id) {
    const item = this.#find(id);
    if (!item) return false;
    const asItIs = item.error === 'damaged';
    if (item.state !== 'failed' || (item.final && !asItIs)) return true;
    Object.assign(item, {
      state: item.blob ? 'waiting' : 'preparing',
      asItIs,
      error: null,
      final: false,
      progress: 0,
      tries: 0,
      pause: 0,
    });
    this.#go();
    return true;
  }

  // The connection is back: what waits for it goes on, and what has waited in vain.
  again() {
    for (const item of this.items) {
      if (item.state === 'waiting') item.pause = 0;
      if (item.state === 'failed' && item.error === 'network')
        Object.assign(item, { state: item.blob ? 'waiting' : 'preparing', error: null, tries: 0, pause: 0 });
    }
    this.#go();
  }

  leave(room) {
    for (const item of this.items.filter((each) => each.room === room)) this.remove(item.id);
  }

  get isBusy() {
    return this.items.some((item) => item.ts !== null && item.state !== 'failed');
  }

  #find(id) {
    return this.items.find((item) => item.id === id);
  }

  #go() {
    this.#sayReady();
    this.#prepareNext();
    for (const item of this.items) {
      if (this.items.filter((each) => each.state === 'sending').length >= atOnce) break;
      if (item.state === 'waiting' && !(item.pause > this.#now())) this.#send(item);
    }
    this.#goAgainLater();
    this.emit('change');
  }

  // When the first pause ends; a file that needs no pause any more leaves no timer behind.
  #goAgainLater() {
    clearTimeout(this.#timer);
    const pauses = this.items.filter((item) => item.state === 'waiting').map((item) => item.pause - this.#now());
    const first = Math.min(...pauses.filter((pause) => pause > 0));
    if (first < Infinity) this.#timer = setTimeout(() => this.#go(), first + 1);
  }

  // Those that were sent together are said in their order; one that failed lets the others go before.
  #sayReady() {
    for (const item of [...this.items]) {
      if (item.ts === null || item.state !== 'done') continue;
      const before = item.batch.slice(0, item.batch.indexOf(item)).filter((each) => this.items.includes(each));
      if (before.some((each) => each.state !== 'failed')) continue;
      this.items = this.items.filter((each) => each !== item);
      this.emit('ready', item);
    }
  }

  // One after the other: pictures are large while they are looked at.
  async #prepareNext() {
    const item = this.#isPreparing ? null : this.items.find((each) => each.state === 'preparing');
    if (!item) return;
    this.#isPreparing = true;
    const found = await this.#prepare(item).catch(() => ({ error: 'unreadable' }));
    this.#isPreparing = false;
    if (found.error) Object.assign(item, { state: 'failed', error: found.error, final: found.error !== 'network' });
    else Object.assign(item, found, { state: 'waiting' });
    if (!this.items.includes(item)) this.emit('gone', item); // meanwhile
    this.#go();
  }

  async #send(item) {
    const pace = new Pace(this.#now());
    const upload = this.#post(item, (share) => {
      item.progress = share;
      pace.note(share * item.blob.size, this.#now());
      item.pace = pace.tell(item.blob.size, this.#now());
      this.emit('progress', item);
    });
    Object.assign(item, { state: 'sending', error: null, progress: 0, pace: null, upload });
    const answer = await upload.done;
    item.upload = null;
    if (!this.items.includes(item)) return;
    if (answer?.status === 201)
      Object.assign(item, { state: 'done', progress: 1, answer: answer.body, doneAt: this.#now() });
    else this.#broke(item, answer ? (answer.body?.code ?? 'other') : 'network', answer?.wait ?? 0);
    this.#go();
  }

  #broke(item, error, wait) {
    const goesOn = byItself.includes(error) && ++item.tries < mostTries;
    Object.assign(item, {
      error,
      progress: 0,
      state: goesOn ? 'waiting' : 'failed',
      final: !byItself.includes(error) && !['no_space', 'storage', 'other'].includes(error),
    });
    if (!goesOn) return;
    item.pause = this.#now() + Math.max(wait, firstPauseMs * 2 ** (item.tries - 1));
  }
}

// One upload on its way. Its own connection, so that what is said does not wait for it.
// `onProgress(share)`, 0 to 1. Gives { done, abort() }; `done` is { status, body, wait } (ms that the server asks for),
// or null when the network broke off.
export function post({ blob, name, thumb }, onProgress) {
  const form = new FormData();
  if (thumb) form.append('thumb', thumb, 'thumb');
  form.append('file', blob, name);
  const request = new XMLHttpRequest();
  request.open('POST', '/upload');
  request.responseType = 'json';
  let stall = 0;
  const alive = () => {
    clearTimeout(stall);
    stall = setTimeout(() => request.abort(), stallMs);
  };
  const done = new Promise((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onload = () =>
      resolve({
        status: request.status,
        body: request.response,
        wait: Number(request.getResponseHeader('Retry-After') ?? 0) * 1000,
      });
    request.onerror = request.onabort = () => resolve(null);
    request.onloadend = () => clearTimeout(stall);
  });
  alive();
  request.send(form);
  return { done, abort: () => request.abort() };
}
