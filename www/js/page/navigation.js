// Which rooms this page is in, and which of them is looked at: going in, to another one, out, and back after a reload.
import { Reader } from '../log/reader.js';
import { linkTo, roomOf } from '../text/links.js';

const draftMs = 400; // from a change to its being kept
const besideConversation = '(min-width: 1100px)'; // as in room.css

export class Navigation {
  #chat;
  #places;
  #media;
  #overview;
  #views;
  #seats = new Map(); // Room -> { reader, seenAt }: what there is for each of ours on this page
  #wanted = null; // the name of the room to be looked at as soon as we are in it
  #drafting = 0; // a timer

  // `views`: { joinView, roomView, conversation, composer, search, entry }.
  constructor({ chat, places, media, overview, views }) {
    this.#chat = chat;
    this.#places = places;
    this.#media = media;
    this.#overview = overview;
    this.#views = views;
    chat.on('joined', (room, isNewLog) => this.#joined(room, isNewLog));
    chat.on('refused', (room, code) => this.#refused(room, code));
    chat.on('timeline', (room, fresh, wereMissed) => this.#arrived(room, fresh, wereMissed));
    views.composer.input.addEventListener('input', () => {
      this.#drafting ||= setTimeout(() => this.#keepDraft(), draftMs);
    });
    window.addEventListener('hashchange', () => this.#followLink());
  }

  // Of the room that is looked at; null when there is none.
  get reader() {
    return this.#seats.get(this.#chat.current)?.reader ?? null;
  }

  // The name one came with; in a room where that was taken it may be another one.
  get me() {
    const [first] = this.#chat.mine.values();
    return first?.me ?? this.#places.name;
  }

  // Back where this tab has been; who has not been anywhere is at the way in.
  comeBack() {
    const { rooms, current } = this.#places.here;
    for (const each of rooms) this.#sit(each);
    if (this.#chat.mine.size === 0) return;
    this.show(this.#chat.mine.get(current) ?? [...this.#chat.mine.values()][0]);
    const asked = roomOf(location.hash) || roomOf(new URLSearchParams(location.search).get('room') ?? '');
    const name = rooms.find((each) => each.room === current)?.name ?? this.#places.name;
    if (asked && asked !== this.#chat.current.name) this.enter({ room: asked, name });
  }

  // Into a room, which is looked at as soon as we are in it.
  enter(to) {
    const room = this.#sit(to);
    this.#wanted = room.name;
    if (room.isIn) this.show(room);
    this.#overview.changed();
  }

  // From the way in: there is only the one that was asked for last.
  enterFirst(to) {
    for (const room of [...this.#chat.mine.values()]) this.#drop(room);
    this.enter(to);
  }

  // To a room that is tapped, named or linked to.
  pick({ name, locked = this.#chat.rooms.find((each) => each.name === name)?.locked }) {
    const room = this.#chat.mine.get(name);
    const { entry } = this.#views;
    if (!room && locked) return entry.ask({ name, locked }, this.me);
    if (!room) return this.enter({ room: name, name: this.me });
    if (!room.refusal || room.log.epoch !== null) this.show(room);
    if (room.refusal) entry.ask(room, room.me, room.refusal);
  }

  // Through one's own rooms, as the sidebar has them.
  step(by) {
    const names = this.#overview.lists().mine.map((room) => room.name);
    const next = this.#chat.mine.get(names[names.indexOf(this.#chat.current.name) + by]);
    if (next) this.pick(next);
  }

  show(room) {
    const { joinView, roomView, composer } = this.#views;
    const isAnother = room !== this.#chat.current;
    if (isAnother) {
      this.#putAway();
      this.#chat.look(room);
    }
    joinView.hide();
    roomView.show(room);
    if (isAnother) {
      // when it is in sight, so that it can be measured
      composer.restore(room.draft);
      composer.showTyping(room.typing);
      this.#media.show();
      composer.refresh();
    }
    this.#wanted = null;
    this.#seats.get(room).seenAt = performance.now();
    this.reader.show();
    history.replaceState(null, '', linkTo(room.name));
    composer.focus();
    this.#came(room);
    this.#stay();
  }

  // `room`: null for the one that is looked at.
  leave(room) {
    const left = room ?? this.#chat.current;
    this.#drop(left);
    if (this.#chat.current) return;
    const [last] = [...this.#seats]
      .filter(([each]) => !each.refusal)
      .sort(([, a], [, b]) => b.seenAt - a.seenAt)
      .map(([each]) => each);
    if (last) return this.show(last);
    for (const each of [...this.#chat.mine.values()]) this.#drop(each);
    history.replaceState(null, '', location.pathname);
    this.#showJoin({ name: left.me });
  }

  // What could not be entered is no longer wanted; a room that was ours stays in the list until it is left.
  giveUp(name) {
    const room = this.#chat.mine.get(name);
    if (room && !room.isIn && room.log.epoch === null) this.leave(room);
  }

  // What has been uploaded meanwhile, and has an id already, moves nobody who reads elsewhere.
  say(room, message, info, id = null) {
    const isHere = room === this.#chat.current;
    if (isHere) room.unread.wrote(room.log.newest);
    room.say(message, info, id);
    if (isHere && id === null) this.sent(room);
  }

  sent(room) {
    queueMicrotask(() => this.#keepDraft()); // the field is emptied after this
    this.#seats.get(room).reader.toEnd();
  }

  // Where the results cover the conversation they make way for it.
  goTo(seq) {
    if (!matchMedia(besideConversation).matches) this.#views.search.close();
    this.reader.toMessage(seq);
  }

  save() {
    this.#keepDraft();
    for (const room of this.#chat.mine.values()) room.unread.save();
  }

  #sit(to) {
    const room = this.#chat.enter(to);
    if (this.#seats.has(room)) return room;
    this.#seats.set(room, { reader: new Reader(room, this.#views.conversation, room.unread, this.#media), seenAt: 0 });
    return room;
  }

  #drop(room) {
    if (room === this.#chat.current) this.#putAway();
    this.#media.leave(room);
    this.#seats.delete(room);
    this.#chat.leave(room);
    this.#stay();
  }

  // The room that was looked at is left as it is, to be found so again.
  #putAway() {
    if (!this.#chat.current) return;
    this.#keepDraft();
    this.reader?.hide();
    this.#chat.current.unread.save();
    this.#views.search.clear();
  }

  #came(room) {
    if (room.isIn) this.#places.came({ room: room.name, name: this.me, locked: room.locked });
  }

  #stay() {
    this.#places.stay(
      [...this.#chat.mine.values()].map((room) => room.place),
      this.#chat.current?.name ?? null,
    );
    this.#overview.changed();
  }

  #showJoin(filled) {
    this.#views.roomView.hide();
    this.#views.joinView.show({ ...filled, recent: this.#places.recent });
    this.#overview.changed();
  }

  #keepDraft() {
    clearTimeout(this.#drafting);
    this.#drafting = 0;
    if (this.#chat.current) this.#chat.current.draft = this.#views.composer.input.value;
  }

  #followLink() {
    const name = roomOf(location.hash);
    if (!name || name === this.#chat.current?.name) return;
    if (this.#views.joinView.isShown) this.#views.joinView.enter(name);
    else this.pick({ name });
  }

  #joined(room, isNewLog) {
    const { roomView, entry, search } = this.#views;
    if (isNewLog) this.#seats.get(room).reader.renew();
    if (room.name === this.#wanted || (!this.#chat.current && this.#wanted === null)) this.show(room);
    entry.joined(room.name);
    roomView.rooms.create.joined(room.name);
    if (room === this.#chat.current) {
      roomView.show(room);
      this.#came(room);
      search.again();
    }
    this.#stay();
  }

  #refused(room, code) {
    const { joinView, roomView, entry } = this.#views;
    const wasWanted = room.name === this.#wanted;
    if (wasWanted) this.#wanted = null;
    const isNew = room.log.epoch === null;
    if (joinView.isShown || (isNew && this.#chat.mine.size === 1)) {
      this.#drop(room);
      this.#showJoin({ name: room.me, room: room.name });
      return joinView.refuse(code);
    }
    if (isNew && !isSolvable(code) && roomView.rooms.create.refuse(room.name, code)) return this.#drop(room);
    if (wasWanted || room === this.#chat.current) entry.ask(room, room.me, code);
    this.#overview.changed();
  }

  #arrived(room, fresh, wereMissed) {
    const { reader } = this.#seats.get(room);
    const others = fresh.filter((each) => each.from !== room.me);
    if (others.length > 0 && (wereMissed || !reader.isWatching)) reader.missed(fresh[0].seq);
    reader.changed();
    if (fresh.length > 0) this.#overview.changed();
  }
}

// By another name or password.
function isSolvable(code) {
  return code === 'name_taken' || code === 'bad_name' || code === 'wrong_password';
}
