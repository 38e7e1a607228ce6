import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesFor, tokenAt } from '../../www/js/text/completion.js';
import { emojiGroups, RecentEmoji, searchEmoji } from '../../www/js/text/emoji_search.js';
import { emojiOnly } from '../../www/js/text/markup.js';
import { Memory } from '../../www/js/page/memory.js';
import { area } from './helpers.mjs';

// The cursor is where the | stands.
function at(marked) {
  const caret = marked.indexOf('|');
  const token = tokenAt(marked.replace('|', ''), caret);
  return token && `${token.kind} ${token.from} ${token.query}`;
}

test('an @ begins a name, which may have spaces', () => {
  assert.equal(at('@|'), 'mention 0 ');
  assert.equal(at('oi @an|'), 'mention 3 an');
  assert.equal(at('oi (@Ana Ma|'), 'mention 4 Ana Ma');
  assert.equal(at('@a\n@b|'), 'mention 3 b');
  assert.equal(at('@joã|, oi'), 'mention 0 joã');
  for (const text of ['|@ana', 'ana@pa|', '@@a|', '@ a|', '@an|a', '@\n|', `@${'a'.repeat(33)}|`, 'oi|'])
    assert.equal(at(text), null, text);
});

test('a colon and two letters begin an emoji', () => {
  assert.equal(at(':co|'), 'emoji 0 co');
  assert.equal(at('oi :coração|'), 'emoji 3 coração');
  assert.equal(at('(:+1|'), 'emoji 1 +1');
  for (const text of [':c|', ': co|', '10:30|', 'http://a:80|', '::co|', ':co|r', 'a:co|'])
    assert.equal(at(text), null, text);
});

test('names: first those that begin so, whatever the case and the accents', () => {
  const names = ['Bia', 'Ana Maria', 'João', 'Mariana', 'Ana', 'Zé Maria'];
  assert.deepEqual(namesFor('', names), names);
  assert.deepEqual(namesFor('ana', names), ['Ana Maria', 'Ana']);
  assert.deepEqual(namesFor('joao', names), ['João']);
  assert.deepEqual(namesFor('mar', names), ['Mariana', 'Ana Maria', 'Zé Maria']);
  assert.deepEqual(namesFor('ana ', names), [], 'it is written out');
  assert.deepEqual(namesFor('ana m', names), ['Ana Maria']);
  assert.deepEqual(namesFor('zz', names), []);
  assert.equal(
    namesFor(
      '',
      Array.from({ length: 100 }, (_, i) => `p${i}`),
    ).length,
    8,
  );
});

test('emoji are found in both languages, the closest first', () => {
  const found = (query) => searchEmoji(query, 5).map((entry) => entry.emoji);
  assert.equal(found('heart')[0], '❤️');
  assert.equal(found('coracao')[0], '❤️');
  assert.equal(found('joinha')[0], '👍');
  assert.equal(found('+1')[0], '👍');
  assert.equal(found('THUMBS')[0], '👍');
  assert.equal(found('natal')[0], '🎅');
  assert.deepEqual(found('verde coracao'), ['💚']);
  assert.deepEqual(found('verde').sort(), ['💚', '🟢'].sort(), 'parts of a name');
  assert.deepEqual(found('xyzzy'), []);
  assert.deepEqual(found('  '), []);
});

test('each emoji is one, once, with a name in each language', () => {
  const all = emojiGroups().flatMap((group) => group.list);
  assert.ok(all.length > 400);
  for (const key of ['emoji', 'name', 'nome'])
    assert.equal(new Set(all.map((entry) => entry[key])).size, all.length, key);
  for (const { emoji, name, words } of all) {
    assert.equal(emojiOnly(emoji), 1, name);
    assert.ok(
      words.every((word) => word.length > 0),
      name,
    );
  }
});

test('the emoji used last come first, and only those that are known', () => {
  const memory = new Memory(area());
  const recent = new RecentEmoji(memory);
  assert.deepEqual(recent.list, []);
  for (const emoji of ['😀', '🎉', '😀']) recent.add(emoji);
  assert.deepEqual(
    recent.list.map((entry) => entry.emoji),
    ['😀', '🎉'],
  );
  for (const { emoji } of emojiGroups()[0].list) recent.add(emoji);
  assert.equal(recent.list.length, 24);
  memory.write('emoji', ['<b>', 7, '🎉']);
  assert.deepEqual(
    recent.list.map((entry) => entry.emoji),
    ['🎉'],
  );
  memory.write('emoji', { length: 3 });
  assert.deepEqual(recent.list, []);
});
