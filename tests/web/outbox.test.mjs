import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memory } from '../../www/js/page/memory.js';
import { Outbox } from '../../www/js/net/outbox.js';
import { area } from './helpers.mjs';

const place = { room: 'r', name: 'ana' };
const ids = (outbox, where = place) => outbox.of(where).map((item) => item.message.id);

// Pages of one browser, whose clock is the test's.
function browser() {
  const memory = new Memory(area());
  const clock = { now: 1_000_000 };
  return { memory, clock, page: (name) => new Outbox(memory, name, () => clock.now) };
}

test('what is not acknowledged outlives a reload', () => {
  const { page, memory } = browser();
  const one = page('1');
  one.add('ana', { room: 'r', id: 'a', text: 'x' });
  one.add('ana', { room: 'r', id: 'b', text: 'y' });
  one.mark('b', 'failed', 'too_long');
  one.release();
  const two = page('2');
  assert.equal(two.claim(place), true);
  assert.equal(two.nextPending(place).message.id, 'a');
  assert.deepEqual(
    two.of(place).map((item) => [item.state, item.error]),
    [
      ['pending', null],
      ['failed', 'too_long'],
    ],
  );
  assert.equal(two.remove('a'), true);
  assert.equal(two.nextPending(place), null);
  assert.deepEqual(memory.keys('outbox.'), ['outbox.2']);
  two.remove('b');
  assert.deepEqual(memory.keys('outbox.'), []);
});

test('pages do not take from each other while both are there', () => {
  const { page, clock } = browser();
  const [one, two] = [page('1'), page('2')];
  one.add('ana', { room: 'r', id: 'a', text: 'x' });
  two.add('ana', { room: 'r', id: 'b', text: 'y' });
  clock.now += 100_000;
  assert.equal(two.claim(place), false);
  one.beat();
  clock.now += 100_000;
  assert.equal(two.claim(place), false);
  assert.deepEqual([ids(one), ids(two)], [['a'], ['b']]);
  two.remove('b');
  assert.deepEqual(ids(one), ['a']);
});

test('a page that crashed is taken for gone after a while, one that reloads is left the time to', () => {
  const { page, clock } = browser();
  page('1').add('ana', { room: 'r', id: 'a', text: 'x' });
  const two = page('2');
  clock.now += 181_000;
  assert.equal(two.claim(place, 30_000), true);
  two.release();
  clock.now += 1_000;
  const three = page('3');
  assert.equal(three.claim(place, 30_000), false);
  clock.now += 30_000;
  assert.equal(three.claim(place, 30_000), true);
  assert.deepEqual(ids(three), ['a']);
});

test('messages wait for their room and their name', () => {
  const { page, memory } = browser();
  const one = page('1');
  one.add('ana', { room: 'r', id: 'a', text: 'x' });
  one.add('ana', { room: 'other', id: 'b', text: 'y' });
  one.add('bia', { room: 'r', id: 'c', text: 'z' });
  one.release();
  const two = page('2');
  two.claim(place);
  assert.deepEqual(ids(two), ['a']);
  assert.deepEqual(two.items.length, 1);
  const three = page('3');
  three.claim({ room: 'other', name: 'ana' });
  three.claim({ room: 'r', name: 'bia' });
  assert.deepEqual(
    three.items.map((item) => item.message.id),
    ['b', 'c'],
  );
  assert.deepEqual(memory.keys('outbox.').sort(), ['outbox.2', 'outbox.3']);
});

test('a page that comes back from sleep has its messages still, and none twice', () => {
  const { page } = browser();
  const one = page('1');
  one.add('ana', { room: 'r', id: 'a', text: 'x' });
  one.release();
  const two = page('2');
  two.claim(place);
  one.beat();
  one.release();
  two.claim(place);
  assert.deepEqual(ids(two), ['a']);
  assert.deepEqual(ids(one), ['a']);
});
