// The real program and a real browser, for tests and for pictures.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { deflateSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const sources = join(root, 'www');
export const built = join(root, 'build/www');
const www = process.env.PAPO_WWW ? resolve(root, process.env.PAPO_WWW) : built;
const browsers = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

// Tests that measure, page through thousands of messages or look at everything once more run only in `make check`.
export const isThorough = Boolean(process.env.PAPO_THOROUGH);
export const thoroughTest = (name, run) => test(name, { skip: !isThorough && 'only in make check' }, run);
export const executable = process.env.PAPO_BROWSER ?? browsers.find(existsSync);

export class Server {
  // `db`: ':memory:' for a server that forgets when it is stopped; `options`: further ones of the command line;
  // `www`: the client, by default the one that ships, or PAPO_WWW (`www`: its sources).
  constructor({ db = null, options = [], www: folder = www } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'papo-e2e-'));
    this.db = db ?? join(this.folder, 'papo.db');
    this.options = options;
    this.www = folder;
    this.port = 0;
  }

  // Resolves once the program has said that it listens.
  async start() {
    this.process = spawn(
      process.env.PAPO_BIN ?? join(root, 'build/papo'),
      [
        '--port',
        String(this.port),
        '--host',
        '127.0.0.1',
        '--www',
        this.www,
        '--uploads',
        join(this.folder, 'uploads'),
        '--db',
        this.db,
        '--log-level',
        'error',
        ...this.options,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.ended = new Promise((done) => {
      this.process.once('exit', (status, signal) => done(status ?? signal));
    });
    const line = await new Promise((done, fail) => {
      this.process.stdout.once('data', (data) => done(String(data)));
      this.process.once('exit', () => fail(new Error('the server did not start')));
    });
    this.port = Number(/:(\d+)\s/u.exec(line)[1]);
    this.url = `http://127.0.0.1:${this.port}`;
  }

  async stop(signal) {
    this.process.kill(signal);
    return this.ended;
  }

  async remove() {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// A script or a style of the client by its name, as it is built or as a source.
export const part = (name) => new RegExp(`/${name}(?:-[A-Z0-9]{8})?\\.(?:js|css)$`, 'u');

// The network between a browser and the server: it can be cut while the server lives, and be slow.
export class Cable {
  rate = Infinity; // bytes a second, each way, for all connections together
  #sockets = new Set();
  #ways = [{ freeAt: 0 }, { freeAt: 0 }]; // there and back

  async lay(server) {
    this.isCut = false;
    this.listener = createServer((socket) => {
      if (this.isCut) return socket.destroy();
      const far = connect(server.port, '127.0.0.1');
      for (const [end, other, way] of [
        [socket, far, this.#ways[0]],
        [far, socket, this.#ways[1]],
      ]) {
        this.#sockets.add(end);
        end.on('error', () => {}).on('close', () => this.#sockets.delete(end));
        pipeline(
          end,
          (source) => this.#paced(source, way),
          other,
          () => {},
        ); // one that breaks off takes the other with it
      }
    }).listen(0, '127.0.0.1');
    await once(this.listener, 'listening');
    this.url = `http://127.0.0.1:${this.listener.address().port}`;
  }

  // In small pieces, so that no connection holds up the others.
  async *#paced(source, way) {
    for await (const chunk of source) {
      const piece = Math.min(65_536, Math.max(256, Math.round(this.rate / 20)));
      for (let at = 0; at < chunk.length; at += piece) {
        const part = chunk.subarray(at, at + piece);
        const now = performance.now();
        way.freeAt = Math.max(now, way.freeAt) + (part.length / this.rate) * 1000;
        if (way.freeAt > now) await pause(way.freeAt - now);
        yield part;
      }
    }
  }

  cut() {
    this.isCut = true;
    for (const socket of this.#sockets) socket.destroy();
    for (const way of this.#ways) way.freeAt = 0; // what was under way is lost
  }

  mend() {
    this.isCut = false;
  }

  remove() {
    this.cut();
    this.listener.close();
  }
}

// A name of the local network, for what browsers only do, or do not do, away from localhost: see `launch`.
export const lanName = 'papo.lan';

// `routes`: further rules for where names and addresses lead, as in 'MAP 192.168.0.14:5000 127.0.0.1:1234'.
export function launch(...routes) {
  // LC_ALL: without a UTF-8 locale, Chromium names a download with other letters "download".
  // --no-sandbox: containers run tests as root. The rest keeps the browser from talking to anyone else.
  return chromium.launch({
    executablePath: executable,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    args: [
      '--no-sandbox',
      `--host-resolver-rules=${[`MAP ${lanName} 127.0.0.1`, ...routes].join(', ')}`,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// Somebody's browser: a context of its own, with nothing remembered.
export async function person(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  return page;
}

export async function enter(page, url, name, room, password = '') {
  await page.goto(url);
  await page.getByTestId('join-name').fill(name);
  await page.getByTestId('join-room').fill(room);
  if (password) {
    if (await page.getByTestId('join-password').isHidden()) await page.getByTestId('join-lock').click();
    await page.getByTestId('join-password').fill(password);
  }
  await page.getByTestId('join-submit').click();
  await page.getByTestId('composer-input').waitFor();
}

export async function say(page, text) {
  await page.getByTestId('composer-input').fill(text);
  await page.getByTestId('composer-send').click();
}

// Until this holds in the page. (Playwright's own way to wait for it needs an eval that our pages do not allow.)
export function until(page, condition, argument) {
  return eventually(
    page,
    () => page.evaluate(condition, argument),
    () => `never came true: ${condition}`,
  );
}

// Until what this reads is as expected: for what comes about by itself, behind what was waited for. What must hold at
// once, or must never come, is asserted as it is.
export async function becomes(read, expected, message) {
  for (const end = Date.now() + 20_000; ;) {
    const actual = await read();
    if (isDeepStrictEqual(actual, expected)) return;
    if (Date.now() > end) assert.deepEqual(actual, expected, message);
    await pause(20);
  }
}

// Until this holds in the test, while the page goes on from frame to frame; `why` says what is missing.
export async function eventually(page, holds, why) {
  for (const end = Date.now() + 20_000; !(await holds());) {
    if (Date.now() > end) throw new Error(why());
    await page.evaluate(
      () =>
        new Promise((resume) => {
          requestAnimationFrame(resume);
        }),
    );
  }
}

// The server tells this page that it has these addresses.
export async function withAddresses(page, addresses) {
  await page.routeWebSocket('**/ws', (socket) => {
    const far = socket.connectToServer();
    socket.onMessage((message) => far.send(message));
    far.onMessage((text) => {
      const message = JSON.parse(text);
      socket.send(JSON.stringify(message.type === 'welcome' ? { ...message, addresses } : message));
    });
  });
}

// What this page uploads goes at this pace, as the browser sees it: buffers of a proxy would take it at once. Gives
// what ends it.
export async function slow(page, bytesPerSecond) {
  const devtools = await page.context().newCDPSession(page);
  const set = (uploadThroughput) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await devtools.send('Network.enable');
  await set(bytesPerSecond);
  return () => set(-1);
}

export const textOf = (page, text) => page.getByTestId('message-text').filter({ hasText: text });

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes) {
  let value = -1;
  for (const byte of bytes) {
    value ^= byte;
    for (let i = 0; i < 8; i++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value;
}

// A whole PNG; `pixel(x, y)` gives [r, g, b], without it the picture is noise, which does not compress.
export function png(width, height, pixel = null) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = [];
  for (let y = 0; y < height; y++) {
    rows.push(
      Buffer.from([0]),
      pixel ? Buffer.from(Array.from({ length: width }, (_, x) => pixel(x, y)).flat()) : randomBytes(width * 3),
    );
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
