// What has been read in each room, kept across reloads and restarts, and the line before what has not.
const mostRooms = 200;

export class Unread {
  seq = 0; // read as far as here
  line = null; // the line stands behind this seq; null when there is none
  #memory;
  #now;
  #place = null; // { room, epoch }
  #saved = 0;

  constructor(memory, now = Date.now) {
    this.#memory = memory;
    this.#now = now;
  }

  // What is remembered of a room: { epoch, seq }, or null.
  of(room) {
    return this.#all()[room] ?? null;
  }

  // A log is opened. In a room that is new to this browser, or that began anew, everything said so far counts as read.
  enter(room, { epoch, newest }) {
    const known = this.of(room);
    this.#place = { room, epoch };
    this.seq = known?.epoch === epoch ? Math.min(known.seq, newest) : newest;
    this.line = this.seq < newest ? this.seq : null;
    this.#saved = known?.epoch === epoch ? this.seq : -1;
  }

  leave() {
    this.save();
    this.#place = null;
    this.line = null;
  }

  // New entries of others that nobody was looking at. The line moves only when all before had been read: then true.
  missed(firstSeq) {
    if (this.line !== null && this.seq < firstSeq - 1) return false;
    this.line = this.seq;
    return true;
  }

  saw(seq) {
    this.seq = Math.max(this.seq, seq);
  }

  wrote(newest) {
    this.saw(newest);
    this.line = null;
  }

  // The first message of others behind the line; 0 when there is none, or when it is not known yet.
  first(log, me) {
    if (this.line === null) return 0;
    const start = Math.max(this.line + 1, log.floor);
    const run = log.has(start) ? log.run(start) : null;
    return run ? (log.between(start, run.last).find((entry) => entry.from !== me)?.seq ?? 0) : 0;
  }

  // How many messages of others there are behind `seq`, as far as one can know.
  static count(log, me, seq) {
    const own = log.between(seq + 1, log.newest).filter((entry) => entry.from === me).length;
    return log.newest - Math.max(seq, log.floor - 1) - own;
  }

  // Two tabs write here: the one that has read further is right.
  save() {
    if (!this.#place || this.seq === this.#saved) return;
    this.#saved = this.seq;
    const { room, epoch } = this.#place;
    const known = this.of(room);
    const seq = known?.epoch === epoch ? Math.max(known.seq, this.seq) : this.seq;
    const all = { ...this.#all(), [room]: { epoch, seq, at: this.#now() } };
    const latest = Object.entries(all)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, mostRooms);
    this.#memory.write('read', Object.fromEntries(latest));
  }

  #all() {
    return this.#memory.read('read') ?? {};
  }
}
