import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, duration, figures, languageOf, points, quantile, uptime, words } from '../../www/status/figures.js';

const histogram = (...count) => ({ le: [4, 8, 16], count });
const answer = (more = {}) => ({
  people: 3,
  messages: 10,
  deliveries: 30,
  bytes_in: 0,
  bytes_out: 2048,
  fanout: histogram(0, 5, 9, 10),
  queued: 7,
  refusals: 0,
  uploading: 1,
  uploads_free: 5,
  database: 6,
  memory: 8,
  cpu_us: 0,
  ...more,
});

test('figures should be of the time between two answers', () => {
  const first = figures(null, answer(), 0);
  assert.equal(first.messages, 0);
  assert.equal(first.latency, 16);
  const second = figures(
    answer(),
    answer({ messages: 30, bytes_out: 4096, cpu_us: 1e6, fanout: histogram(8, 14, 18, 20) }),
    2,
  );
  assert.equal(second.messages, 10);
  assert.equal(second.sent, 1024);
  assert.equal(second.processor, 0.5);
  assert.equal(second.median, 4, 'of the ten that came');
  assert.equal(figures(answer(), answer(), 1).latency, null, 'nothing came');
});

test('a quantile above all buckets should be the last one', () => {
  assert.equal(quantile(null, histogram(0, 0, 0, 5), 0.5), 16);
});

test('figures should be readable', () => {
  assert.equal(bytes(0, 'en'), '0 B');
  assert.equal(bytes(1536, 'en'), '1.5 KiB');
  assert.equal(bytes(5 * 1024 ** 5, 'en'), '5,120 TiB');
  assert.equal(bytes(1536, 'pt'), '1,5 KiB');
  assert.equal(duration(250, 'en'), '250 µs');
  assert.equal(duration(1500, 'en'), '1.5 ms');
  assert.equal(duration(null, 'en'), '–');
  assert.equal(uptime(0, words.en.units), '0 s');
  assert.equal(uptime(3725, words.en.units), '1 h 2 min');
  assert.equal(uptime(90061, words.en.units), '1 d 1 h');
});

test('all languages should have the same words', () => {
  for (const language of Object.keys(words))
    assert.deepEqual(Object.keys(words[language]), Object.keys(words.en), language);
  assert.equal(languageOf(['fr', 'pt-BR', 'en']), 'pt');
  assert.equal(languageOf(['fr']), 'en');
});

test('a sparkline should keep within its box, the newest value at the right', () => {
  const drawn = points([0, null, 5, 10], 120)
    .split(' ')
    .map((pair) => pair.split(',').map(Number));
  assert.equal(drawn.length, 4);
  assert.equal(drawn.at(-1)[0], 100);
  assert.equal(drawn.at(-1)[1], 1);
  for (const [x, y] of drawn) assert.ok(x >= 0 && x <= 100 && y >= 0 && y <= 30);
  assert.equal(points([0], 120), '100.0,29.0');
});
