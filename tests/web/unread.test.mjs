import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memory } from '../../www/js/page/memory.js';
import { RoomLog } from '../../www/js/log/room_log.js';
import { Unread } from '../../www/js/log/unread.js';
import { area, entry, FakeRoom } from './helpers.mjs';

function log(newest) {
  const made = new RoomLog();
  made.join(new FakeRoom(newest).joined());
  return made;
}

function read(memory, seq, epoch = 'e') {
  const unread = new Unread(memory);
  unread.enter('r', { epoch, newest: seq });
  unread.saw(seq);
  unread.save();
}

test('the line stands before the first message of others that has not been read', () => {
  const memory = new Memory(area());
  read(memory, 90);
  const unread = new Unread(memory);
  const now = log(100);
  now.entries.find(({ seq }) => seq === 91).from = 'bia';
  unread.enter('r', now);
  assert.equal(unread.first(now, 'bia'), 92);
  assert.equal(Unread.count(now, 'bia', unread.seq), 9);
});

test('in a room that is new, or began anew, nothing is unread', () => {
  const memory = new Memory(area());
  const unread = new Unread(memory);
  unread.enter('r', log(100));
  assert.equal(unread.line, null);
  unread.saw(100);
  unread.save();
  unread.enter('r', { epoch: 'f', newest: 200 });
  assert.equal(unread.line, null);
  unread.save();
  assert.deepEqual(unread.of('r').seq, 200);
});

test('the line stays while it is read, and goes when one writes', () => {
  const memory = new Memory(area());
  read(memory, 90);
  const unread = new Unread(memory);
  const now = log(100);
  unread.enter('r', now);
  unread.saw(100);
  assert.equal(unread.first(now, 'bia'), 91);
  unread.wrote(100);
  assert.equal(unread.first(now, 'bia'), 0);
});

test('what is missed moves the line only when all before it had been read', () => {
  const unread = new Unread(new Memory(area()));
  unread.enter('r', { epoch: 'e', newest: 10 });
  assert.equal(unread.missed(11), true);
  assert.equal(unread.missed(12), false);
  assert.equal(unread.line, 10);
  unread.saw(12);
  assert.equal(unread.missed(13), true);
  assert.equal(unread.line, 12);
});

test('a line in a hole is not known yet', () => {
  const memory = new Memory(area());
  read(memory, 100);
  const unread = new Unread(memory);
  const now = log(9000);
  unread.enter('r', now);
  assert.equal(unread.first(now, 'bia'), 0);
  assert.equal(Unread.count(now, 'bia', unread.line), 8900);
  now.addPage({ before: 201 }, new FakeRoom(9000).history({ before: 201, limit: 200 }));
  assert.equal(unread.first(now, 'bia'), 101);
});

test('of two tabs the one that has read further is right, and the number of rooms is bounded', () => {
  const memory = new Memory(area());
  let time = 0;
  const [one, two] = [new Unread(memory, () => time++), new Unread(memory, () => time++)];
  one.enter('r', { epoch: 'e', newest: 5 });
  two.enter('r', { epoch: 'e', newest: 9 });
  two.save();
  one.save();
  assert.equal(one.of('r').seq, 9);
  for (let i = 0; i < 300; i++) {
    one.enter(`room ${i}`, { epoch: 'e', newest: 1 });
    one.save();
  }
  assert.equal(one.of('r'), null);
  assert.equal(one.of('room 299').seq, 1);
});

test('own messages are never unread', () => {
  const unread = new Unread(new Memory(area()));
  const now = log(10);
  unread.enter('r', now);
  now.add(entry(11, 'ana'));
  assert.equal(Unread.count(now, 'ana', unread.seq), 0);
});
