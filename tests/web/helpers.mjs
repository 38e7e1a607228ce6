// What the tests of the model share.
import { Emitter } from '../../www/js/net/emitter.js';

export const entry = (seq, from = 'ana') => ({ seq, from, id: `i${seq}`, ts: seq * 1000, text: `t${seq}` });
export const range = (first, last, from) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => entry(first + i, from));
export const entries = (...seqs) => seqs.map((seq) => entry(seq));

// As a browser keeps things.
export function area() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index],
  };
}

// A room as the server keeps it: entries `oldest` to `newest`, at most `atOnce` in an answer.
export class FakeRoom {
  constructor(newest, { oldest = 1, atOnce = 200 } = {}) {
    Object.assign(this, { newest, oldest, atOnce, asked: 0 });
  }

  joined({ since = null, epoch = 'e' } = {}) {
    const resumed = since !== null && this.newest - since <= 2000;
    const first = Math.max(this.oldest, resumed ? since + 1 : this.newest - 49);
    const messages = range(first, this.newest);
    return {
      epoch,
      seq: this.newest,
      messages,
      resumed,
      more: messages.length > 0 ? first > this.oldest : this.newest > 0,
    };
  }

  history({ before, limit }) {
    this.asked++;
    const last = Math.min(before - 1, this.newest);
    const first = Math.max(this.oldest, last - Math.min(limit, this.atOnce) + 1);
    const messages = range(first, last);
    return { messages, more: messages.length > 0 && first > this.oldest };
  }

  answer(log, question) {
    log.addPage(question, this.history(question));
  }
}

// Keeps what is sent; what the server says comes by receive().
export class FakeConnection extends Emitter {
  sent = [];

  send(message) {
    this.sent.push(message);
    return true;
  }

  take(type) {
    const found = this.sent.filter((message) => message.type === type);
    this.sent = this.sent.filter((message) => message.type !== type);
    return found;
  }

  receive(message) {
    this.emit('message', { room: 'r', ...message });
  }
}
