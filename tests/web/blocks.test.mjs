import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBlocks } from '../../www/js/log/blocks.js';

const message = (seq) => ({ row: { kind: 'message', seq } });
const other = (key) => ({ row: { key } });
const names = (blocks) => blocks.map((block) => block.map(({ row }) => row.seq ?? row.key));
const messages = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => message(first + i));

test('a message is in the same block whatever else is drawn', () => {
  const whole = names(inBlocks(messages(1, 40)));
  assert.deepEqual(
    whole.flat(),
    Array.from({ length: 40 }, (_, i) => i + 1),
  );
  assert.ok(whole.length > 3 && whole.every((block) => block.length <= 8));
  const part = names(inBlocks(messages(20, 40)));
  assert.deepEqual(
    part.slice(1),
    whole.filter((block) => block[0] > part[0].at(-1)),
    'blocks end where they ended',
  );
  assert.ok(whole.some((block) => part[0].every((seq) => block.includes(seq))));
});

test('what has no number is with what follows, and at the end with what is before', () => {
  assert.deepEqual(
    names(inBlocks([other('day'), message(7), other('notice'), message(8), other('own'), other('own2')])),
    [
      ['day', 7],
      ['notice', 8, 'own', 'own2'],
    ],
  );
  assert.deepEqual(names(inBlocks([other('notice'), other('own')])), [['notice', 'own']]);
  assert.deepEqual(inBlocks([]), []);
});

test('numbers that begin again begin another block', () => {
  assert.deepEqual(names(inBlocks([message(3), message(900), message(1)])), [[3], [900], [1]]);
});
