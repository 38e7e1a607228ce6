import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentions } from '../../www/js/text/markup.js';

const is = (text, name) => assert.equal(mentions(text, name), true, `${text} / ${name}`);
const isNot = (text, name) => assert.equal(mentions(text, name), false, `${text} / ${name}`);

test('a mention is the whole name behind an @, whatever the case', () => {
  for (const text of ['@ana', 'oi @Ana, vem', '(@ANA)', 'linha\n@ana!', '@ana @bia', '@ana-maria', 'x @bia @ana'])
    is(text, 'Ana');
  for (const text of ['ana', '@anabela', '@ana_2', '@ana2', 'maria@ana.br', '@@ana', '_@ana', '@ anа', ''])
    isNot(text, 'ana');
});

test('names with accents, spaces, signs and other scripts', () => {
  is('oi @joão', 'João');
  is('oi @JOA\u0303O', 'joão');
  isNot('oi @joao', 'João');
  isNot('@ana\u0301', 'ana');
  is('@Ana Maria, oi', 'ana maria');
  is('@Ana Maria', 'ana');
  is('ouça @a.b (c)+ agora', 'a.b (c)+');
  isNot('@axb (c)+', 'a.b (c)+');
  is('@😀 oi', '😀');
  is('смотри, @Аня', 'аня');
  is('@c++ ou @c--', 'C--');
});

test('what is shown as code or as a link calls nobody', () => {
  for (const text of ['`@ana`', '```\n@ana\n```', 'https://papo.test/@ana', 'mailto:x@ana.br']) isNot(text, 'ana');
  is('`@ana` @ana', 'ana');
  is('*@ana*', 'ana');
});

test('what is not there mentions nobody', () => {
  isNot(undefined, 'ana');
  isNot('@', '');
});
