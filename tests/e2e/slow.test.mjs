// A network that is slow: everything takes its time, nothing is lost, and nobody is kept from writing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, png, say, slow, textOf, until } from './support.mjs';

const here = house({ options: ['--rate', '0'] });

test('over a slow network an upload shows how it goes, the chat goes on, and everything arrives once', async () => {
  const cable = await here.cable();
  const bia = await here.come('Bia');
  const ana = await here.come('Ana', 'sala1', {}, cable.url);
  cable.rate = 120 * 1024;
  const fast = await slow(ana, 80 * 1024);
  const picture = png(500, 400); // 600 KB
  await ana.getByTestId('file-input').setInputFiles({ name: 'mar.png', mimeType: 'image/png', buffer: picture });
  await ana
    .getByTestId('upload-item')
    .filter({ hasText: /KB\/s · \d+ s left/u })
    .waitFor();
  await ana.getByTestId('composer-input').fill('o mar');
  await ana.getByTestId('composer-send').click();
  const bar = ana.getByTestId('message-upload').getByRole('progressbar');
  const shown = [await bar.evaluate((each) => each.value)];
  for (let i = 1; i <= 3; i++) {
    await say(ana, `ana ${i}`);
    await textOf(bia, `ana ${i}`).waitFor();
    await say(bia, `bia ${i}`);
    await textOf(ana, `bia ${i}`).waitFor();
    await until(
      ana,
      (value) => (document.querySelector('[data-testid=message-upload] progress')?.value ?? 1) > value,
      shown.at(-1),
    );
    shown.push(await bar.evaluate((each) => each.value));
  }
  assert.equal(await bia.getByTestId('message-image').count(), 0, 'it is still on its way');
  assert.ok(
    shown.every((value) => value < 1),
    shown.join(),
  );

  cable.rate = Infinity;
  await fast();
  await textOf(bia, 'o mar').waitFor();
  await ana.getByTestId('message-image').waitFor();
  await ana.getByTestId('message-upload').first().waitFor({ state: 'detached' });
  const url = await bia.getByTestId('message-image').getAttribute('src');
  assert.ok(
    Buffer.from(await (await fetch(new URL(url, here.server.url))).arrayBuffer()).equals(picture),
    'every byte is the same',
  );
  for (const page of [ana, bia]) {
    const said = await page.getByTestId('message-text').allTextContents();
    for (const name of ['ana', 'bia'])
      assert.deepEqual(
        said.filter((text) => text.startsWith(name)),
        [1, 2, 3].map((i) => `${name} ${i}`),
      );
    assert.equal(said.length, 7);
  }
});

test('what is said on a slow network before it breaks off is sent after, and once', async () => {
  const cable = await here.cable();
  const bia = await here.come('Bia');
  const ana = await here.come('Ana', 'sala1', {}, cable.url);
  cable.rate = 1000; // a message takes its time
  for (let i = 1; i <= 5; i++) await say(ana, `ana ${i}`);
  await textOf(bia, 'ana 1').waitFor();
  cable.cut();
  await ana.getByTestId('connection-banner').waitFor();
  cable.rate = Infinity;
  cable.mend();
  await textOf(bia, 'ana 5').waitFor();
  await ana.locator('[data-state=pending]').first().waitFor({ state: 'detached' });
  for (const page of [ana, bia])
    await becomes(
      () => page.getByTestId('message-text').allTextContents(),
      [1, 2, 3, 4, 5].map((i) => `ana ${i}`),
    );
});
