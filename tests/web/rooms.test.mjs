// Several rooms over one connection.
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

const welcome = { type: 'welcome', session: 's', limits: { message: 100, upload: 0, types: [], rate: 20 } };
const joined = (room, more) => ({
  type: 'joined',
  room,
  you: 'ana',
  epoch: 'e',
  seq: 2,
  members: ['bia', 'ana'],
  messages: entries(1, 2),
  locked: false,
  more: false,
  ...more,
});
const said = (room, seq, text, from = 'bia') => ({ type: 'message', room, ...entry(seq, from), text });

function start(names, memory = new Memory(area())) {
  const connection = new FakeConnection();
  const chat = new Chat(connection, memory, new Outbox(memory));
  const rooms = names.map((room) => chat.enter({ room, name: 'ana' }));
  connection.emit('open');
  connection.receive(welcome);
  return { connection, chat, rooms, memory };
}

// In these rooms; the first one is looked at.
function inRooms(...names) {
  const made = start(names);
  made.chat.look(made.rooms[0]);
  for (const name of names) made.connection.receive(joined(name));
  made.connection.take('join');
  return made;
}

function counts(room) {
  return [room.unreadCount, room.mentionCount];
}

test('rooms are joined one at a time, the one that is looked at first', () => {
  const { connection, chat, rooms } = start([]);
  rooms.push(...['a', 'b', 'c'].map((room) => chat.enter({ room, name: 'ana' })));
  assert.deepEqual(
    connection.take('join').map(({ room }) => room),
    ['a'],
  );
  chat.look(rooms[2]);
  connection.receive(joined('a'));
  assert.deepEqual(
    connection.take('join').map(({ room }) => room),
    ['c'],
  );
  connection.receive(joined('c'));
  connection.receive({ type: 'error', code: 'rate_limited', room: 'b' });
  assert.deepEqual(
    connection.take('join').map(({ room }) => room),
    ['b'],
  );
  wait();
  assert.deepEqual(
    connection.take('join').map(({ room }) => room),
    ['b'],
  );
  connection.receive(joined('b'));
  assert.deepEqual(
    rooms.map((room) => room.isIn),
    [true, true, true],
  );
});

test('after a cut every room is joined again from where it was', () => {
  const {
    connection,
    rooms: [, b],
  } = inRooms('a', 'b');
  connection.receive(said('b', 3, 'oi'));
  connection.emit('closed');
  connection.emit('open');
  connection.receive(welcome);
  const joins = connection.take('join');
  connection.receive(joined('a', { messages: [], resumed: true }));
  joins.push(...connection.take('join'));
  assert.deepEqual(
    joins.map(({ room, since, epoch }) => [room, since, epoch]),
    [
      ['a', 2, 'e'],
      ['b', 3, 'e'],
    ],
  );
  connection.receive(joined('b', { seq: 5, messages: [entry(4, 'bia'), entry(5, 'bia')], resumed: true, more: true }));
  assert.deepEqual([b.log.newest, b.unreadCount], [5, 3]);
});

test('a password is used again after a cut, and never kept', () => {
  const { connection, chat, memory } = start([]);
  chat.enter({ room: 'cofre', name: 'ana', password: 'segredo' });
  connection.receive(joined('cofre'));
  connection.take('join');
  connection.emit('closed');
  connection.emit('open');
  connection.receive(welcome);
  assert.equal(connection.take('join')[0].password, 'segredo');
  assert.ok(!memory.keys('').some((key) => JSON.stringify(memory.read(key)).includes('segredo')));
});

test('messages of all rooms go one at a time in the order they were written, those of a room we are not in wait', () => {
  const {
    connection,
    chat,
    rooms: [a, b],
  } = inRooms('a', 'b');
  const c = chat.enter({ room: 'c', name: 'ana' });
  c.say({ text: '1' });
  a.say({ text: '2' });
  b.say({ text: '3' });
  const [first, ...others] = connection.take('message');
  assert.deepEqual([first.room, others.length], ['a', 0]);
  connection.receive({ ...said('a', 3, '2', 'ana'), id: first.id });
  const [second] = connection.take('message');
  assert.equal(second.room, 'b');
  connection.receive(joined('c'));
  connection.receive({ type: 'error', code: 'storage', room: 'b', id: second.id });
  assert.deepEqual(
    connection.take('message').map(({ room }) => room),
    ['c'],
  );
  assert.equal(b.outbox.of(b.place)[0].error, 'storage');
});

test('what others say counts until it is read, and mentions are told apart', () => {
  const {
    connection,
    chat,
    rooms: [a, b],
  } = inRooms('a', 'b');
  const told = [];
  chat.on('arrived', (room, { text }, about) => told.push([room, text, about]));
  connection.receive(said('b', 3, 'oi'));
  connection.receive(said('b', 4, 'vem, @Ana'));
  connection.receive(said('b', 5, '@ana sou eu', 'ana'));
  connection.receive(said('b', 4, 'vem, @Ana'));
  assert.deepEqual(
    [counts(a), counts(b)],
    [
      [0, 0],
      [2, 1],
    ],
  );
  assert.deepEqual(told, [
    ['b', 'oi', { isMention: false, isFresh: true }],
    ['b', 'vem, @Ana', { isMention: true, isFresh: true }],
  ]);
  b.unread.saw(4);
  assert.deepEqual(counts(b), [0, 0]);
});

test('what was said before one came is not told, what was missed in a short cut is fresh, what came in a long absence is not', (t) => {
  let now = 1_000_000;
  t.mock.method(Date, 'now', () => now); // Debian 12's Node cannot mock timers with a time
  const { connection, chat } = start(['a']);
  const told = [];
  chat.on('arrived', (_room, { seq }, { isFresh }) => told.push([seq, isFresh]));
  connection.receive(joined('a', { messages: [entry(1, 'bia'), entry(2, 'bia')] }));
  const cut = (ms, seq) => {
    connection.emit('closed');
    now += ms;
    connection.emit('open');
    connection.receive(welcome);
    connection.receive(joined('a', { seq, messages: [entry(seq, 'bia')], resumed: true, more: true }));
  };
  cut(5_000, 3);
  cut(3_600_000, 4);
  assert.deepEqual(told, [
    [3, true],
    [4, false],
  ]);
});

test('after a reload what was not read is told, and counts', () => {
  const memory = new Memory(area());
  memory.write('read', { a: { epoch: 'e', seq: 1, at: 1 } });
  const {
    connection,
    chat,
    rooms: [a],
  } = start(['a'], memory);
  const told = [];
  chat.on('arrived', (_room, { seq }, about) => told.push([seq, about]));
  connection.receive(
    joined('a', { seq: 3, messages: [entry(1, 'bia'), entry(2, 'bia'), { ...entry(3, 'bia'), text: '@ana' }] }),
  );
  assert.deepEqual(told, [
    [2, { isMention: false, isFresh: false }],
    [3, { isMention: true, isFresh: false }],
  ]);
  assert.deepEqual(counts(a), [2, 1]);
});

test('who is refused in one room stays in the others, and can try again', () => {
  const {
    connection,
    chat,
    rooms: [a],
  } = inRooms('a');
  const refused = [];
  chat.on('refused', (room, code) => refused.push([room.name, code]));
  const b = chat.enter({ room: 'b', name: 'ana' });
  connection.take('join');
  connection.receive({ type: 'error', code: 'name_taken', room: 'b' });
  assert.deepEqual([refused, a.isIn, b.state], [[['b', 'name_taken']], true, 'refused']);
  assert.deepEqual(connection.take('join'), [], 'not again by itself');
  assert.equal(chat.enter({ room: ' b ', name: 'ana 2' }), b);
  assert.equal(connection.take('join')[0].name, 'ana 2');
  connection.receive(joined('b', { you: 'ana 2' }));
  assert.deepEqual([b.me, b.state, a.me], ['ana 2', 'in', 'ana']);
});

test('an error about one room does not touch the questions of another', () => {
  const {
    connection,
    chat,
    rooms: [a, b],
  } = inRooms('a', 'b');
  const found = [];
  chat.on('found', (room, { error }) => found.push([room.name, error]));
  a.search('x', 0);
  b.search('y', 0);
  connection.receive({ type: 'error', code: 'bad_request', room: 'b' });
  assert.deepEqual(found, [['b', 'bad_request']]);
  assert.equal(a.search('z', 0), false, 'still under way');
});

test('what is left is forgotten, and an answer that comes late changes nothing', () => {
  const {
    connection,
    chat,
    rooms: [a],
  } = inRooms('a');
  const b = chat.enter({ room: 'b', name: 'ana' });
  chat.leave(b);
  assert.deepEqual(
    connection.take('leave').map(({ room }) => room),
    ['b'],
  );
  connection.receive(joined('b'));
  connection.receive({ type: 'left', room: 'b' });
  assert.deepEqual([...chat.mine.keys()], ['a']);
  chat.leave(a);
  assert.equal(chat.current, null);
});

test('who leaves and comes back before the answers is in', () => {
  const { connection, chat } = inRooms('a');
  chat.leave(chat.enter({ room: 'b', name: 'ana' }));
  const b = chat.enter({ room: 'b', name: 'ana' });
  connection.take('join');
  connection.receive(joined('b'));
  connection.receive({ type: 'left', room: 'b' });
  assert.equal(connection.take('join').length, 1);
  connection.receive(joined('b', { messages: [], resumed: true }));
  assert.equal(b.isIn, true);
});

test('who writes is shown until something is said, or nothing for a while', () => {
  const {
    connection,
    rooms: [a, b],
  } = inRooms('a', 'b');
  connection.receive({ type: 'typing', room: 'a', from: 'bia' });
  connection.receive({ type: 'typing', room: 'a', from: 'caio' });
  assert.deepEqual([a.typing, b.typing], [['bia', 'caio'], []]);
  connection.receive(said('a', 3, 'oi'));
  assert.deepEqual(a.typing, ['caio']);
  wait();
  assert.deepEqual(a.typing, []);
});

test('drafts belong to their room', () => {
  const {
    chat,
    rooms: [a, b],
    memory,
  } = inRooms('a', 'b');
  a.draft = 'begun';
  assert.deepEqual([a.draft, b.draft], ['begun', '']);
  chat.leave(a);
  assert.equal(start(['a'], memory).rooms[0].draft, 'begun');
});
