// Somebody without a browser: a WebSocket client, as small as the tests need it.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

export class Wire {
  #waiting = []; // { type, done }
  #received = [];
  #buffer = Buffer.alloc(0);

  // Joined in `room` as `name`.
  static async join(url, name, room, password = '') {
    const wire = new Wire();
    await wire.#connect(url);
    wire.send({ type: 'join', room, name, ...(password ? { password } : {}) });
    wire.joined = await wire.next('joined');
    wire.room = room;
    return wire;
  }

  send(message) {
    const body = Buffer.from(JSON.stringify(message));
    const head =
      body.length < 126
        ? Buffer.from([0x81, 0x80 | body.length])
        : Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 255]);
    const mask = randomBytes(4);
    this.socket.write(Buffer.concat([head, mask, body.map((byte, i) => byte ^ mask[i % 4])]));
  }

  // The next message of this type; those of other types are skipped.
  next(type) {
    return new Promise((done) => {
      this.#waiting.push({ type, done });
      this.#deliver();
    });
  }

  // Says all of these and waits until the last is stored, which all before it then are, too. Gives its seq.
  async say(...texts) {
    const tag = randomBytes(4).toString('hex');
    texts.forEach((text, i) => this.send({ type: 'message', room: this.room, id: `${tag}${i}`, text }));
    for (;;) {
      const stored = await this.next('message');
      if (stored.id === `${tag}${texts.length - 1}`) return stored.seq;
    }
  }

  leave() {
    this.socket.destroy();
  }

  #connect(url) {
    return new Promise((done, fail) => {
      const asking = request(`${url}/ws`, {
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        },
      });
      asking.on('error', fail).on('response', (answer) => fail(new Error(`status ${answer.statusCode}`)));
      asking.on('upgrade', (_answer, socket, head) => {
        this.socket = socket.on('error', () => {}).on('data', (data) => this.#read(data));
        this.#read(head);
        done();
      });
      asking.end();
    });
  }

  // Servers do not mask, and this one does not fragment.
  #read(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      if (this.#buffer.length < 2) return;
      const short = this.#buffer[1] & 127;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (this.#buffer.length < start) return;
      const length =
        short === 126 ? this.#buffer.readUInt16BE(2) : short === 127 ? Number(this.#buffer.readBigUInt64BE(2)) : short;
      if (this.#buffer.length < start + length) return;
      if ((this.#buffer[0] & 15) === 1) this.#received.push(JSON.parse(this.#buffer.subarray(start, start + length)));
      this.#buffer = this.#buffer.subarray(start + length);
      this.#deliver();
    }
  }

  #deliver() {
    while (this.#waiting.length > 0) {
      const at = this.#received.findIndex((message) => message.type === this.#waiting[0].type);
      if (at < 0) return;
      const [found] = this.#received.splice(0, at + 1).slice(-1);
      this.#waiting.shift().done(found);
    }
  }
}
