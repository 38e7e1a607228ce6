// The conversation with the server: who we are, what it allows, which rooms there are, which ones are ours, and what is
// on its way. What happens in a room is the room's affair (room.js). Emits
//   state                               connected or not
//   rooms                               the active rooms
//   current(room)                       another room is looked at, or none (null)
//   joined(room, isNewLog)              also after each reconnection
//   refused(room, code)                 the server does not let us in
//   left(room)                          it is no longer ours
//   timeline(room, newEntries, wereMissed), members(room), typing(room)
//   found(room, { query, before, messages, more } or { query, before, error })
//   arrived(name of the room, entry, { isMention, isFresh })  somebody else said what has not been read; fresh is what
//                                       is said now or was missed in a short cut, not what was said while we were away
import { Drafts } from '../page/drafts.js';
import { tidy } from '../text/links.js';
import { Emitter } from './emitter.js';
import { randomId } from './ids.js';
import { Room } from './room.js';

const retryMs = 1_500; // after `rate_limited`
const reloadMs = 30_000; // what a page left may be its own, when it is only being reloaded
const encoder = new TextEncoder();

export class Chat extends Emitter {
  rooms = []; // active ones: { name, members, locked }
  knowsRooms = false; // the server has told of them
  mine = new Map(); // name -> Room: where we are or want to be
  current = null; // the one that is looked at
  limits = { message: 16384, upload: 0, types: [], rate: 20 };
  connected = false;
  hasBeenUp = false; // connected at least once
  isResting = false; // after `rate_limited` nothing is sent for a moment
  #connection;
  #memory;
  #helloSent = false;
  #joining = null; // the name of the room whose `join` is under way: one at a time, many would be over the rate
  #sending = null; // the id under way: one at a time, so that what is refused for now is not overtaken

  constructor(connection, memory, outbox) {
    super();
    this.#connection = connection;
    this.#memory = memory;
    this.outbox = outbox;
    this.drafts = new Drafts(memory);
    connection.on('open', () => {
      this.#helloSent = false;
    });
    connection.on('message', (message) => this.#receive(message));
    connection.on('closed', () => this.#lost());
  }

  // Goes into a room, or tries again with another name or password. Gives the room, in which we may not be yet.
  enter({ room, name, password = '' }) {
    const place = { room: tidy(room), name: tidy(name), password };
    const known = this.mine.get(place.room);
    const entered = known ?? new Room(this, place, this.#memory);
    this.mine.set(place.room, entered);
    if (!entered.isIn) Object.assign(entered, { place, refusal: null });
    this.joinNext();
    return entered;
  }

  leave(room) {
    if (this.mine.get(room.name) !== room) return;
    this.mine.delete(room.name);
    room.unread.leave();
    room.out();
    this.send({ type: 'leave', room: room.name });
    if (this.current === room) this.look(null);
    this.emit('left', room);
  }

  look(room) {
    if (this.current === room) return;
    this.current = room;
    this.emit('current', room);
  }

  // From time to time: shows that this page is here, and looks for messages of pages that are not.
  tend() {
    this.outbox.beat();
    for (const room of this.mine.values()) {
      if (room.isIn && this.outbox.claim(room.place, reloadMs)) this.emit('timeline', room, [], false);
    }
    this.sendNext();
  }

  send(message) {
    this.#connection.send(message);
  }

  post(room, message, info, id = null) {
    this.outbox.add(room.me, { ...message, room: room.name, id: id ?? randomId() }, info);
    this.emit('timeline', room, [], false);
    this.sendNext();
  }

  // What was written first goes first, in whatever room.
  sendNext() {
    if (!this.connected || this.#sending || this.isResting) return;
    const item = this.outbox.items.find((each) => each.state === 'pending' && this.#roomOf(each)?.isIn);
    if (!item) return;
    // Far over the limit the server would hang up instead of answering.
    if (encoder.encode(item.message.text ?? '').length > this.limits.message)
      return this.#messageRefused(item.message, 'too_long');
    this.#sending = item.message.id;
    this.send({ type: 'message', ...item.message });
  }

  acknowledge(id) {
    this.outbox.remove(id);
    if (id === this.#sending) this.#sending = null;
  }

  // The one that is looked at first.
  joinNext() {
    if (!this.connected || this.#joining !== null || this.isResting) return;
    const next = [this.current, ...this.mine.values()].find((room) => room && !room.isIn && !room.refusal);
    if (!next) return;
    this.#joining = next.name;
    this.send({ type: 'join', ...next.request });
  }

  rest() {
    if (this.isResting) return;
    this.isResting = true;
    setTimeout(() => {
      this.isResting = false;
      this.joinNext();
      this.sendNext();
      for (const room of this.mine.values()) room.goOn();
    }, retryMs);
  }

  on_welcome({ session, limits }) {
    const known = this.#memory.read('session');
    if (known && !this.#helloSent && known !== session) {
      this.#helloSent = true;
      this.send({ type: 'hello', session: known });
      return;
    }
    this.#memory.write('session', session);
    this.limits = limits;
    this.connected = true;
    this.hasBeenUp = true;
    this.send({ type: 'rooms', watch: true });
    this.joinNext();
    this.emit('state');
  }

  on_rooms({ rooms }) {
    this.rooms = rooms;
    this.knowsRooms = true;
    this.emit('rooms');
  }

  on_joined(message) {
    if (this.#joining === message.room) this.#joining = null;
    this.mine.get(message.room)?.on_joined(message);
    this.joinNext();
    this.sendNext();
  }

  on_error({ code, room: name, id }) {
    const room = this.mine.get(name);
    if (id !== undefined) return this.#messageRefused({ id, room: name }, code);
    if (this.#joining === name && name !== undefined && !room?.isIn && code !== 'not_joined')
      return this.#joinRefused(room, code);
    if (room?.isIn) return room.questionRefused(code);
    if (name === undefined) for (const each of this.mine.values()) if (each.isIn) each.questionRefused(code);
  }

  #receive(message) {
    if (this[`on_${message.type}`]) this[`on_${message.type}`](message);
    else this.mine.get(message.room)?.[`on_${message.type}`]?.(message);
  }

  #joinRefused(room, code) {
    this.#joining = null;
    if (code === 'rate_limited') return this.rest();
    if (room) {
      room.refusal = code;
      this.emit('refused', room, code);
    }
    this.joinNext();
  }

  #messageRefused({ id, room: name }, code) {
    if (id === this.#sending) this.#sending = null;
    if (code === 'not_joined') return this.mine.get(name)?.joinAgain();
    if (code === 'rate_limited') return this.rest();
    this.outbox.mark(id, 'failed', code);
    const room = this.mine.get(name);
    if (room) this.emit('timeline', room, [], false);
    this.sendNext();
  }

  #roomOf(item) {
    const room = this.mine.get(item.message.room);
    return room?.me === item.name ? room : null;
  }

  #lost() {
    this.connected = false;
    this.#joining = null;
    this.#sending = null;
    for (const room of this.mine.values()) room.out();
    this.emit('state');
  }
}
