import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emojiOnly, mentionsName, parse } from '../../www/js/text/markup.js';
import { isSameName, Names } from '../../www/js/text/names.js';

// The tree in a line: text as it is, the rest as <kind …>.
const shown = (nodes) =>
  nodes
    .map((node) =>
      node.kind === 'text' ? node.text : `<${node.kind} ${node.children ? shown(node.children) : node.text}>`,
    )
    .join('');
function names(...list) {
  const made = new Names();
  made.learn(list);
  return made;
}
const reads = (text, wanted, people = null) => assert.equal(shown(parse(text, people)), wanted, JSON.stringify(text));
const isPlain = (text, people) => reads(text, text.normalize('NFC'), people);

test('bold, italic and code', () => {
  reads('*a* _b_ `c`', '<bold a> <italic b> <code c>');
  reads('**a** and *b c*', '<bold a> and <bold b c>');
  reads('(*a*), "_b_"!', '(<bold a>), "<italic b>"!');
  reads('_*both*_ *_both_*', '<italic <bold both>> <bold <italic both>>');
  reads('*a `*` b*', '<bold a <code *> b>');
  reads('*a*b*', '<bold a*b>');
  reads('*.js and *bold*', '*.js and <bold bold>');
  reads('*não* _é_', '<bold não> <italic é>');
});

test('what only looks like it stays as it was written', () => {
  for (const text of [
    '2*3*4',
    '5 * 3 * 2',
    'snake_case_name',
    '__init__',
    '***x***',
    '****',
    '* a *',
    '*a',
    'a*',
    '_a\nb_',
    '*a\nb*',
    '`a',
    '`\n`',
    '``',
    '` `',
    '```',
    '``````',
    '```   ```',
    '*',
    '_',
    '',
  ])
    isPlain(text);
});

test('marks that cross are closed from the inside, and the rest is text', () => {
  reads('*a _b* c_', '<bold a _b> c_');
  reads('*a _b *c_ d*', '*a <italic b *c> d*');
  reads('**a *b** c*', '<bold a *b> c*');
});

test('a block keeps everything as it is, and has its line breaks', () => {
  reads('```let *a* = _b_; @ana https://x.test```', '<block let *a* = _b_; @ana https://x.test>', names('ana'));
  reads('a\n```\n  x\n\ny\n```\nb', 'a<block   x\n\ny>b');
  reads('```a``` ```b```', '<block a> <block b>');
  reads('```a`b```', '<block a`b>');
  reads('*a ```b``` c*', '*a <block b> c*');
});

test('links: http, https and mailto, without what stands behind them', () => {
  const links = (text) =>
    parse(text)
      .filter((node) => node.kind === 'link')
      .map((node) => node.href);
  assert.deepEqual(links('see https://papo.test/a?b=1. ok'), ['https://papo.test/a?b=1']);
  assert.deepEqual(links('(https://papo.test/a)'), ['https://papo.test/a']);
  assert.deepEqual(links('https://pt.wikipedia.org/wiki/Ipê_(árvore)).'), [
    'https://pt.wikipedia.org/wiki/Ipê_(árvore)',
  ]);
  assert.deepEqual(links('[https://a.test/[1]], {http://b.test/}!'), ['https://a.test/[1]', 'http://b.test/']);
  assert.deepEqual(links('HTTP://A.test "https://b.test" <https://c.test>'), [
    'HTTP://A.test',
    'https://b.test',
    'https://c.test',
  ]);
  assert.deepEqual(links('见https://例子.test/路。'), ['https://例子.test/路']);
  assert.deepEqual(links('http://192.168.0.7:5000/#turma%207B, ok'), ['http://192.168.0.7:5000/#turma%207B']);
  assert.deepEqual(links('mailto:ana@papo.test, bem'), ['mailto:ana@papo.test']);
  assert.deepEqual(links('http://a.test http://b.test\nhttp://c.test'), [
    'http://a.test',
    'http://b.test',
    'http://c.test',
  ]);
  reads('*https://a.test/b* _https://a.test/c_', '<bold <link https://a.test/b>> <italic <link https://a.test/c>>');
  reads('https://a.test/a_b_c*d*', '<link https://a.test/a_b_c*d>*');
});

test('nothing that could run or deceive becomes a link', () => {
  for (const text of [
    'javascript:alert(1)',
    'JavaScript://%0aalert(1)',
    'data:text/html,<b>x</b>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://a.test',
    'blob:x',
    'about:blank',
    'https://',
    'http://',
    'http://:80',
    'https://papo.test@evil.test/',
    'https://a:b@evil.test',
    'mailto:',
    'mailto:nobody',
    'xhttp://a.test',
    'https:/a.test',
    `http://a.test/${'x'.repeat(3000)}`,
  ]) {
    assert.deepEqual(
      parse(text).filter((node) => node.kind === 'link'),
      [],
      text,
    );
    isPlain(text);
  }
  const [link] = parse('javascript:https://papo.test').filter((node) => node.kind === 'link');
  assert.equal(link.href, 'https://papo.test');
  const turned = parse('https://papo.test/\u202Egpj.exe').find((node) => node.kind === 'link');
  assert.equal(turned.href, 'https://papo.test/', 'a link ends where the direction would turn');
});

test('markup is text', () => {
  isPlain('<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt;');
  reads('*<b>x</b>*', '<bold <b>x</b>>');
  for (const text of ['__proto__', '@__proto__', '*constructor*', '@constructor']) parse(text, names('ana'));
});

test('mentions are of people that are known, as whole words', () => {
  const people = names('Ana', 'Ana Maria', 'João', 'a.b (c)+', '😀', '*x*');
  reads('@ana, @ANA MARIA @joão', '<mention @ana>, <mention @ANA MARIA> <mention @joão>', people);
  reads('@JOA\u0303O (@Ana) oi\n@Ana', '<mention @JOÃO> (<mention @Ana>) oi\n<mention @Ana>', people);
  reads('@a.b (c)+ @😀 @*x*', '<mention @a.b (c)+> <mention @😀> <mention @*x*>', people);
  reads('*@Ana* _(@Ana)_ _@Ana_', '<bold <mention @Ana>> <italic (<mention @Ana>)> <italic @Ana>', people);
  for (const text of ['@anabela', '@ana_2', 'maria@ana.br', '@@ana', '@', '@ ana', '@bia', 'ana', '@ana\u0301', '`'])
    isPlain(text, people);
  reads('`@Ana`', '<code @Ana>', people);
  const both = names('ana', 'Ana');
  assert.deepEqual(
    parse('@Ana @ana', both)
      .filter((node) => node.name)
      .map((node) => node.name),
    ['Ana', 'ana'],
  );
  assert.ok(mentionsName(parse('oi *_a @ANA!_*', people), (name) => isSameName(name, 'ana')));
  assert.ok(!mentionsName(parse('oi @João', people), (name) => isSameName(name, 'ana')));
});

test('names are learned once, and not without end', () => {
  const made = new Names();
  assert.deepEqual(made.learn(['Ana', 'Bia', 'Ana']), ['Ana', 'Bia']);
  assert.deepEqual(made.learn(['Bia', 'Caio']), ['Caio']);
  assert.equal(made.learn(Array.from({ length: 5000 }, (_, i) => `p${i}`)).length, 1997);
});

// Each of these would take minutes where something is quadratic.
test('no text takes long, however it is made', () => {
  const people = names('ana', ...Array.from({ length: 500 }, (_, i) => `a${i}`));
  const parts = [
    '*a ',
    '*a* ',
    '`\n',
    '```',
    '``` ',
    '```a',
    'http://',
    'http://:',
    'http://a ',
    '@ana ',
    '@a ',
    '_a_ ',
    '*_**`',
    '*a _b **c ',
    '[(',
    'http://a/(',
    '\u202E',
    '\uD800',
    'é',
    '@@',
    '*\n_',
  ];
  for (const part of parts) {
    const text = part.repeat(100_000);
    const wanted = text.normalize('NFC').length;
    let length = 0;
    let deepest = 0;
    let nodes = 0;
    const walk = (list, depth) =>
      list.forEach((node) => {
        nodes++;
        deepest = Math.max(deepest, depth);
        if (node.children) walk(node.children, depth + 1);
        else length += node.text.length;
      });
    walk(parse(text, people), 1);
    assert.ok(length <= wanted && length > wanted - 10_000, `${JSON.stringify(part)}: only marks are missing`);
    assert.ok(deepest <= 4 && nodes < 2_000, `${JSON.stringify(part)}: ${deepest} deep, ${nodes} nodes`);
  }
});

test('one to three emoji and nothing else', () => {
  for (const [text, count] of [
    ['😀', 1],
    ['😀 ❤️', 2],
    [' 🎉🎉🎉 ', 3],
    ['👨‍👩‍👧‍👦', 1],
    ['🇧🇷🇵🇹', 2],
    ['👍🏽', 1],
    ['1️⃣', 1],
    ['🏴‍☠️', 1],
    ['🏳️‍🌈', 1],
    ['❤️‍🔥', 1],
    ['🎉🎉🎉🎉', 0],
    ['oi 😀', 0],
    ['1', 0],
    ['123', 0],
    ['#', 0],
    ['©', 0],
    ['❤', 0],
    ['', 0],
    [' ', 0],
    ['🇧', 0],
    ['😀'.repeat(5000), 0],
  ])
    assert.equal(emojiOnly(text), count, text);
});
