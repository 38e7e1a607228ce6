// What the client is made of: the modules and how they hang together, the stylesheets, the words.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';

const www = new URL('../../www/', import.meta.url).pathname;
const read = (path) => readFileSync(www + path, 'utf8');
const filesIn = (folder, end) =>
  readdirSync(www + folder, { recursive: true })
    .filter((path) => path.endsWith(end))
    .map((path) => `${folder}/${path}`);
const beside = (path, other) => posix.join(posix.dirname(path), other);

const imported = /^(?:import|export)\b[^;]*?\bfrom\s*'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gmu;
const modules = [...filesIn('js', '.js'), ...filesIn('status', '.js')];
const imports = new Map(
  modules.map((path) => [path, [...read(path).matchAll(imported)].map(([, at, later]) => beside(path, at ?? later))]),
);

// Depth first: where a module is met again on the way to itself.
function cycles() {
  const done = new Set();
  const found = [];
  const visit = (path, way) => {
    if (way.includes(path)) return found.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (done.has(path)) return undefined;
    for (const next of imports.get(path)) visit(next, [...way, path]);
    return done.add(path);
  };
  for (const path of modules) visit(path, []);
  return found;
}

function reached(...entries) {
  const found = [...entries];
  for (const path of found) found.push(...imports.get(path).filter((next) => !found.includes(next)));
  return found;
}

test('no module imports itself by a detour, also not by one that is loaded later', () => {
  assert.deepEqual(cycles(), []);
});

test('every module is part of the client, and every import is there', () => {
  const scripts = ['index.html', 'status/index.html'].flatMap((page) =>
    [...read(page).matchAll(/<script[^>]* src="([^"]+)"/gu)].map(([, path]) => path.replace(/^\//u, '')),
  );
  assert.deepEqual([...new Set(scripts)].sort(), ['js/boot/boot.js', 'js/boot/start.js', 'status/status.js']);
  assert.deepEqual([...new Set(reached(...scripts))].sort(), [...modules].sort());
});

test('what is needed at the way in is little of it', () => {
  const first = new Set();
  const visit = (path) => {
    first.add(path);
    for (const [, at] of read(path).matchAll(imported)) if (at && !first.has(beside(path, at))) visit(beside(path, at));
  };
  visit('js/boot/start.js');
  assert.ok(first.size < modules.length / 4, `${first.size} of ${modules.length}`);
  assert.ok(!first.has('js/main.js'));
});

test('each stylesheet is imported once', () => {
  const sheets = (path) =>
    [...read(path).matchAll(/@import ['"]([^'"]+)['"]/gu)].map(([, other]) => beside(path, other));
  assert.deepEqual(
    sheets('css/papo.css').sort(),
    filesIn('css', '.css')
      .filter((path) => path !== 'css/papo.css')
      .sort(),
  );
  assert.deepEqual(sheets('status/status.css'), ['css/tokens.css', 'css/base.css']);
});

test('every word that is said is known, and no other', async () => {
  const { words } = await import('../../www/js/words/en.js');
  const text = modules
    .filter((path) => path.startsWith('js/') && !path.startsWith('js/words/'))
    .map(read)
    .join('\n');
  const said = [...text.matchAll(/\bt\('(\w+)'[,)]/gu)].map(([, key]) => key);
  assert.ok(said.length > 100);
  assert.deepEqual(
    said.filter((key) => !(key in words)),
    [],
  );
  const made = /^(?:state_|doctor|ability)|Note$|Many$/u; // of a code that the client or the server has
  assert.deepEqual(
    Object.keys(words).filter((key) => !made.test(key) && !text.includes(`'${key}'`) && !text.includes(`words.${key}`)),
    [],
  );
});

test('each language that can be chosen has its words, and the page names the file', async () => {
  const { choices } = await import('../../www/js/page/settings.js');
  const languages = choices.language.filter((each) => each !== 'system');
  assert.deepEqual(filesIn('js/words', '.js').sort(), languages.map((each) => `js/words/${each}.js`).sort());
  for (const language of languages) {
    assert.ok(read('index.html').includes(` data-${language}="js/words/${language}.js"`), language);
    const { words } = await import(`../../www/js/words/${language}.js`);
    assert.deepEqual(Object.keys(words.languages), choices.language);
  }
});
