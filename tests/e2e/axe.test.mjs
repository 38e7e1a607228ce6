// Every screen and dialog, looked at by axe-core: light, dark, and with more contrast.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { house } from './house.mjs';
import { enter, lanName, png, say, textOf, thoroughTest } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const looks = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'light with more contrast': { colorScheme: 'light', isHigh: true },
  'dark with more contrast': { colorScheme: 'dark', isHigh: true },
};

const here = house({ db: ':memory:' });

// With more contrast, AAA's 7:1 counts as well. What moves is looked at when it stands.
async function look(page, what) {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  const violations = await page.evaluate(async () => {
    const rules =
      document.documentElement.dataset.contrast === 'more' ? { 'color-contrast-enhanced': { enabled: true } } : {};
    const { violations: found } = await window.axe.run(document, { rules, resultTypes: ['violations'] });
    return found.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} (${node.failureSummary})`).join(' | ')}`,
    );
  });
  assert.deepEqual(violations, [], what);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.contrast), page.isHigh ? 'more' : 'normal');
}

async function visitor({ isHigh = false, ...options }) {
  const page = await here.come('', '', { reducedMotion: 'reduce', ...options });
  await page.context().addInitScript(axe);
  if (isHigh)
    await page
      .context()
      .addInitScript(() => localStorage.setItem('papo.settings', JSON.stringify({ contrast: 'more' })));
  return Object.assign(page, { isHigh });
}

async function seeDialog(page, open, testid) {
  await open();
  await page.getByTestId(testid).waitFor();
  if (testid === 'doctor') await page.locator('[data-result]').waitFor();
  await look(page, testid);
  await page.keyboard.press('Escape');
  await page.getByTestId(testid).waitFor({ state: 'hidden' });
}

for (const [name, options] of Object.entries(looks)) {
  const run = name === 'light' ? test : thoroughTest;
  run(`axe finds nothing: ${name}`, async () => {
    const cable = await here.cable();
    const url = `http://${lanName}:${new URL(cable.url).port}`;
    const ana = await visitor(options);
    await ana.goto(url);
    await ana.getByTestId('join-form').waitFor();
    await look(ana, 'the way in');
    await ana.getByTestId('join-submit').click();
    await look(ana, 'the way in, with an error');
    await enter(ana, url, 'Ana', `sala ${name}`);
    await look(ana, 'an empty room');
    await seeDialog(ana, () => ana.getByTestId('invite-open').click(), 'invite');
    await seeDialog(ana, () => ana.getByTestId('settings-open').click(), 'settings');
    await seeDialog(ana, () => ana.keyboard.press('Control+k'), 'switcher');
    await ana.getByTestId('conversation').focus();
    await seeDialog(ana, () => ana.keyboard.press('?'), 'shortcuts');
    await ana.getByTestId('settings-open').click();
    await seeDialog(ana, () => ana.getByTestId('settings-doctor').click(), 'doctor');
    await ana.keyboard.press('Escape');

    await ana.getByTestId('composer-input').pressSequentially(':hea');
    await ana.getByTestId('suggestions').waitFor();
    await look(ana, 'suggestions');
    await ana.keyboard.press('Escape');
    await ana.getByTestId('composer-input').fill('');
    await seeDialog(ana, () => ana.getByTestId('composer-emoji').click(), 'emoji-picker');

    const bia = await visitor(options);
    await enter(bia, here.server.url, 'Bia', `sala ${name}`);
    await say(bia, 'Oi Ana, olha: https://papo.test/praia');
    await bia
      .getByTestId('file-input')
      .setInputFiles({ name: 'praia.png', mimeType: 'image/png', buffer: png(40, 30) });
    await bia.getByTestId('composer-send').click();
    await ana.getByTestId('message-image').waitFor();
    await say(ana, 'Linda');
    await textOf(bia, 'Linda').waitFor();
    await ana.locator('[data-state=pending]').first().waitFor({ state: 'detached' });
    await look(ana, 'a conversation');
    await seeDialog(ana, () => ana.getByTestId('message-image').click(), 'lightbox');
    await ana.getByTestId('file-input').setInputFiles([
      { name: 'mar.png', mimeType: 'image/png', buffer: png(40, 30) },
      { name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    ]);
    await ana.locator('[data-testid=upload-item][data-state=done]').waitFor();
    await look(ana, 'attached files');
    await ana.getByTestId('composer-send').click();
    await ana.getByTestId('upload-cancel').click();
    for (const tab of ['gallery-pictures', 'gallery-files']) {
      await ana.getByTestId('gallery-open').click();
      await ana.getByTestId(tab).click();
      await look(ana, tab);
      await ana.getByTestId('gallery-close').click();
    }
    await ana.getByTestId('search-open').click();
    await ana.getByTestId('search-input').fill('oi');
    await ana.getByTestId('search-result').waitFor();
    await look(ana, 'a search');
    await ana.getByTestId('search-close').click();
    await ana.getByTestId('create-open').click();
    await ana.getByTestId('create-lock').click();
    await ana.getByTestId('create-submit').click();
    await look(ana, 'a room to be opened, with an error');
    await ana.getByTestId('create-room').fill(`cofre ${name}`);
    await ana.getByTestId('create-password').fill('segredo');
    await ana.getByTestId('create-submit').click();
    await ana.getByTestId('room-title').getByTitle('locked').waitFor();
    await say(bia, '@Ana, vem');
    await ana.locator('.badge.mention:not([hidden])').first().waitFor();
    await look(ana, 'two rooms, one with a mention');
    await seeDialog(bia, () => bia.locator(`#room [data-room="cofre ${name}"]`).click(), 'entry');
    await ana.getByTestId('my-rooms').locator(`[data-room="sala ${name}"]`).click();
    await textOf(ana, '@Ana, vem').waitFor();
    await ana.setViewportSize({ width: 390, height: 844 });
    await look(ana, 'a conversation on a phone');
    for (const sheet of ['rooms', 'people']) {
      await ana.getByTestId(`${sheet}-toggle`).click();
      await look(ana, `the ${sheet} on a phone`);
      await ana.keyboard.press('Escape');
    }
    cable.cut();
    await ana.getByTestId('banner-doctor').waitFor();
    await say(ana, 'Ainda *aqui*, `oi`, https://papo.test');
    await ana.locator('[data-state=pending] .waiting').waitFor();
    await look(ana, 'a conversation without a connection');
    cable.mend();
    const again = Object.assign(await ana.context().newPage(), { isHigh: options.isHigh });
    await again.goto(url);
    await again.getByTestId('recent-room').first().waitFor();
    await look(again, 'the way in, with rooms of before');
    await again.goto(`${here.server.url}/status`);
    await again.locator('#about').filter({ hasText: '0' }).waitFor();
    await look(again, 'the status');
  });
}
