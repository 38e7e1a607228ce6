// Between a room's log and what is drawn of it: draws when something has changed, and looks where the reader is after
// each draw and each scroll. Each room has one; the view is there for the one that is shown.
import { Reading } from './reading.js';
import { timeline } from './timeline.js';
import { Unread } from './unread.js';

const saveMs = 500;

export class Reader {
  isShown = false;
  #room;
  #media;
  #view;
  #unread;
  #reading = new Reading();
  #frame = 0;
  #destination = null; // what to show once it is drawn: { seq }, { unread: true } or { start: true }
  #lineSeen = true;
  #saving = 0;
  #isNew = true; // not shown since the log began
  #place = null; // what kept its place when it was last shown

  // `room` is a Room, or has of one: log, place, notices, outbox, ask(question).
  // `media`, if there is one, adds uploads and gathers pictures.
  constructor(room, view, unread, media = null) {
    this.#media = media;
    this.#room = room;
    this.#view = view;
    this.#unread = unread;
  }

  get isAtEnd() {
    return this.#reading.following;
  }

  // Whether what is said now is seen at once.
  get isWatching() {
    return this.isShown && this.#reading.following && !document.hidden;
  }

  // Shown from the start: at the line before what is new, else at the end.
  open() {
    this.renew();
    this.show();
  }

  // The log began anew.
  renew() {
    this.#isNew = true;
    this.#place = null;
    if (this.isShown) this.show();
  }

  // As it was left. Who was at the end goes on at the line before what is new.
  show() {
    this.isShown = true;
    this.#view.clear(this.#reading.following ? null : this.#place);
    if (this.#isNew) {
      this.#isNew = this.#room.log.epoch === null;
      this.#reading = new Reading();
      this.toLine();
    } else if (this.#reading.following && !this.#lineSeen) {
      this.toLine();
    } else {
      this.#draw();
    }
  }

  hide() {
    if (!this.isShown) return;
    this.isShown = false;
    this.#place = this.#view.place;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  // Several changes in a frame are drawn once. What is not in sight is not drawn, but must not gather entries
  // meanwhile.
  changed() {
    if (!this.isShown || document.hidden) this.#room.log.trim(this.#reading.first, this.#reading.last);
    if (this.isShown) this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  missed(firstSeq) {
    if (this.#unread.missed(firstSeq)) this.#lineSeen = false;
  }

  // The tab is in sight again: who was at the end goes on where it had been left.
  cameBack() {
    if (this.#reading.following && !this.#lineSeen) this.toLine();
    else this.changed();
  }

  toEnd() {
    this.#destination = null;
    this.#reading.toEnd();
    this.#draw();
  }

  // Of all there is, not only of what is known here.
  toStart() {
    const { log } = this.#room;
    this.#goTo(log.has(log.floor) ? log.run(log.floor).first : log.floor, { start: true });
  }

  toMessage(seq) {
    this.#goTo(seq, { seq });
  }

  // To the line before what is new, when that is known here; else the end, and a button counts.
  toLine() {
    const first = this.#first();
    this.#lineSeen = this.#unread.line === null;
    if (first) this.#toLine(first);
    else this.#draw();
  }

  // Wherever the line is.
  toUnread() {
    this.#toLine(this.#first() || Math.max(this.#unread.line + 1, this.#room.log.floor));
  }

  look() {
    if (!this.isShown) return;
    const sight = this.#view.sight();
    if (!sight) return;
    const { log } = this.#room;
    const reading = this.#reading;
    reading.following = sight.atBottom && reading.atEnd && !reading.target;
    if (!document.hidden) this.#saw(sight);
    if (this.#frame === 0 && this.#slides(sight)) this.#frame = requestAnimationFrame(() => this.#draw());
    log.trim(reading.first, reading.last);
    this.#room.ask(reading.question(log, sight));
    this.#view.showJumps(
      reading.following,
      this.#count(this.#unread.seq),
      this.#lineSeen ? 0 : this.#count(this.#unread.line),
    );
  }

  // A few rows in each frame, long before they are in sight: many at once would hold it up.
  #slides({ nearTop, nearBottom, atEdge }) {
    const reading = this.#reading;
    if (nearTop && nearBottom && reading.isFull) return false; // on a huge screen it would go to and fro
    return (nearTop && reading.up(this.#room.log, atEdge)) || (nearBottom && reading.down(this.#room.log, atEdge));
  }

  #saw({ first, last }) {
    this.#unread.saw(this.#reading.following ? this.#room.log.newest : last);
    if (this.#unread.line === null || (first > 0 && first <= this.#unread.line + 1)) this.#lineSeen = true;
    this.#saving ||= setTimeout(() => {
      this.#saving = 0;
      this.#unread.save();
    }, saveMs);
  }

  #toLine(seq) {
    this.#goTo(seq, { unread: true });
  }

  #goTo(seq, destination) {
    this.#destination = destination;
    this.#reading.goTo(seq);
    this.#draw();
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { log, place, notices, outbox } = this.#room;
    if (!this.isShown) return;
    const landed = this.#reading.settle(log);
    const { first, last, following } = this.#reading;
    const isEnd = last >= log.newest;
    const run = log.run(first);
    const rows = timeline({
      entries: log.between(first, last),
      before: log.between(first - 1, first - 1)[0],
      me: place.name,
      notices: isEnd ? notices : notices.filter((notice) => notice.after < last),
      outbox: isEnd ? this.#onTheirWay(outbox.of(place), place) : [],
      firstUnread: this.#first(),
    });
    this.#view.show({
      rows: this.#media?.gathered(rows) ?? rows,
      following,
      isStart: run !== null && first <= log.floor,
      older: run !== null && first === run.first && first > log.floor,
      newer: run !== null && last === run.last && !isEnd,
      isEmpty: log.epoch !== null && log.newest === 0,
      destination: landed ? this.#destination : null,
    });
    if (landed) this.#destination = null;
    this.look();
  }

  #onTheirWay(items, place) {
    return this.#media?.withUploads(items, place) ?? items;
  }

  #first() {
    return this.#unread.first(this.#room.log, this.#room.place.name);
  }

  #count(seq) {
    return Unread.count(this.#room.log, this.#room.place.name, seq);
  }
}
