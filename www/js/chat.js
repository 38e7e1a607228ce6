// The conversation with the server: who we are, the room we are in, what is said in it, what is on its way.
// Emits state, rooms, joined, refused(code), timeline(newEntries), members, typing(name).
import { Emitter } from './emitter.js';
import { randomId } from './ids.js';
import { RoomLog } from './room_log.js';

const retryMs = 1_500; // after `rate_limited`
const typingEveryMs = 3_000;

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
  #helloSent = false;
  #asked = 0; // `before` of the history page under way
  #typedAt = 0;

  constructor(connection, memory, outbox) {
    super();
    this.#connection = connection;
    this.#memory = memory;
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
    const whole = { ...message, room: this.place.room, id: randomId() };
    this.outbox.add(whole, info);
    this.emit('timeline', []);
    if (this.isIn) this.#sendOne(whole);
  }

  retry(id) {
    const item = this.outbox.mark(this.place.room, id, 'pending');
    if (item && this.isIn) this.#sendOne(item.message);
    this.emit('timeline', []);
  }

  discard(id) {
    this.outbox.remove(this.place.room, id);
    this.emit('timeline', []);
  }

  typing() {
    if (!this.isIn || Date.now() - this.#typedAt < typingEveryMs) return;
    this.#typedAt = Date.now();
    this.#connection.send({ type: 'typing', room: this.place.room });
  }

  loadOlder() {
    if (this.log.more && this.log.oldest > 1) this.#ask(this.log.oldest);
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
    for (const entry of message.messages) this.#acknowledge(entry);
    const wasEmpty = this.log.entries.length === 0;
    const fresh = this.log.join(message);
    this.emit('joined');
    this.emit('members');
    this.emit('timeline', wasEmpty ? [] : fresh);
    this.#fillHoles();
    this.#sendPending();
  }

  on_message(entry) {
    if (entry.room !== this.place?.room) return;
    this.#acknowledge(entry);
    this.emit('timeline', this.log.add(entry) ? [entry] : []);
  }

  on_history(page) {
    if (page.room !== this.place?.room) return;
    this.log.addPage(this.#asked, page);
    this.#asked = 0;
    this.emit('timeline', []);
    this.#fillHoles();
  }

  on_presence({ room, event, name }) {
    if (room !== this.place?.room) return;
    this.members = event === 'join' ? [...this.members, name] : this.members.filter((member) => member !== name);
    this.notices = [...this.notices.slice(-199), { after: this.log.newest, event, name }];
    this.emit('members');
    this.emit('timeline', []);
  }

  on_rooms({ rooms }) {
    this.rooms = rooms;
    this.emit('rooms');
  }

  on_typing({ room, from }) {
    if (room === this.place?.room) this.emit('typing', from);
  }

  on_error({ code, room, id }) {
    if (id !== undefined) return this.#messageRefused(room, id, code);
    if (this.place && !this.isIn) {
      if (code === 'rate_limited') return void setTimeout(() => this.#join(), retryMs);
      this.emit('refused', code);
    }
  }

  #messageRefused(room, id, code) {
    if (code === 'not_joined' && room === this.place?.room) return; // sent again after the next `joined`
    if (code === 'rate_limited') setTimeout(() => this.#sendPending(), retryMs);
    else this.outbox.mark(room, id, 'failed', code);
    this.emit('timeline', []);
  }

  #join() {
    if (!this.place || !this.connected) return;
    const { room, name, password } = this.place;
    const resume = this.log.epoch ? { since: this.log.since, epoch: this.log.epoch } : {};
    this.#connection.send({ type: 'join', room, name, ...(password ? { password } : {}), ...resume });
  }

  #acknowledge(entry) {
    if (entry.from === this.place?.name) this.outbox.remove(entry.room, entry.id);
  }

  #sendPending() {
    if (!this.isIn) return;
    for (const { message } of this.outbox.pending(this.place.room)) this.#sendOne(message);
  }

  #sendOne(message) {
    this.#connection.send({ type: 'message', ...message });
  }

  #fillHoles() {
    const before = this.log.holeBefore;
    if (before) this.#ask(before);
  }

  #ask(before) {
    if (this.#asked || !this.isIn) return;
    this.#asked = before;
    this.#connection.send({ type: 'history', room: this.place.room, before, limit: 100 });
  }

  #lost() {
    this.connected = false;
    this.isIn = false;
    this.#asked = 0;
    this.emit('state');
  }

  #clear() {
    this.isIn = false;
    this.log = new RoomLog();
    this.members = [];
    this.notices = [];
    this.#asked = 0;
  }
}
