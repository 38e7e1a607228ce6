import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { modulesOf, withPreloads } from './preload.mjs';

const www = new URL('../../www', import.meta.url).pathname;

test('the page asks for every module at once (tools/preload-modules.mjs lists them)', () => {
  const html = readFileSync(`${www}/index.html`, 'utf8');
  assert.equal(html, withPreloads(html, www));
});

test('modules are found wherever they are imported', () => {
  const modules = modulesOf(www);
  for (const module of ['js/main.js', 'js/views/room.js', 'js/words/frame.js', 'js/qr.js']) assert.ok(modules.includes(module), module);
  assert.equal(new Set(modules).size, modules.length);
});
