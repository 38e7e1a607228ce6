// A room we are in, or want to be in: what is said in it, who is there, what of it has not been read.
// It tells what happens through the chat's events.
import { RoomLog } from '../log/room_log.js';
import { Unread } from '../log/unread.js';
import { mentions } from '../text/markup.js';

const typingEveryMs = 3_000;
const typingMs = 5_000; // somebody who has written nothing since is no longer writing
const shortMs = 60_000; // what is missed in a cut no longer than this is told like what is said now
const context = 50; // entries that are wanted before the first unread one
const mostNotices = 200;
const mostMentions = 200;

export class Room {
  log = new RoomLog();
  members = [];
  notices = []; // who came and went: { after: seq, event, name }
  typing = []; // names
  isIn = false;
  locked = false;
  refusal = null; // the code with which the server does not let us in
  #chat;
  #asked = null; // the question for a page of history that is under way
  #searching = null; // { query, before, isSent } under way
  #timers = new Map(); // name -> when it is no longer typing
  #mentions = []; // seqs
  #typedAt = 0;
  #outAt = Date.now();
  #begunAt = Date.now();

  // `place`: { room, name, password }.
  constructor(chat, place, memory) {
    this.#chat = chat;
    this.place = place;
    this.unread = new Unread(memory);
  }

  get name() {
    return this.place.room;
  }

  get me() {
    return this.place.name;
  }

  get outbox() {
    return this.#chat.outbox;
  }

  get draft() {
    return this.#chat.drafts.read(this.name);
  }

  set draft(text) {
    this.#chat.drafts.write(this.name, text);
  }

  get activeAt() {
    return this.log.entries.at(-1)?.ts ?? this.#begunAt;
  }

  // in, waiting (not let in yet) or refused. A connection that is away changes nothing of it.
  get state() {
    if (this.refusal) return 'refused';
    return this.isIn || this.log.epoch !== null ? 'in' : 'waiting';
  }

  // Messages of others that have not been read, and how many of them mention us.
  get unreadCount() {
    return this.log.epoch === null ? 0 : Math.max(0, Unread.count(this.log, this.me, this.unread.seq));
  }

  get mentionCount() {
    return this.#mentions.filter((seq) => seq > this.unread.seq).length;
  }

  // `id`: when it has been shown under one already.
  say(message, info, id = null) {
    this.#chat.post(this, message, info, id);
  }

  retry(id) {
    this.outbox.mark(id, 'pending');
    this.#changed();
    this.#chat.sendNext();
  }

  discard(id) {
    this.outbox.remove(id);
    this.#changed();
  }

  tellTyping() {
    if (!this.isIn || Date.now() - this.#typedAt < typingEveryMs) return;
    this.#typedAt = Date.now();
    this.#send({ type: 'typing' });
  }

  // A question of the log. Only one is under way; who still wants something asks again when the answer is there.
  ask(question) {
    if (!question || this.#asked || this.#chat.isResting || !this.isIn) return;
    this.#asked = question;
    this.#send({ type: 'history', ...question });
  }

  // False when it cannot be asked now: one at a time, and not while the server is away.
  search(query, before) {
    if (this.#searching || !this.isIn) return false;
    this.#searching = { query, before, isSent: false };
    this.#sendSearch();
    return true;
  }

  // The members of a `join`. Without a log, as after a reload, it begins a little before what has not been read.
  get request() {
    const { room, name, password } = this.place;
    return { room, name, ...(password ? { password } : {}), ...this.#resume() };
  }

  on_joined(message) {
    this.place = { ...this.place, name: message.you };
    Object.assign(this, { isIn: true, refusal: null, locked: message.locked, members: message.members });
    this.outbox.claim(this.place);
    for (const entry of message.messages) this.#acknowledge(entry);
    const isNewLog = this.log.epoch !== message.epoch;
    const fresh = this.log.join(message);
    if (isNewLog) {
      this.notices = [];
      this.#mentions = [];
      this.unread.enter(this.name, this.log);
    }
    this.#chat.emit('joined', this, isNewLog);
    this.#chat.emit('members', this);
    this.#arrived(isNewLog ? [] : fresh, true, fresh, !isNewLog && Date.now() - this.#outAt < shortMs);
  }

  on_message(entry) {
    this.#acknowledge(entry);
    const fresh = this.log.add(entry) ? [entry] : [];
    this.#stopTyping(entry.from);
    this.#arrived(fresh, false, fresh, true);
    this.#chat.sendNext();
  }

  on_history(page) {
    const question = this.#asked;
    this.#asked = null;
    if (question) this.log.addPage(question, page);
    this.#changed();
  }

  on_found({ messages, more }) {
    if (!this.#searching) return;
    const { query, before } = this.#searching;
    this.#searching = null;
    this.#chat.emit('found', this, { query, before, messages, more });
  }

  on_presence({ event, name }) {
    const others = this.members.filter((member) => member !== name);
    this.members = event === 'join' ? [...others, name] : others;
    this.notices = [...this.notices.slice(1 - mostNotices), { after: this.log.newest, event, name }];
    if (event === 'leave') this.#stopTyping(name);
    this.#chat.emit('members', this);
    this.#changed();
  }

  on_typing({ from }) {
    clearTimeout(this.#timers.get(from));
    this.#timers.set(
      from,
      setTimeout(() => this.#stopTyping(from), typingMs),
    );
    this.#showTyping();
  }

  // The server says that we are not, or no longer, in the room.
  on_left() {
    this.joinAgain();
  }

  // To a question. Which one it was is not said. Both may be asked again, but for a search that is no good one.
  questionRefused(code) {
    if (code === 'not_joined') return this.joinAgain();
    const searching = this.#searching;
    if (code === 'rate_limited') {
      this.#asked = null;
      if (searching) searching.isSent = false;
      this.#chat.rest();
    } else if (searching) {
      this.#searching = null;
      this.#chat.emit('found', this, { query: searching.query, before: searching.before, error: code });
    }
  }

  // What waits is sent after `joined`.
  joinAgain() {
    if (!this.isIn) return;
    this.out();
    this.#chat.joinNext();
  }

  // The pause after `rate_limited` is over: who still wants something asks for it.
  goOn() {
    this.#sendSearch();
    this.#changed();
  }

  out() {
    if (this.isIn) this.#outAt = Date.now();
    this.isIn = false;
    this.#asked = null;
    this.#searching = null;
    for (const name of [...this.#timers.keys()]) this.#stopTyping(name);
  }

  #resume() {
    if (this.log.epoch) return { since: this.log.since, epoch: this.log.epoch };
    const read = this.unread.of(this.name);
    return read ? { since: Math.max(0, read.seq - context), epoch: read.epoch } : {};
  }

  // `shown` go to the conversation as new; of `fresh` ones, those that have not been read are told.
  #arrived(shown, wereMissed, fresh, isFresh) {
    const told = fresh
      .filter((entry) => entry.from !== this.me && entry.seq > this.unread.seq)
      .map((entry) => ({ entry, isMention: mentions(entry.text, this.me) }));
    const seqs = told.filter((each) => each.isMention).map((each) => each.entry.seq);
    if (seqs.length > 0) this.#mentions = [...this.#mentions, ...seqs].slice(-mostMentions);
    this.#chat.emit('timeline', this, shown, wereMissed);
    for (const { entry, isMention } of told) this.#chat.emit('arrived', this.name, entry, { isMention, isFresh });
  }

  #acknowledge(entry) {
    if (entry.from === this.me) this.#chat.acknowledge(entry.id);
  }

  #sendSearch() {
    if (!this.isIn || this.#chat.isResting || !this.#searching || this.#searching.isSent) return;
    const { query, before } = this.#searching;
    this.#searching.isSent = true;
    this.#send({ type: 'search', query, ...(before ? { before } : {}) });
  }

  #stopTyping(name) {
    if (!this.#timers.has(name)) return;
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    this.#showTyping();
  }

  #showTyping() {
    this.typing = [...this.#timers.keys()];
    this.#chat.emit('typing', this);
  }

  #changed() {
    this.#chat.emit('timeline', this, [], false);
  }

  #send({ type, ...more }) {
    this.#chat.send({ type, room: this.name, ...more });
  }
}
