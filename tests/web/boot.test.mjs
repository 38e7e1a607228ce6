// What runs before the page is painted, in a page of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

const source = readFileSync(new URL('../../www/js/boot/boot.js', import.meta.url), 'utf8');

// `settings`: what is kept; `languages`: of the browser; `prefers`: the media queries that hold.
function boot({ settings = null, languages = ['en'], prefers = [], files = { en: 'en.js', pt: 'pt.js' } } = {}) {
  const page = { root: { dataset: {}, lang: '' }, links: [], meta: { dataset: { light: '#fff', dark: '#000' } } };
  const document = {
    documentElement: page.root,
    currentScript: { dataset: files },
    head: { append: (link) => page.links.push(link) },
    createElement: () => ({}),
    querySelectorAll: (selector) => (selector.startsWith('meta') ? [page.meta] : []),
  };
  const context = createContext({
    document,
    navigator: { languages },
    localStorage: { getItem: () => settings },
    setTimeout() {},
    addEventListener() {},
    matchMedia: (query) => ({ matches: prefers.includes(query), addEventListener() {} }),
  });
  runInContext(source, context);
  return { ...page, look: context.papoBoot.look };
}

test('the language is the first of the reader that papo has, and its words are asked for', () => {
  const of = (languages, settings = null) => {
    const { root, links } = boot({ languages, settings });
    return [root.lang, ...links.map(({ rel, href }) => `${rel} ${href}`)];
  };
  assert.deepEqual(of(['fr', 'pt-BR', 'en']), ['pt-BR', 'modulepreload pt.js']);
  assert.deepEqual(of(['de']), ['en', 'modulepreload en.js']);
  assert.deepEqual(of([]), ['en', 'modulepreload en.js']);
  assert.deepEqual(of(['en-GB', 'pt']), ['en', 'modulepreload en.js']);
  assert.deepEqual(of(['en'], '{"language":"pt"}'), ['pt-BR', 'modulepreload pt.js'], 'chosen');
  assert.deepEqual(of(['pt'], '{"language":"system"}'), ['pt-BR', 'modulepreload pt.js']);
});

test('a page without words of its own, as of status, asks for none', () => {
  assert.deepEqual(boot({ files: {} }).links, []);
});

test('the look is what was chosen, else what the system prefers, whatever was kept', () => {
  const dark = '(prefers-color-scheme: dark)';
  assert.deepEqual(boot().root.dataset, { theme: 'light', contrast: 'normal', text: 'normal' });
  assert.equal(boot({ prefers: [dark] }).root.dataset.theme, 'dark');
  assert.equal(boot({ prefers: [dark] }).meta.content, '#000');
  assert.equal(boot({ prefers: ['(prefers-contrast: more)'] }).root.dataset.contrast, 'more');
  assert.deepEqual(
    boot({ prefers: [dark], settings: '{"theme":"light","contrast":"more","text":"large"}' }).root.dataset,
    { theme: 'light', contrast: 'more', text: 'large' },
  );
  for (const settings of ['nonsense', '7', '[]', 'null']) assert.equal(boot({ settings }).root.dataset.theme, 'light');
  const { look, root } = boot({ settings: '{"theme":"dark"}' });
  look({ theme: 'system' });
  assert.equal(root.dataset.theme, 'light');
});
