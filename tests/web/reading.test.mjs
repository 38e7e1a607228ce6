import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostDrawn, Reading } from '../../www/js/log/reading.js';
import { RoomLog } from '../../www/js/log/room_log.js';
import { entry, FakeRoom } from './helpers.mjs';

const nowhere = { nearTop: false, nearBottom: false };
const top = { nearTop: true, nearBottom: false };
const bottom = { nearTop: false, nearBottom: true };

function opened(room, joined = room.joined()) {
  const log = new RoomLog();
  log.join(joined);
  const reading = new Reading();
  reading.settle(log);
  return { log, reading };
}

// One step of a reader who is near an edge: slide, else ask.
function step(room, log, reading, sight) {
  const moved = sight.nearTop ? reading.up(log) : reading.down(log);
  const question = reading.question(log, sight);
  if (question) room.answer(log, question);
  reading.settle(log);
  const drawn = log.between(reading.first, reading.last);
  assert.equal(drawn.length, reading.last - reading.first + 1, 'without a hole');
  assert.ok(drawn.length <= mostDrawn);
  log.trim(reading.first, reading.last);
  return moved || question !== null;
}

test('at the end it goes along, and lets go of what is far above', () => {
  const { log, reading } = opened(new FakeRoom(60));
  assert.deepEqual([reading.first, reading.last], [11, 60]);
  for (let seq = 61; seq < 1000; seq++) {
    log.add(entry(seq));
    reading.settle(log);
    assert.equal(reading.last, seq);
    assert.ok(reading.last - reading.first < mostDrawn);
  }
  assert.equal(reading.question(log, nowhere), null);
});

test('what has come since the last draw does not leave the end behind', () => {
  const { log, reading } = opened(new FakeRoom(60));
  reading.following = false;
  assert.equal(reading.atEnd, true);
  log.add(entry(61));
  reading.up(log);
  assert.equal(reading.atEnd, true);
  reading.settle(log);
  assert.deepEqual([reading.last, reading.atEnd], [61, true]);
});

test('up through 100,000 and down again', () => {
  const room = new FakeRoom(100_000);
  const { log, reading } = opened(room);
  reading.following = false;
  while (step(room, log, reading, top));
  assert.equal(reading.first, 1);
  assert.ok(room.asked < 520, `${room.asked} questions`);
  room.newest += 5;
  log.join(room.joined({ since: log.since }));
  reading.settle(log);
  assert.equal(reading.first, 1);
  while (step(room, log, reading, bottom));
  assert.equal(reading.last, 100_005);
});

test('the end is reached at once from anywhere, and goes on', () => {
  const room = new FakeRoom(5000);
  const { log, reading } = opened(room);
  reading.following = false;
  for (let i = 0; i < 100; i++) step(room, log, reading, top);
  assert.ok(reading.last < 4900);
  log.add(entry(5001));
  reading.settle(log);
  assert.ok(reading.last < 4900, 'who reads elsewhere is not moved');
  reading.toEnd();
  reading.settle(log);
  assert.equal(reading.last, 5001);
  assert.ok(reading.first < 4952);
  log.add(entry(5002));
  reading.settle(log);
  assert.equal(reading.last, 5002);
});

test('a few rows at a time, and more where the reader has nearly come to the edge', () => {
  const room = new FakeRoom(600);
  const { log, reading } = opened(room);
  reading.following = false;
  for (let i = 0; i < 5; i++) step(room, log, reading, top);
  const { first } = reading;
  reading.up(log);
  assert.equal(reading.first, first - 3);
  reading.up(log, true);
  assert.equal(reading.first, first - 9);
});

test('an edge of what is known goes on with the draw that a page has come for', () => {
  const room = new FakeRoom(600);
  const { log, reading } = opened(room);
  reading.following = false;
  const comes = (sight) => {
    room.answer(log, reading.question(log, sight));
    reading.settle(log);
    return [reading.first, reading.last];
  };
  assert.deepEqual([reading.first, reading.last], [551, 600]);
  assert.deepEqual(comes(top), [545, 600]);
  reading.settle(log);
  assert.deepEqual([reading.first, reading.last], [545, 600], 'once');
  reading.goTo(100);
  comes(nowhere);
  Object.assign(reading, { last: log.run(100).last, first: log.run(100).last - mostDrawn + 1 });
  reading.settle(log);
  const { last } = reading;
  assert.deepEqual(comes(bottom), [last - 95, last + 6], 'also when there is no room for more');
});

test('it lets go of many at a time, in a frame that brings nothing', () => {
  const { log, reading } = opened(new FakeRoom(60));
  for (let seq = 61; seq <= 2000; seq++) log.add(entry(seq));
  Object.assign(reading, { following: false, atEnd: false, first: 1000, last: 1118 });
  assert.ok(reading.down(log));
  assert.deepEqual([reading.first, reading.last], [1023, 1118], '119 were there: 3 more would be too many');
  assert.ok(reading.down(log));
  assert.deepEqual([reading.first, reading.last], [1023, 1121]);
  Object.assign(reading, { first: 1000, last: 1118 });
  assert.ok(reading.up(log));
  assert.deepEqual([reading.first, reading.last], [1000, 1095]);
  assert.ok(reading.up(log));
  assert.deepEqual([reading.first, reading.last], [997, 1095]);
});

test('to a place that is not known, and from there in both directions', () => {
  const room = new FakeRoom(50_000, { atOnce: 90 });
  const { log, reading } = opened(room);
  reading.goTo(20_000);
  assert.equal(reading.settle(log), 0);
  let landed = 0;
  for (let i = 0; i < 9 && !landed; i++) {
    room.answer(log, reading.question(log, nowhere));
    landed = reading.settle(log);
  }
  assert.equal(landed, 20_000);
  assert.ok(reading.first <= 20_000 && reading.last >= 20_000);
  assert.equal(reading.target, 0);
  for (let i = 0; i < 120; i++) step(room, log, reading, top);
  assert.ok(reading.first < 19_700);
  while (step(room, log, reading, bottom));
  assert.equal(reading.last, 50_000);
});

test('to a place that is no longer there', () => {
  const room = new FakeRoom(1000, { oldest: 900 });
  const { log, reading } = opened(room);
  reading.goTo(100);
  reading.settle(log);
  room.answer(log, reading.question(log, nowhere));
  assert.equal(reading.settle(log), 100);
  assert.equal(reading.question(log, nowhere), null);
  assert.equal(reading.last, 1000);
});

test('after an absence that was too long for a resume', () => {
  for (const following of [true, false]) {
    const room = new FakeRoom(100);
    const { log, reading } = opened(room);
    reading.following = following;
    room.newest = 9000;
    log.join(room.joined({ since: log.since }));
    reading.settle(log);
    assert.equal(reading.last, following ? 9000 : 100);
    reading.following = false;
    while (step(room, log, reading, following ? top : bottom));
    assert.equal(following ? reading.first : reading.last, following ? 1 : 9000);
  }
});

test('an end that is not known is asked for', () => {
  const room = new FakeRoom(100);
  const { log, reading } = opened(room, { epoch: 'e', seq: 100, messages: [], more: true });
  room.answer(log, reading.question(log, nowhere));
  reading.settle(log);
  assert.equal(reading.last, 100);
});

test('an empty room asks nothing', () => {
  const { log, reading } = opened(new FakeRoom(0));
  assert.equal(reading.question(log, { nearTop: true, nearBottom: true }), null);
});
