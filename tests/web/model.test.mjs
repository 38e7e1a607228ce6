import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from '../../www/js/net/connection.js';
import { fileSize, initials, personColor } from '../../www/js/text/format.js';
import { Memory } from '../../www/js/page/memory.js';
import { choices } from '../../www/js/page/settings.js';
import { timeline } from '../../www/js/log/timeline.js';
import { words as english } from '../../www/js/words/en.js';
import { entries, entry, range } from './helpers.mjs';

test('all languages say the same things', async () => {
  const keys = (d) =>
    Object.keys(d)
      .filter((key) => !key.endsWith('Many') || key === 'typingMany')
      .sort();
  for (const language of choices.language.filter((each) => !['system', 'en'].includes(each))) {
    const { words } = await import(`../../www/js/words/${language}.js`);
    assert.deepEqual(keys(words), keys(english), language);
    for (const [key, said] of Object.entries(english)) {
      assert.equal(typeof words[key], typeof said, `${language}: ${key}`);
      if (typeof said === 'object')
        assert.equal(Object.keys(words[key]).length, Object.keys(said).length, `${language}: ${key}`);
    }
    assert.deepEqual(Object.keys(words.errors), Object.keys(english.errors), language);
  }
});

test('a browser that refuses to remember only forgets', () => {
  const memory = new Memory(() => {
    throw new Error('denied');
  });
  memory.write('x', 1);
  assert.equal(memory.read('x'), null);
  assert.deepEqual(memory.keys('x'), []);
});

test('one author within five minutes is one group', () => {
  const list = [...entries(1, 2), { ...entries(3)[0], from: 'bia' }, { ...entries(400)[0], from: 'bia' }];
  const rows = timeline({ entries: list, notices: [], outbox: [], me: 'bia' }).filter((row) => row.kind === 'message');
  assert.deepEqual(
    rows.map((row) => [row.first, row.last, row.own]),
    [
      [true, false, false],
      [false, true, false],
      [true, true, true],
      [true, true, true],
    ],
  );
});

test('comings that follow each other share a line, where they happened', () => {
  const notices = [
    { after: 1, event: 'join', name: 'a' },
    { after: 1, event: 'join', name: 'b' },
    { after: 2, event: 'leave', name: 'a' },
  ];
  const rows = timeline({ entries: entries(1, 2), notices, outbox: [], me: 'z' });
  assert.deepEqual(
    rows.map((row) => row.kind),
    ['day', 'message', 'notice', 'message', 'notice'],
  );
  assert.deepEqual([rows[2].came, rows[2].went], [['a', 'b'], []]);
});

test('who comes and goes again and again is in the line once, as they are now', () => {
  const notices = ['join a', 'leave b', 'leave a', 'join c', 'join b'].map((each) => ({
    after: 1,
    event: each.split(' ')[0],
    name: each.split(' ')[1],
  }));
  const rows = timeline({ entries: entries(1), notices, outbox: [], me: 'z' }).filter((row) => row.kind === 'notice');
  assert.deepEqual(
    rows.map((row) => [row.came, row.went]),
    [[['c', 'b'], ['a']]],
  );
});

test('an entry of a log that began anew is not taken for the old one', () => {
  const key = (each) => timeline({ entries: [each], notices: [], outbox: [], me: 'z' })[1].key;
  assert.notEqual(key(entry(1)), key({ ...entry(1), ts: entry(1).ts + 5000 }));
});

test('a part of a log looks as it does within the whole', () => {
  const all = range(1, 9);
  const notices = [
    { after: 2, event: 'join', name: 'a' },
    { after: 6, event: 'join', name: 'b' },
  ];
  const whole = timeline({ entries: all, notices, outbox: [], me: 'z' });
  const part = timeline({ entries: all.slice(4), before: all[3], notices, outbox: [], me: 'z' });
  assert.deepEqual(part, whole.slice(-part.length));
  assert.deepEqual(Object.keys(all[3]), Object.keys(entry(1)), 'the entries are left as they are');
});

test('the line before what is new begins a group', () => {
  const rows = timeline({ entries: entries(1, 2, 3), notices: [], outbox: [], me: 'z', firstUnread: 2 });
  assert.deepEqual(
    rows.map((row) => row.kind),
    ['day', 'message', 'unread', 'message', 'message'],
  );
  assert.deepEqual(
    rows.map((row) => row.first),
    [undefined, true, undefined, true, false],
  );
});

test('keys are each once, whatever the clocks say', () => {
  const late = { ...entry(3), ts: 90_000_000_000 };
  const notices = ['join', 'leave', 'join'].map((event) => ({ after: 2, event, name: 'a' }));
  const outbox = [{ message: { id: 'x', text: 'y' }, ts: 1000, state: 'pending' }];
  const keys = timeline({ entries: [...entries(1, 2), late], notices, outbox, me: 'z' }).map((row) => row.key);
  assert.equal(new Set(keys).size, keys.length);
});

test('small things', () => {
  assert.equal(fileSize(2_000_000), '1.9 MB');
  assert.equal(initials('ana maria braga'), 'AB');
  assert.equal(initials('😀x'), '😀');
  assert.ok(personColor('ana') >= 0 && personColor('ana') < 12);
  assert.ok(backoff(0, () => 0.999) < 300 && backoff(50, () => 1) === 8000);
});
