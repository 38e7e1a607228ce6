// A tab that stays open while papo is upgraded: another build of the client behind the same address.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { house } from './house.mjs';
import { becomes, built, enter, say, sources, textOf, until } from './support.mjs';

const here = house({ www: built });
const folder = mkdtempSync(join(tmpdir(), 'papo-upgrade-'));
const other = join(folder, 'other');

before(() => {
  cpSync(sources, join(folder, 'www'), { recursive: true });
  appendFileSync(join(folder, 'www/js/main.js'), 'globalThis.papoIsUpgraded = true;\n');
  execFileSync(join(sources, '../tools/package/build-www'), [join(folder, 'www'), other]);
});
after(() => rmSync(folder, { recursive: true }));

async function restart(www) {
  await here.server.stop('SIGTERM');
  here.server.www = www;
  await here.server.start();
}

const isUpgraded = () => globalThis.papoIsUpgraded === true;
// The answer with which a page finds out whether its files are still there.
const asked = (page) => page.waitForResponse((response) => response.request().method() === 'HEAD');

test('a tab that was open across an upgrade loads itself again, and is where it was', async () => {
  const ana = await here.come('Ana', 'sala1');
  const bia = await here.come();
  await bia.goto(here.server.url); // at the way in, with nothing typed
  await bia.getByTestId('join-settings').waitFor();
  await say(ana, 'before');
  await textOf(ana, 'before').waitFor();
  await ana.getByTestId('message-tick').first().waitFor();
  const loaded = [ana, bia].map((page) => page.waitForEvent('load'));
  await restart(other);
  await Promise.all(loaded);
  for (const page of [ana, bia]) await until(page, isUpgraded);
  await textOf(ana, 'before').waitFor();
  await becomes(() => ana.getByTestId('room-title').textContent(), 'sala1');
});

test('nobody is interrupted: not while something is written, open, attached or read further up', async () => {
  const ana = await here.come();
  await ana.clock.install();
  await enter(ana, here.server.url, 'Ana', 'sala1');
  for (let i = 0; i < 40; i++) await say(ana, `line ${i}`);
  await textOf(ana, 'line 39').waitFor();
  await ana.evaluate(() => {
    window.isSame = true;
  });
  const isLeftAlone = async (why) => {
    await ana.clock.runFor(60_000);
    assert.ok(await ana.evaluate(() => window.isSame && !globalThis.papoIsUpgraded), why);
  };
  const scroll = (top) =>
    ana.getByTestId('conversation').evaluate((element, to) => {
      element.scrollTop = to;
    }, top);
  const gone = asked(ana);
  await ana.getByTestId('composer-input').fill('not done');
  await restart(other);
  assert.equal((await gone).status(), 404);
  await isLeftAlone('a text is begun');
  await ana.getByTestId('settings-open').click();
  await ana.getByTestId('composer-input').evaluate((input) => {
    input.value = '';
  });
  await isLeftAlone('a dialog is open');
  await ana
    .getByTestId('file-input')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await ana.getByTestId('settings').press('Escape');
  await isLeftAlone('a file is attached');
  await scroll(0);
  await ana.getByTestId('jump-newest').waitFor();
  await ana.getByTestId('upload-cancel').click();
  await isLeftAlone('earlier messages are read');
  const loaded = ana.waitForEvent('load');
  await scroll(1e9);
  await loaded;
  await until(ana, isUpgraded);
});

test('a server that only starts again changes nothing', async () => {
  const ana = await here.come('Ana', 'sala1');
  await ana.evaluate(() => {
    window.isSame = true;
  });
  const found = asked(ana);
  await restart(built);
  assert.equal((await found).status(), 200);
  await ana.getByTestId('connection-banner').waitFor({ state: 'hidden' });
  assert.ok(await ana.evaluate(() => window.isSame));
});
