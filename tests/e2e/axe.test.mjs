// Every screen and dialog, looked at by axe-core: light, dark, and with more contrast.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Cable, enter, lanName, launch, person, png, say, Server, textOf } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const looks = {
  light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' },
  'light with more contrast': { colorScheme: 'light', contrast: 'more' }, 'dark with more contrast': { colorScheme: 'dark', contrast: 'more' },
};

let browser;
let server;
before(async () => {
  browser = await launch();
  server = new Server({ db: ':memory:' });
  await server.start();
});
after(async () => {
  await browser.close();
  await server.remove();
});

// With more contrast, AAA's 7:1 counts as well. What moves is looked at when it stands.
async function look(page, what) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  const isHigh = await page.evaluate(() => document.documentElement.dataset.contrast === 'more');
  const violations = await page.evaluate(async (withContrast) => {
    const rules = withContrast ? { 'color-contrast-enhanced': { enabled: true } } : {};
    const { violations: found } = await window.axe.run(document, { rules, resultTypes: ['violations'] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} (${node.failureSummary})`).join(' | ')}`);
  }, isHigh);
  assert.deepEqual(violations, [], what);
}

async function visitor(options) {
  const page = await person(browser, { reducedMotion: 'reduce', ...options });
  await page.context().addInitScript(axe);
  return page;
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
  test(`axe finds nothing: ${name}`, async () => {
    const cable = new Cable();
    await cable.lay(server);
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

    const bia = await visitor(options);
    await enter(bia, server.url, 'Bia', `sala ${name}`);
    await say(bia, 'Oi Ana, olha: https://papo.test/praia');
    await bia.getByTestId('file-input').setInputFiles({ name: 'praia.png', mimeType: 'image/png', buffer: png(40, 30) });
    await bia.getByTestId('composer-send').click();
    await ana.getByTestId('message-image').waitFor();
    await say(ana, 'Linda');
    await textOf(bia, 'Linda').waitFor();
    await ana.locator('[data-state=pending]').waitFor({ state: 'detached' });
    await look(ana, 'a conversation');
    await seeDialog(ana, () => ana.getByTestId('message-image').click(), 'lightbox');
    await ana.getByTestId('file-input').setInputFiles([{ name: 'mar.png', mimeType: 'image/png', buffer: png(40, 30) }, { name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') }]);
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
    await look(ana, 'a conversation without a connection');
    cable.mend();
    const again = await ana.context().newPage();
    await again.goto(url);
    await again.getByTestId('recent-room').first().waitFor();
    await look(again, 'the way in, with rooms of before');
    cable.remove();
    for (const page of [ana, bia]) {
      assert.deepEqual(page.problems, []);
      await page.context().close();
    }
  });
}
