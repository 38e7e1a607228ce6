// Between the log and what is drawn of it: draws when something has changed, and looks where the reader is after each
// draw and each scroll.
import { Reading } from './reading.js';
import { timeline } from './timeline.js';
import { Unread } from './unread.js';

const saveMs = 500;

export class Reader {
  #chat;
  #view;
  #unread;
  #reading = new Reading();
  #frame = 0;
  #destination = null; // what to show once it is drawn: { seq } or { unread: true }
  #lineSeen = true;
  #saving = 0;

  constructor(chat, view, unread) {
    this.#chat = chat;
    this.#view = view;
    this.#unread = unread;
  }

  // Whether what is said now is seen at once.
  get isWatching() {
    return this.#reading.following && !document.hidden;
  }

  // A room is entered, or its log began anew.
  open() {
    this.#reading = new Reading();
    this.#view.clear();
    this.toLine();
  }

  // Several changes in a frame are drawn once. A hidden tab draws nothing, but must not gather entries meanwhile.
  changed() {
    if (document.hidden) this.#chat.log.trim(this.#reading.first, this.#reading.last);
    this.#frame ||= requestAnimationFrame(() => this.#draw());
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

  toMessage(seq) {
    this.#destination = { seq };
    this.#reading.goTo(seq);
    this.#draw();
  }

  // To the line before what is new, when that is known here; else the end, and a button counts.
  toLine() {
    const first = this.#first();
    this.#lineSeen = this.#unread.line === null;
    if (first) this.#toLine(first);
    else this.changed();
  }

  // Wherever the line is.
  toUnread() {
    this.#toLine(this.#first() || Math.max(this.#unread.line + 1, this.#chat.log.floor));
  }

  look() {
    const sight = this.#view.sight();
    if (!sight) return;
    const { log } = this.#chat;
    const reading = this.#reading;
    reading.following = sight.atBottom && reading.atEnd && !reading.target;
    if (!document.hidden) this.#saw(sight);
    if ((sight.nearTop && reading.up(log)) || (sight.nearBottom && reading.down(log))) return this.#draw();
    log.trim(reading.first, reading.last);
    this.#chat.ask(reading.question(log, sight));
    this.#view.showJumps(reading.following, this.#count(this.#unread.seq), this.#lineSeen ? 0 : this.#count(this.#unread.line));
  }

  #saw({ first, last }) {
    this.#unread.saw(this.#reading.following ? this.#chat.log.newest : last);
    if (this.#unread.line === null || (first > 0 && first <= this.#unread.line + 1)) this.#lineSeen = true;
    this.#saving ||= setTimeout(() => { this.#saving = 0; this.#unread.save(); }, saveMs);
  }

  #toLine(seq) {
    this.#destination = { unread: true };
    this.#reading.goTo(seq);
    this.#draw();
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { log, place, notices, outbox } = this.#chat;
    if (!place) return;
    const landed = this.#reading.settle(log);
    const { first, last, following } = this.#reading;
    const isEnd = last >= log.newest;
    const run = log.run(first);
    const rows = timeline({
      entries: log.between(first, last), before: log.between(first - 1, first - 1)[0], me: place.name,
      notices: isEnd ? notices : notices.filter((notice) => notice.after < last), outbox: isEnd ? outbox.of(place) : [],
      firstUnread: this.#first(),
    });
    this.#view.show({
      rows, following, older: run !== null && first === run.first && first > log.floor, newer: run !== null && last === run.last && !isEnd,
      isEmpty: log.newest === 0, destination: landed ? this.#destination : null,
    });
    if (landed) this.#destination = null;
    this.look();
  }

  #first() {
    return this.#unread.first(this.#chat.log, this.#chat.place.name);
  }

  #count(seq) {
    return Unread.count(this.#chat.log, this.#chat.place.name, seq);
  }
}
