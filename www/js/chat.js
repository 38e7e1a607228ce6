// The conversation with the server: who we are, the room we are in, what is said in it, what is on its way.
// Emits state, rooms, joined(isNewLog), refused(code), timeline(newEntries, wereMissed), members, typing(name),
// found({ query, before, messages, more } or { query, before, error }).
import { Emitter } from './emitter.js';
import { randomId } from './ids.js';
import { RoomLog } from './room_log.js';

const retryMs = 1_500; // after `rate_limited`
const typingEveryMs = 3_000;
const reloadMs = 30_000; // what a page left may be its own, when it is only being reloaded
const context = 50; // entries that are wanted before the first unread one
const encoder = new TextEncoder();

export class Chat extends Emitter {
  log = new RoomLog();
  rooms = [];
  members = [];
  notices = []; // who came and went: { after: seq, event, name }
  limits = { message: 16384, upload: 0, types: [], rate: 20 };
  place = null; // { room, name, password }: where we are or want to be
  isIn = false;
  locked = false;
  connected = false;
  #connection;
  #memory;
  #unread;
  #helloSent = false;
  #asked = null; // the question for a page of history that is under way
  #searching = null; // { query, before, isSent } under way
  #sending = null; // the id under way: one at a time, so that what is refused for now is not overtaken
  #resting = false; // after `rate_limited` nothing is sent for a moment
  #typedAt = 0;

  constructor(connection, memory, outbox, unread) {
    super();
    this.#connection = connection;
    this.#memory = memory;
    this.#unread = unread;
    this.outbox = outbox;
    connection.on('open', () => { this.#helloSent = false; });
    connection.on('message', (message) => this[`on_${message.type}`]?.(message));
    connection.on('closed', () => this.#lost());
  }

  enter(place) {
    this.place = place;
    this.#clear();
    this.#join();
  }

  leave() {
    if (this.place) this.#connection.send({ type: 'leave', room: this.place.room });
    this.place = null;
    this.#clear();
    this.emit('state');
  }

  say(message, info) {
    this.outbox.add(this.place.name, { ...message, room: this.place.room, id: randomId() }, info);
    this.emit('timeline', [], false);
    this.#sendNext();
  }

  retry(id) {
    this.outbox.mark(id, 'pending');
    this.emit('timeline', [], false);
    this.#sendNext();
  }

  discard(id) {
    this.outbox.remove(id);
    this.emit('timeline', [], false);
  }

  // From time to time: shows that this page is here, and looks for messages of pages that are not.
  tend() {
    this.outbox.beat();
    if (!this.isIn || !this.outbox.claim(this.place, reloadMs)) return;
    this.emit('timeline', [], false);
    this.#sendNext();
  }

  typing() {
    if (!this.isIn || Date.now() - this.#typedAt < typingEveryMs) return;
    this.#typedAt = Date.now();
    this.#connection.send({ type: 'typing', room: this.place.room });
  }

  // A question of the log. Only one is under way; who still wants something asks again when the answer is there.
  ask(question) {
    if (!question || this.#asked || this.#resting || !this.isIn) return;
    this.#asked = question;
    this.#connection.send({ type: 'history', room: this.place.room, ...question });
  }

  // False when it cannot be asked now: one at a time, and not while the server is away.
  search(query, before) {
    if (this.#searching || !this.isIn) return false;
    this.#searching = { query, before, isSent: false };
    this.#sendSearch();
    return true;
  }

  on_welcome({ session, limits }) {
    const known = this.#memory.read('session');
    if (known && !this.#helloSent && known !== session) {
      this.#helloSent = true;
      this.#connection.send({ type: 'hello', session: known });
      return;
    }
    this.#memory.write('session', session);
    this.limits = limits;
    this.connected = true;
    this.#connection.send({ type: 'rooms', watch: true });
    this.#join();
    this.emit('state');
  }

  on_joined(message) {
    if (message.room !== this.place?.room && this.isIn) return;
    this.place = { ...this.place, room: message.room, name: message.you };
    this.isIn = true;
    this.locked = message.locked;
    this.members = message.members;
    this.outbox.claim(this.place);
    for (const entry of message.messages) this.#acknowledge(entry);
    const isNewLog = this.log.epoch !== message.epoch;
    const fresh = this.log.join(message);
    if (isNewLog) this.notices = [];
    this.emit('joined', isNewLog);
    this.emit('members');
    this.emit('timeline', isNewLog ? [] : fresh, true);
    this.#sending = null;
    this.#sendNext();
  }

  on_message(entry) {
    if (entry.room !== this.place?.room) return;
    this.#acknowledge(entry);
    this.emit('timeline', this.log.add(entry) ? [entry] : [], false);
    this.#sendNext();
  }

  on_history(page) {
    if (page.room !== this.place?.room) return;
    const question = this.#asked;
    this.#asked = null;
    if (question) this.log.addPage(question, page);
    this.emit('timeline', [], false);
  }

  on_found({ room, messages, more }) {
    if (room !== this.place?.room || !this.#searching) return;
    const { query, before } = this.#searching;
    this.#searching = null;
    this.emit('found', { query, before, messages, more });
  }

  on_presence({ room, event, name }) {
    if (room !== this.place?.room) return;
    this.members = event === 'join' ? [...this.members, name] : this.members.filter((member) => member !== name);
    this.notices = [...this.notices.slice(-199), { after: this.log.newest, event, name }];
    this.emit('members');
    this.emit('timeline', [], false);
  }

  on_rooms({ rooms }) {
    this.rooms = rooms;
    this.emit('rooms');
  }

  on_typing({ room, from }) {
    if (room === this.place?.room) this.emit('typing', from);
  }

  on_error({ code, room, id }) {
    if (id !== undefined) return this.#messageRefused(id, code);
    if (!this.place) return;
    if (this.isIn) return this.#questionRefused(room, code);
    if (code === 'not_joined') return; // to what was asked before we joined again
    if (code === 'rate_limited') setTimeout(() => this.#join(), retryMs);
    else this.emit('refused', code);
  }

  #messageRefused(id, code) {
    if (id === this.#sending) this.#sending = null;
    if (code === 'not_joined') return this.#joinAgain();
    if (code === 'rate_limited') return this.#rest();
    this.outbox.mark(id, 'failed', code);
    this.emit('timeline', [], false);
    this.#sendNext();
  }

  // Which one it was is not said. Both may be asked again, but for a search that is no good one.
  #questionRefused(room, code) {
    if (room !== undefined && room !== this.place.room) return;
    if (code === 'not_joined') return this.#joinAgain();
    const searching = this.#searching;
    if (code === 'rate_limited') {
      this.#asked = null;
      if (searching) searching.isSent = false;
      this.#rest();
    } else if (searching) {
      this.#searching = null;
      this.emit('found', { query: searching.query, before: searching.before, error: code });
    }
  }

  // The server no longer has us in the room. What waits is sent after `joined`.
  #joinAgain() {
    if (!this.isIn) return;
    this.#out();
    this.#join();
  }

  #rest() {
    if (this.#resting) return;
    this.#resting = true;
    setTimeout(() => {
      this.#resting = false;
      this.#sendNext();
      this.#sendSearch();
      this.emit('timeline', [], false);
    }, retryMs);
  }

  #join() {
    if (!this.place || !this.connected) return;
    const { room, name, password } = this.place;
    this.#connection.send({ type: 'join', room, name, ...(password ? { password } : {}), ...this.#resume(room) });
  }

  // Without a log, as after a reload, it begins a little before what has not been read.
  #resume(room) {
    if (this.log.epoch) return { since: this.log.since, epoch: this.log.epoch };
    const read = this.#unread.of(room);
    return read ? { since: Math.max(0, read.seq - context), epoch: read.epoch } : {};
  }

  #acknowledge(entry) {
    if (entry.from !== this.place?.name) return;
    this.outbox.remove(entry.id);
    if (entry.id === this.#sending) this.#sending = null;
  }

  #sendNext() {
    if (!this.isIn || this.#sending || this.#resting) return;
    const item = this.outbox.nextPending(this.place);
    if (!item) return;
    // Far over the limit the server would hang up instead of answering.
    if (encoder.encode(item.message.text ?? '').length > this.limits.message) {
      return this.#messageRefused(item.message.id, 'too_long');
    }
    this.#sending = item.message.id;
    this.#connection.send({ type: 'message', ...item.message });
  }

  #sendSearch() {
    if (!this.isIn || this.#resting || !this.#searching || this.#searching.isSent) return;
    const { query, before } = this.#searching;
    this.#searching.isSent = true;
    this.#connection.send({ type: 'search', room: this.place.room, query, ...(before ? { before } : {}) });
  }

  #lost() {
    this.connected = false;
    this.#out();
    this.emit('state');
  }

  #out() {
    this.isIn = false;
    this.#asked = null;
    this.#searching = null;
    this.#sending = null;
  }

  #clear() {
    this.#out();
    this.log = new RoomLog();
    this.members = [];
    this.notices = [];
  }
}
