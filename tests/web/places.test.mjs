import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from '../../www/js/page/drafts.js';
import { linkTo, roomOf, tidy } from '../../www/js/text/links.js';
import { Memory } from '../../www/js/page/memory.js';
import { Places } from '../../www/js/page/places.js';
import { roomLists, shortCount, sum } from '../../www/js/page/room_lists.js';
import { area } from './helpers.mjs';

function counter() {
  let time = 0;
  return () => time++;
}

test('a link names its room, whatever it is called', () => {
  for (const room of ['sala1', 'turma 7B', 'água & cia #1', '日本', '100%', 'a/b?c=d'])
    assert.equal(roomOf(linkTo(room)), room);
  assert.equal(roomOf('#turma%207B%20'), 'turma 7B');
  assert.equal(roomOf('#100%'), '100%', 'what is not encoded is taken as it stands');
  for (const none of ['', '#', '#%20']) assert.equal(roomOf(none), '');
  assert.equal(tidy('\u00a0\u2003 ana\u0085'), 'ana');
});

test('drafts are kept for each room, and outlive a reload', () => {
  const memory = new Memory(area());
  const drafts = new Drafts(memory);
  drafts.write('a', 'begun');
  drafts.write('b', 'also\nbegun');
  drafts.write('c', '  ');
  const after = new Drafts(memory);
  assert.deepEqual(
    ['a', 'b', 'c'].map((room) => after.read(room)),
    ['begun', 'also\nbegun', ''],
  );
  after.write('a', '');
  after.write('b', '');
  assert.deepEqual(memory.keys('drafts'), []);
});

test('drafts are bounded: the oldest go, and what is far too long is cut', () => {
  const drafts = new Drafts(new Memory(area()), counter());
  for (let i = 0; i < 60; i++) drafts.write(`room ${i}`, 'x'.repeat(30_000));
  assert.equal(drafts.read('room 9'), '');
  assert.equal(drafts.read('room 10').length, 20_000);
});

test('a tab remembers its rooms, a browser the name and the last rooms', () => {
  const [tab, browser] = [new Memory(area()), new Memory(area())];
  const places = new Places(tab, browser, counter());
  assert.deepEqual([places.here, places.name, places.recent], [{ rooms: [], current: null }, '', []]);
  places.stay(
    [
      { room: 'a', name: 'Ana', password: 'secret' },
      { room: 'b', name: 'Ana 2' },
    ],
    'b',
  );
  places.came({ room: 'a', name: 'Ana', locked: true });
  places.came({ room: 'b', name: 'Ana 2', locked: false });
  places.came({ room: 'a', name: 'Ana', locked: true });
  const again = new Places(tab, browser);
  assert.deepEqual(again.here, {
    rooms: [
      { room: 'a', name: 'Ana' },
      { room: 'b', name: 'Ana 2' },
    ],
    current: 'b',
  });
  assert.equal(again.name, 'Ana');
  assert.deepEqual(again.recent, [
    { name: 'a', locked: true },
    { name: 'b', locked: false },
  ]);
  for (let i = 0; i < 30; i++) places.came({ room: `room ${i}`, name: 'Ana', locked: false });
  assert.deepEqual([places.recent.length, places.recent[0].name], [12, 'room 29']);
  places.stay([], null);
  assert.deepEqual(new Places(tab, new Memory(area())).here, { rooms: [], current: null });
});

test('each room is in one list: ours by what was said last, then the active, then those of before', () => {
  const mine = [
    { name: 'a', activeAt: 1 },
    { name: 'b', activeAt: 3 },
    { name: 'd', activeAt: 1 },
  ];
  const active = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  const lists = roomLists({ mine, active, recent: [{ name: 'c' }, { name: 'd' }, { name: 'e' }] });
  assert.deepEqual(
    Object.values(lists).map((list) => list.map((room) => room.name)),
    [['b', 'a', 'd'], ['c'], ['e']],
  );
  assert.deepEqual(
    mine.map((room) => room.name),
    ['a', 'b', 'd'],
    'what is given is left as it is',
  );
  assert.equal(sum([{ unread: 2 }, { unread: 3 }], 'unread'), 5);
  assert.deepEqual([shortCount(99), shortCount(100)], ['99', '99+']);
});
