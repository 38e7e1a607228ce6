import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomLog } from '../../www/js/log/room_log.js';
import { entries, entry, FakeRoom, range } from './helpers.mjs';

const seqs = (log) => log.entries.map((each) => each.seq);

function joined(room) {
  const log = new RoomLog();
  log.join(room.joined());
  return log;
}

test('a log keeps each entry once and in order', () => {
  const log = new RoomLog();
  assert.equal(log.join({ epoch: 'e', seq: 4, messages: entries(3, 4), more: true }).length, 2);
  assert.equal(log.add(entry(4)), false);
  assert.equal(log.add(entry(5)), true);
  log.addPage({ before: 3 }, { messages: entries(1, 2, 3), more: false });
  assert.deepEqual(seqs(log), [1, 2, 3, 4, 5]);
  assert.deepEqual(log.between(2, 4), entries(2, 3, 4));
  assert.equal(log.older({ first: 1 }), null);
});

test('a resume gives what is new and nothing twice', () => {
  const room = new FakeRoom(60);
  const log = joined(room);
  room.newest = 63;
  assert.deepEqual(
    log.join(room.joined({ since: log.since })).map((each) => each.seq),
    [61, 62, 63],
  );
  assert.deepEqual(log.run(63), { first: 11, last: 63 });
  assert.deepEqual(log.join(room.joined({ since: log.since })), []);
});

test('another epoch begins anew', () => {
  const log = joined(new FakeRoom(60));
  assert.equal(log.join({ epoch: 'f', seq: 1, messages: entries(1), more: false }).length, 1);
  assert.deepEqual(seqs(log), [1]);
  assert.equal(log.since, 1);
});

test('a hole is not counted as known, does not hold up since, and is filled from either side', () => {
  const room = new FakeRoom(60);
  const log = joined(room);
  room.newest = 9000;
  log.join(room.joined({ since: log.since }));
  assert.equal(log.since, 9000);
  assert.deepEqual(log.run(60), { first: 11, last: 60 });
  assert.deepEqual(log.run(Infinity), { first: 8951, last: 9000 });
  assert.equal(log.has(61), false);
  for (let i = 0; i < 3; i++) room.answer(log, log.newer(log.run(60)));
  for (let i = 0; i < 3; i++) room.answer(log, log.older(log.run(9000)));
  assert.deepEqual(log.run(60), { first: 11, last: 660 });
  assert.deepEqual(log.run(9000), { first: 8351, last: 9000 });
});

test('the last question before a hole closes asks for no more than the hole', () => {
  const room = new FakeRoom(1000);
  const log = joined(room);
  room.answer(log, { before: 901, limit: 100 });
  assert.deepEqual(log.older(log.run(951)), { before: 951, limit: 50 });
  assert.deepEqual(log.newer(log.run(900)), { before: 951, limit: 50 });
});

test('downwards through a hole arrives, also when the server gives less than was asked for', () => {
  for (const atOnce of [200, 70, 1]) {
    const room = new FakeRoom(1000, { atOnce });
    const log = joined(room);
    room.answer(log, { before: 301, limit: 100 });
    for (let run = log.run(300); run.last < 1000; run = log.run(300)) {
      room.answer(log, log.newer(run));
      assert.ok(room.asked < 900);
    }
    assert.deepEqual(log.run(300), { first: 301 - Math.min(100, atOnce), last: 1000 });
  }
});

test('around a place is asked until it is there', () => {
  const room = new FakeRoom(1000, { atOnce: 30 });
  const log = joined(room);
  assert.equal(log.around(990), null);
  while (log.around(500)) room.answer(log, log.around(500));
  assert.ok(log.has(500));
  assert.equal(room.asked, 4);
  assert.equal(log.around(1001), null);
});

test('what the server has deleted is not asked for', () => {
  const room = new FakeRoom(1000, { oldest: 900 });
  const log = joined(room);
  room.answer(log, log.older(log.run(1000)));
  assert.equal(log.floor, 900);
  assert.equal(log.older(log.run(1000)), null);
  assert.equal(log.around(899), null);
});

test('what is behind a hole and has been deleted is let go of', () => {
  const room = new FakeRoom(100);
  const log = joined(room);
  room.newest = 5000;
  room.oldest = 4000;
  log.join(room.joined({ since: 100 }));
  room.answer(log, log.newer(log.run(100)));
  assert.equal(log.floor, 301);
  assert.deepEqual(log.run(100), { first: 4951, last: 5000 }, 'the deleted ones are gone');
  while (log.older(log.run(5000))) room.answer(log, log.older(log.run(5000)));
  assert.equal(log.floor, 4000);
  assert.equal(log.entries[0].seq, 4000);
});

test('memory is bounded wherever the reader goes, and the end stays', () => {
  const room = new FakeRoom(100_000);
  const log = joined(room);
  let most = 0;
  let first = log.run(Infinity).first;
  while (first > 1) {
    room.answer(log, log.older(log.run(first)));
    first = log.run(first).first;
    log.trim(first, first + 300);
    most = Math.max(most, log.entries.length);
    assert.ok(log.has(100_000) && log.has(99_951));
  }
  assert.ok(most <= 3200, String(most));
  assert.equal(log.run(Infinity).last, 100_000);
  for (let seq = 100_001; seq < 110_000; seq++) log.add(entry(seq));
  log.trim(1, 300);
  assert.equal(log.run(1).first, 1);
  assert.ok(log.entries.length < 3000 && log.has(109_999));
});

test('a page that overlaps what is known closes the hole', () => {
  const log = new RoomLog();
  log.join({ epoch: 'e', seq: 20, messages: range(15, 20), more: true });
  log.addPage({ before: 10 }, { messages: range(5, 9), more: true });
  log.addPage({ before: 18 }, { messages: range(8, 17), more: true });
  assert.deepEqual(log.run(5), { first: 5, last: 20 });
  assert.equal(new Set(seqs(log)).size, log.entries.length);
});
