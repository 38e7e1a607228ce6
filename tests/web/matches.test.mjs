import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, matches, snippet } from '../../www/js/text/matches.js';

const marked = (text, query) => matches(text, query).map(([from, to]) => text.slice(from, to));
const shown = (text, query) =>
  snippet(text, query)
    .map(({ text: piece, mark }) => (mark ? `[${piece}]` : piece))
    .join('');

test('neither case nor accents matter', () => {
  assert.equal(fold('AÇÃO'), 'acao');
  assert.deepEqual(marked('A ação do São João', 'ACAO'), ['ação']);
  assert.deepEqual(marked('A ac\u0327a\u0303o de novo', 'ação'), ['ac\u0327a\u0303o'], 'composed or not');
  assert.deepEqual(marked('ΑΘΗΝΑ Москва', 'москва'), ['Москва']);
});

test('several words, of which the last may be begun', () => {
  assert.deepEqual(marked('prova de matemática na sala de provas', 'sala pro'), ['prova', 'sala', 'provas']);
  assert.deepEqual(marked('salada na sala', 'sala prova'), ['sala']);
  assert.deepEqual(marked('improviso', 'pro'), [], 'not within a word');
});

test('signs in a query are between words', () => {
  assert.deepEqual(marked('veja papo.local/prova', 'papo.local'), ['papo', 'local']);
  assert.deepEqual(marked('anything', '...'), []);
  assert.deepEqual(marked('a <b> [x]', '<b'), ['b']);
});

test('a snippet is one line around the first match', () => {
  assert.equal(shown('oi\n  João,\ttudo bem?', 'joao'), 'oi [João], tudo bem?');
  const long = `${'um texto comprido '.repeat(30)}achado aqui ${'e mais texto '.repeat(30)}`;
  const line = shown(long, 'achado');
  assert.match(line, /^…[^…]*\[achado\] aqui e mais[^…]*…$/u);
  assert.ok(line.length < 200, line);
  assert.equal(shown('sem nada', 'zzz'), 'sem nada');
});

test('characters are not cut in half', () => {
  const text = `${'😀'.repeat(100)}achado${'😀'.repeat(100)}`;
  for (let i = 0; i < 4; i++)
    assert.ok(
      !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u.test(
        shown('a'.repeat(i) + text, 'achado'),
      ),
    );
  assert.ok(shown(`${'😀'.repeat(100)} achado`, 'achado').includes('[achado]'));
});
