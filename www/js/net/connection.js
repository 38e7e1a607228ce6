// One WebSocket that comes back by itself. Emits open, message(object), closed.
import { Emitter } from './emitter.js';

const silenceMs = 25_000; // then the server is asked for a sign of life,
const patienceMs = 8_000; // and given this long

// Exponential back-off with full jitter, so that a room full of browsers does not return in one instant.
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(8_000, 300 * 2 ** Math.min(attempt, 10));
}

export class Connection extends Emitter {
  #socket = null;
  #attempt = 0;
  #retry = 0;
  #heard = 0;

  constructor(url) {
    super();
    this.url = url;
    setInterval(() => this.#watch(), 5_000);
  }

  open() {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#heard = Date.now();
      this.emit('open');
    };
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = () => this.#lost(socket);
  }

  get isOpen() {
    return this.#socket?.readyState === 1;
  }

  send(message) {
    if (this.isOpen) this.#socket.send(JSON.stringify(message));
    return this.isOpen;
  }

  // The network or the person is back: no need to wait any longer, nor to trust an old socket.
  wake() {
    if (!this.#socket) this.open();
    else if (this.isOpen) this.#probe();
  }

  #receive(socket, data) {
    if (socket !== this.#socket) return;
    this.#heard = Date.now();
    this.#attempt = 0;
    this.emit('message', JSON.parse(data));
  }

  #lost(socket) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.emit('closed');
    this.#retry = setTimeout(() => this.open(), backoff(this.#attempt++));
  }

  #watch() {
    if (this.isOpen && Date.now() - this.#heard > silenceMs) this.#probe();
  }

  // Scripts do not see the protocol's pings: a question that is always answered shows whether the socket is alive.
  #probe() {
    const socket = this.#socket;
    const asked = Date.now();
    this.send({ type: 'rooms' });
    setTimeout(() => {
      if (socket !== this.#socket || this.#heard >= asked) return;
      socket.close();
      this.#lost(socket);
    }, patienceMs);
  }
}
