// Which part of a log is drawn: entries `first` to `last` of one run, a few screens of them. Pure: it is told where the
// reader has come near an edge, and slides, or says what to ask the server.
export const mostDrawn = 120;
const keptDrawn = 96; // when there are as many, in a frame of its own: letting go of a few moves all that is below them
const drawnAtFirst = 60;
const step = 3; // in a frame, to keep it short,
const hurried = 6; // about as far as the quickest finger goes in one, where it has nearly come to the edge
const ahead = 120; // entries that should be known beyond what is drawn

export class Reading {
  first = 0;
  last = 0;
  following = true; // at the end of the room, and going along with it
  target = 0; // to be shown as soon as it is known
  atEnd = true; // `last` was the newest when it was drawn; what has come since is still to be drawn
  #edges = { top: false, bottom: false }; // whether what was drawn reached that edge of what was known

  get isFull() {
    return this.last - this.first + 1 >= mostDrawn;
  }

  goTo(seq) {
    this.target = seq;
    this.following = false;
  }

  toEnd() {
    Object.assign(this, { target: 0, following: true, first: 0 });
  }

  // The log has changed. Gives the target when that has come to be drawn, else 0.
  settle(log) {
    const run = log.run(this.following ? Infinity : this.first);
    if (run) this.#settleIn(run);
    else Object.assign(this, { first: 0, last: 0 });
    this.#goOn(log);
    const landed = this.#land(log);
    this.atEnd = this.last >= log.newest;
    const drawn = log.run(this.first);
    this.#edges = { top: drawn?.first === this.first, bottom: drawn?.last === this.last };
    return landed;
  }

  up(log, isHurried = false) {
    const run = log.run(this.first);
    if (!run || this.first <= run.first) return false;
    const first = Math.max(run.first, this.first - (isHurried ? hurried : step));
    if (this.last - first < mostDrawn) {
      this.first = first;
    } else if (this.following) {
      return false;
    } else {
      this.last = this.first + keptDrawn - 1;
      this.atEnd = false;
    }
    return true;
  }

  down(log, isHurried = false) {
    const run = log.run(this.last);
    if (!run || this.last >= run.last) return false;
    const last = Math.min(run.last, this.last + (isHurried ? hurried : step));
    if (last - this.first < mostDrawn) this.last = last;
    else this.first = this.last - keptDrawn + 1;
    this.atEnd = this.last >= log.newest;
    return true;
  }

  // What to ask the server now; null when nothing is missing.
  question(log, { nearTop, nearBottom }) {
    if (this.target) return log.around(this.target);
    const run = log.run(this.first);
    if (!run || (this.following && run.last < log.newest)) return log.around(log.newest);
    if (nearTop && this.first - run.first < ahead && run.first > log.floor) return log.older(run);
    if (nearBottom && run.last - this.last < ahead) return log.newer(run);
    return null;
  }

  #settleIn(run) {
    const goesAlong = this.following || this.atEnd;
    this.first = Math.min(Math.max(this.first, run.first), run.last);
    this.last = goesAlong ? run.last : Math.min(Math.max(this.last, this.first), run.last);
    if (this.last - this.first < mostDrawn) return;
    if (this.following) this.first = this.last - drawnAtFirst + 1;
    else this.last = this.first + mostDrawn - 1;
  }

  // Where what was known ended, a button stood, and a day. When these go, some rows have to come with the same draw: at
  // the very edge nothing else would keep what is read from slipping.
  #goOn(log) {
    const { first, last } = this;
    for (let i = 0; i < 2; i++) {
      // the first may have done no more than make room
      if (this.#edges.top && this.first === first) this.up(log, true);
      if (this.#edges.bottom && !this.following && this.last === last) this.down(log, true);
    }
  }

  #land(log) {
    const seq = this.target;
    if (!seq) return 0;
    if (log.has(seq)) {
      const run = log.run(seq);
      this.first = Math.max(run.first, seq - drawnAtFirst / 2);
      this.last = Math.min(run.last, seq + drawnAtFirst / 2);
    } else if (log.around(seq)) {
      return 0; // still to be asked for
    }
    this.target = 0;
    return seq;
  }
}
