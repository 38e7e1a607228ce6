import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { partsOf, withPreloads } from './preload.mjs';

const www = new URL('../../www', import.meta.url).pathname;

test('the page names every module, so that each part is asked for at once (tools/package/preload-modules.mjs lists them)', () => {
  const html = readFileSync(`${www}/index.html`, 'utf8');
  assert.equal(html, withPreloads(html, www));
});

test('every module of the client is in one of its parts', () => {
  const { entry, room, later } = partsOf(www);
  for (const [part, modules] of [[entry, ['js/start.js', 'js/words/join.js']], [room, ['js/main.js', 'js/words/frame.js']], [later, ['js/talk.js', 'js/qr.js', 'js/media/jpeg.js']]]) {
    for (const module of modules) assert.ok(part.includes(module), module);
  }
  const all = readdirSync(`${www}/js`, { recursive: true }).filter((path) => path.endsWith('.js')).map((path) => `js/${path}`);
  const plain = ['js/ahead.js', 'js/look.js', 'js/rescue.js']; // no modules
  assert.deepEqual([...entry, ...room, ...later, ...plain].sort(), all.sort());
});

test('no part says words that have not come with it', async () => {
  const { entry, room } = partsOf(www);
  const said = (modules) => modules.filter((module) => module !== 'js/i18n.js').flatMap((module) => [...readFileSync(`${www}/${module}`, 'utf8').matchAll(/\bt\('(\w+)'[,)]/gu)].map(([, key]) => key));
  const { dictionaries } = await import(`${www}/js/i18n.js`);
  assert.deepEqual(said(entry).filter((key) => !(key in dictionaries.en)), []);
  await import(`${www}/js/words/all.js`);
  assert.ok(said(room).length > 50);
  assert.deepEqual(said(room).filter((key) => !(key in dictionaries.en)), []);
});

test('each stylesheet is in the page once, and none that is not there', () => {
  const named = [...readFileSync(`${www}/index.html`, 'utf8').matchAll(/<link rel="stylesheet" href="([^"]*)">/gu)].map(([, path]) => path);
  assert.deepEqual(named.sort(), readdirSync(`${www}/css`).map((path) => `css/${path}`).sort());
});
