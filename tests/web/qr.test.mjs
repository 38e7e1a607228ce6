import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encode, mostBytes, penalty } from '../../www/js/text/qr.js';

// Made by qrencode (libqrencode, 8-bit mode, level M), with the mask that it chose; those of masks 5 and 6 were read
// back by zbar. A row is a hexadecimal number, its modules behind a leading 1.
const vectors = JSON.parse(readFileSync(new URL('qr_vectors.json', import.meta.url), 'utf8'));
const packed = (rows) => rows.map((row) => BigInt(`0b1${row.map(Number).join('')}`).toString(16));

test('codes are those that others make of the same text, with every version and mask', () => {
  for (const { text, mask, rows } of vectors)
    assert.deepEqual(packed(encode(text, mask)), rows, `${text} with mask ${mask}`);
  assert.deepEqual(new Set(vectors.map(({ mask }) => mask)), new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  assert.deepEqual(
    new Set(vectors.map(({ rows }) => (rows.length - 17) / 4)),
    new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  );
});

test('the mask is the one with the fewest points', () => {
  for (const text of ['papo', 'http://192.168.0.7:5000/#sala1', 'x'.repeat(200)]) {
    const points = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => penalty(encode(text, mask)));
    assert.equal(penalty(encode(text)), Math.min(...points));
  }
});

test('points are given for what makes a code hard to read', () => {
  const square = (pattern) => pattern.split(' ').map((row) => [...row].map((cell) => cell === '1'));
  assert.equal(penalty(square('10 01')), 0);
  assert.equal(penalty(square('11 11')), 3 + 100, 'a block, and all of one shade');
  const line = (row) => penalty(square(`${row} ${row.replace(/./gu, (cell) => 1 - cell)}`));
  assert.equal(line('111110'), 2 * 3, 'two runs of five');
});

test('text is taken as UTF-8, as long as it fits', () => {
  assert.equal(mostBytes, 213);
  assert.equal(encode('x'.repeat(213)).length, 57);
  assert.equal(encode('x'.repeat(214)), null);
  assert.equal(encode('ç'.repeat(106)).length, 57);
  assert.equal(encode('ç'.repeat(107)), null);
  assert.equal(encode('').length, 21);
});
