import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { Chat } from '../../www/js/net/chat.js';
import { Memory } from '../../www/js/page/memory.js';
import { Outbox } from '../../www/js/net/outbox.js';
import { area, entries, entry, FakeConnection } from './helpers.mjs';

globalThis.crypto ??= webcrypto; // Node 18

// Timers run when the test says so.
const realTimeout = globalThis.setTimeout;
let timers;
beforeEach(() => {
  timers = [];
  globalThis.setTimeout = (run) => timers.push(run);
});
afterEach(() => {
  globalThis.setTimeout = realTimeout;
});
const wait = () => {
  for (const run of timers.splice(0)) run();
};

const limits = { message: 100, upload: 0, types: [], rate: 20 };
const welcome = { type: 'welcome', session: 's', limits };
const joined = {
  type: 'joined',
  you: 'ana',
  epoch: 'e',
  seq: 2,
  members: ['ana'],
  messages: entries(1, 2),
  more: false,
};

function start(memory = new Memory(area())) {
  const connection = new FakeConnection();
  const chat = new Chat(connection, memory, new Outbox(memory));
  const room = chat.enter({ room: 'r', name: 'ana' });
  connection.emit('open');
  connection.receive(welcome);
  return { connection, chat, room, memory };
}

function started() {
  const made = start();
  made.connection.receive(joined);
  return made;
}

function reconnect(connection) {
  connection.emit('closed');
  connection.emit('open');
  connection.receive(welcome);
}

test('messages go one at a time, each when the one before is stored', () => {
  const { connection, chat, room } = started();
  for (const text of ['a', 'b', 'c']) room.say({ text });
  for (const [i, text] of ['a', 'b', 'c'].entries()) {
    const [message, ...others] = connection.take('message');
    assert.deepEqual([message.text, others.length], [text, 0]);
    connection.receive({ ...entry(3 + i), ...message });
  }
  assert.deepEqual(chat.outbox.items, []);
  assert.equal(room.log.newest, 5);
});

test('what is over the rate waits, and keeps its place', () => {
  const { connection, room } = started();
  room.say({ text: 'a' });
  room.say({ text: 'b' });
  const [{ id }] = connection.take('message');
  connection.receive({ type: 'error', code: 'rate_limited', id });
  room.say({ text: 'c' });
  assert.deepEqual(connection.take('message'), []);
  assert.equal(timers.length, 1);
  wait();
  assert.deepEqual(
    connection.take('message').map((message) => [message.text, message.id]),
    [['a', id]],
  );
});

test('a refused message fails with its reason and does not hold up the next', () => {
  const { connection, chat, room } = started();
  for (const code of ['storage', 'too_long', 'unknown_file', 'empty', 'bad_request']) {
    room.say({ text: code });
    const [{ id }] = connection.take('message');
    connection.receive({ type: 'error', code, id });
  }
  assert.deepEqual(
    chat.outbox.items.map((item) => item.error),
    ['storage', 'too_long', 'unknown_file', 'empty', 'bad_request'],
  );
  const [
    {
      message: { id },
    },
  ] = chat.outbox.items;
  room.retry(id);
  assert.equal(connection.take('message')[0].id, id);
  room.discard(chat.outbox.items[1].message.id);
  assert.equal(chat.outbox.items.length, 4);
});

test('what is far too long fails without being sent', () => {
  const { connection, chat, room } = started();
  room.say({ text: 'ã'.repeat(51) });
  assert.deepEqual(connection.take('message'), []);
  assert.equal(chat.outbox.items[0].error, 'too_long');
});

test('after a reconnection only what was missed is asked for, and what waits is sent with the same id', () => {
  const { connection, room } = started();
  room.say({ text: 'a' });
  const [{ id }] = connection.take('message');
  connection.take('join');
  reconnect(connection);
  assert.deepEqual(
    connection.take('join').map(({ since, epoch }) => [since, epoch]),
    [[2, 'e']],
  );
  room.say({ text: 'b' });
  assert.deepEqual(connection.take('message'), []);
  connection.receive({ ...joined, seq: 2, messages: [], more: true, resumed: true });
  assert.equal(connection.take('message')[0].id, id);
});

test('who is no longer in the room comes in again and sends again', () => {
  const { connection, chat, room } = started();
  chat.on('refused', () => assert.fail('nobody is thrown out'));
  connection.take('join');
  room.say({ text: 'a' });
  room.ask({ before: 1, limit: 1 });
  const [{ id }] = connection.take('message');
  connection.receive({ type: 'error', code: 'not_joined', id });
  connection.receive({ type: 'error', code: 'not_joined' });
  assert.equal(connection.take('join').length, 1);
  connection.receive({ ...joined, messages: [], resumed: true });
  assert.equal(connection.take('message')[0].id, id);
});

test('another epoch drops the log and what was noted in it', () => {
  const { connection, chat, room } = started();
  connection.receive({ type: 'presence', event: 'join', name: 'bia' });
  const isNew = [];
  chat.on('joined', (_room, is) => isNew.push(is));
  reconnect(connection);
  connection.receive({ ...joined, messages: [], resumed: true });
  reconnect(connection);
  connection.receive({ ...joined, epoch: 'f', seq: 1, messages: entries(1) });
  assert.deepEqual(isNew, [false, true]);
  assert.deepEqual([room.log.entries.length, room.notices.length], [1, 0]);
});

test('a reload begins a little before what has not been read', () => {
  const memory = new Memory(area());
  memory.write('read', { r: { epoch: 'e', seq: 70, at: 1 } });
  const { connection } = start(memory);
  assert.deepEqual(
    connection.take('join').map(({ since, epoch }) => [since, epoch]),
    [[20, 'e']],
  );
});

test('one page of history is asked for at a time, and none for a while after a refusal', () => {
  const { connection, chat, room } = started();
  room.ask({ before: 9, limit: 3 });
  room.ask({ before: 6, limit: 3 });
  assert.equal(connection.take('history').length, 1);
  connection.receive({ type: 'error', code: 'rate_limited' });
  let drawn = 0;
  chat.on('timeline', () => {
    drawn++;
  });
  room.ask({ before: 9, limit: 3 });
  assert.equal(connection.take('history').length, 0);
  wait();
  assert.equal(drawn, 1, 'who still wants it is reminded');
  room.ask({ before: 9, limit: 3 });
  assert.equal(connection.take('history').length, 1);
});

test('a search is answered, refused, or goes on after a pause', () => {
  const { connection, chat, room } = started();
  const found = [];
  chat.on('found', (_room, each) => found.push(each));
  assert.equal(room.search('oi', 0), true);
  assert.equal(room.search('ola', 0), false, 'one at a time');
  connection.receive({ type: 'error', code: 'rate_limited' });
  connection.take('search');
  wait();
  assert.deepEqual(connection.take('search'), [{ type: 'search', room: 'r', query: 'oi' }]);
  connection.receive({ type: 'found', query: 'oi', messages: entries(1), more: false });
  room.search('oi', 1);
  assert.equal(connection.take('search')[0].before, 1);
  connection.receive({ type: 'error', code: 'bad_request' });
  assert.deepEqual(
    found.map(({ before, error }) => [before, error]),
    [
      [0, undefined],
      [1, 'bad_request'],
    ],
  );
});
