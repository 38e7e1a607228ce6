import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dictionaries, pickLanguage } from '../../www/js/i18n.js';
import { backoff } from '../../www/js/connection.js';
import { fileSize, fit, initials, personColor, pieces } from '../../www/js/format.js';
import { Memory } from '../../www/js/memory.js';
import { Outbox } from '../../www/js/outbox.js';
import { RoomLog } from '../../www/js/room_log.js';
import { timeline } from '../../www/js/timeline.js';

const entries = (...seqs) => seqs.map((seq) => ({ seq, from: 'ana', id: `i${seq}`, ts: seq * 1000, text: `t${seq}` }));
const seqs = (log) => log.entries.map((entry) => entry.seq);

function area() {
  const kept = new Map();
  return { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) };
}

test('both languages say the same things', () => {
  const keys = (d) => Object.keys(d).filter((key) => !key.endsWith('Many') || key === 'typingMany').sort();
  assert.deepEqual(keys(dictionaries.pt), keys(dictionaries.en));
  assert.deepEqual(Object.keys(dictionaries.pt.errors), Object.keys(dictionaries.en.errors));
  assert.equal(pickLanguage(['fr', 'pt-BR', 'en']), 'pt');
  assert.equal(pickLanguage(['de']), 'en');
});

test('a log keeps each entry once and in order', () => {
  const log = new RoomLog();
  log.join({ epoch: 'e', messages: entries(3, 4), more: true });
  assert.equal(log.add(entries(4)[0]), false);
  assert.equal(log.add(entries(5)[0]), true);
  log.addPage(3, { messages: entries(1, 2), more: false });
  assert.deepEqual(seqs(log), [1, 2, 3, 4, 5]);
  assert.equal(log.more, false);
});

test('a hole is seen, filled, and not counted as known meanwhile', () => {
  const log = new RoomLog();
  log.join({ epoch: 'e', messages: entries(1, 2), more: false });
  log.join({ epoch: 'e', messages: entries(8, 9), more: true });
  assert.equal(log.holeBefore, 8);
  assert.equal(log.since, 2);
  log.addPage(8, { messages: entries(5, 6, 7), more: true });
  assert.equal(log.holeBefore, 5);
  log.addPage(5, { messages: entries(3, 4), more: true });
  assert.equal(log.holeBefore, 0);
  assert.equal(log.since, 9);
});

test('a hole that the server cannot fill is left', () => {
  const log = new RoomLog();
  log.join({ epoch: 'e', messages: entries(1, 5), more: false });
  log.addPage(5, { messages: [], more: false });
  assert.equal(log.holeBefore, 0);
  assert.equal(log.since, 5);
});

test('another epoch begins anew', () => {
  const log = new RoomLog();
  log.join({ epoch: 'e', messages: entries(1, 2), more: false });
  log.join({ epoch: 'f', messages: entries(1), more: false });
  assert.deepEqual(seqs(log), [1]);
});

test('what is not acknowledged outlives a reload', () => {
  const memory = new Memory(area());
  const outbox = new Outbox(memory);
  outbox.add({ room: 'r', id: 'a', text: 'x' });
  outbox.add({ room: 'r', id: 'b', text: 'y' });
  outbox.mark('r', 'b', 'failed', 'too_long');
  const again = new Outbox(memory);
  assert.deepEqual(again.pending('r').map((item) => item.message.id), ['a']);
  assert.equal(again.remove('r', 'a'), true);
  assert.equal(new Outbox(memory).items.length, 1);
});

test('a browser that refuses to remember only forgets', () => {
  const memory = new Memory(() => { throw new Error('denied'); });
  memory.write('x', 1);
  assert.equal(memory.read('x'), null);
});

test('one author within five minutes is one group', () => {
  const list = [...entries(1, 2), { ...entries(3)[0], from: 'bia' }, { ...entries(400)[0], from: 'bia' }];
  const rows = timeline({ entries: list, notices: [], outbox: [], me: 'bia' }).filter((row) => row.kind === 'message');
  assert.deepEqual(rows.map((row) => [row.first, row.last, row.own]),
    [[true, false, false], [false, true, false], [true, true, true], [true, true, true]]);
});

test('comings that follow each other share a line, where they happened', () => {
  const notices = [{ after: 1, event: 'join', name: 'a' }, { after: 1, event: 'join', name: 'b' }, { after: 2, event: 'leave', name: 'a' }];
  const rows = timeline({ entries: entries(1, 2), notices, outbox: [], me: 'z' });
  assert.deepEqual(rows.map((row) => row.kind), ['day', 'message', 'notice', 'message', 'notice']);
  assert.deepEqual(rows[2].names, ['a', 'b']);
});

test('an entry of a log that began anew is not taken for the old one', () => {
  const key = (entry) => timeline({ entries: [entry], notices: [], outbox: [], me: 'z' })[1].key;
  const [entry] = entries(1);
  assert.notEqual(key(entry), key({ ...entry, ts: entry.ts + 5000 }));
});

test('only web addresses become links', () => {
  assert.deepEqual(pieces('see https://papo.test/a?b=1. ok'), [{ text: 'see ' }, { text: 'https://papo.test/a?b=1', href: 'https://papo.test/a?b=1' }, { text: '. ok' }]);
  assert.deepEqual(pieces('javascript:alert(1)'), [{ text: 'javascript:alert(1)' }]);
});

test('small things', () => {
  assert.equal(fileSize(2_000_000), '1.9 MB');
  assert.equal(initials('ana maria braga'), 'AB');
  assert.equal(initials('😀x'), '😀');
  assert.ok(personColor('ana') >= 0 && personColor('ana') < 12);
  assert.deepEqual(fit({ width: 4000, height: 2000 }, 400, 400), { width: 400, height: 200 });
  assert.ok(backoff(0, () => 0.999) < 300 && backoff(50, () => 1) === 8000);
});
