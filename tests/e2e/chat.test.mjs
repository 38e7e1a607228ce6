import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, enter, png, say, textOf, until } from './support.mjs';

const here = house();
const { come } = here;

test('two people chat, share a picture, and go on after the server was killed', async () => {
  const ana = await come('Ana', 'sala1');
  const bia = await come('Bia', 'sala1');
  await ana.getByTestId('people-list').locator('[data-name="Bia"]').waitFor();
  await say(ana, 'Oi Bia');
  await textOf(bia, 'Oi Bia').waitFor();
  await say(bia, 'Oi Ana');
  await textOf(ana, 'Oi Ana').waitFor();

  const picture = png(820, 820);
  assert.ok(picture.length > 2_000_000);
  await ana.getByTestId('file-input').setInputFiles({ name: 'praia.png', mimeType: 'image/png', buffer: picture });
  await ana.getByTestId('composer-send').click();
  const image = bia.getByTestId('message-image');
  await image.waitFor();
  await until(bia, () => document.querySelector('[data-testid=message-image]').naturalWidth === 820);
  await image.click();
  const [download] = await Promise.all([bia.waitForEvent('download'), bia.getByTestId('lightbox-download').click()]);
  assert.equal(download.suggestedFilename(), 'praia.png');
  assert.ok(readFileSync(await download.path()).equals(picture), 'every byte is the same');
  await bia.keyboard.press('Escape');
  await bia.getByTestId('lightbox').waitFor({ state: 'detached' });

  await here.server.stop('SIGKILL');
  await ana.getByTestId('connection-banner').waitFor();
  await say(ana, 'said while the server was away');
  await here.server.start();
  await textOf(bia, 'said while the server was away').waitFor();
  await ana.getByTestId('connection-banner').waitFor({ state: 'hidden' });
  await say(bia, 'here we are again');
  await textOf(ana, 'here we are again').waitFor();
  assert.equal(await textOf(ana, 'said while the server was away').count(), 1, 'once');
});

test('who comes back to a server that has forgotten everything sees what it says now', async () => {
  await here.serve({ db: ':memory:' });
  const ana = await come('Ana', 'sala1');
  const bia = await come('Bia', 'sala1');
  await say(ana, 'of the old log');
  await textOf(bia, 'of the old log').waitFor();
  await bia.context().setOffline(true);
  await here.server.stop('SIGKILL');
  await bia.getByTestId('connection-banner').waitFor();
  await ana.getByTestId('connection-banner').waitFor();
  await say(ana, 'first of the new log');
  await here.server.start();
  await ana.locator('[data-state=sent]').filter({ hasText: 'first of the new log' }).waitFor();
  await bia.context().setOffline(false);
  await textOf(bia, 'first of the new log').waitFor();
  assert.equal(await textOf(bia, 'of the old log').count(), 0);
});

test('what people write is text and nothing else', async () => {
  const ana = await come('<img src=x onerror=alert(1)>', 'sala1');
  const hostile = '<script>document.title="pwned"</script> <b>x</b> javascript:alert(1) https://papo.test/ok';
  await say(ana, hostile);
  await textOf(ana, hostile).waitFor();
  assert.equal(await ana.locator('.bubble b, .bubble script').count(), 0);
  assert.deepEqual(await ana.locator('.bubble a').evaluateAll((links) => links.map((link) => link.href)), [
    'https://papo.test/ok',
  ]);
  assert.match(await ana.title(), /sala1/u);
});

test('a reload is back in its room, with its name', async () => {
  const ana = await come('Ana', 'sala1');
  await say(ana, 'before');
  await ana.locator('[data-state=sent]').waitFor();
  await ana.reload();
  await textOf(ana, 'before').waitFor();
  await becomes(() => ana.getByTestId('people-list').locator('[data-name]').count(), 1);
});

test('a locked room says so and takes its password', async () => {
  const ana = await here.come();
  await enter(ana, here.server.url, 'Ana', 'cofre', 'segredo');
  const bia = await come();
  await bia.goto(here.server.url);
  await bia.getByTestId('join-name').fill('Bia');
  await bia.locator('[data-testid=room-item][data-room=cofre]').click();
  await bia.getByTestId('join-submit').click();
  await bia.getByTestId('join-error').filter({ hasText: 'password' }).waitFor();
  await bia.getByTestId('join-password').fill('segredo');
  await bia.getByTestId('join-submit').click();
  await bia.getByTestId('composer-input').waitFor();
});

test('a name that is taken is said under the form', async () => {
  await come('Ana', 'sala1');
  const other = await come();
  await other.goto(`${here.server.url}/?room=sala1`);
  await other.getByTestId('join-name').fill('Ana');
  await other.getByTestId('join-submit').click();
  await other.getByTestId('join-error').filter({ hasText: 'has that name already' }).waitFor();
});

test('the client speaks Portuguese to those who do', async () => {
  const ana = await come('Ana', 'sala1', { locale: 'pt-BR' });
  assert.equal(await ana.getByTestId('composer-input').getAttribute('placeholder'), 'Escreva uma mensagem');
  await here.server.stop('SIGKILL');
  await ana.getByTestId('connection-banner').filter({ hasText: 'Reconectando. Pode escrever.' }).waitFor();
  await here.server.start();
});

test('files come by paste and by drop, and a refused one says why', async () => {
  const ana = await come('Ana', 'sala1');
  const bytes = [...png(30, 20)];
  for (const type of ['paste', 'drop']) {
    await ana.evaluate(
      ([kind, data]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(data)], `${kind}.png`, { type: 'image/png' }));
        const target = document.querySelector('[data-testid=composer-input]');
        target.dispatchEvent(
          kind === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
        );
      },
      [type, bytes],
    );
    await ana
      .getByTestId('upload-item')
      .filter({ hasText: `${type}.png` })
      .waitFor();
    await ana.getByTestId('composer-send').click();
    await ana.getByRole('img', { name: `${type}.png` }).waitFor();
  }
  await ana
    .getByTestId('file-input')
    .setInputFiles({ name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
  await ana.getByTestId('upload-item').filter({ hasText: 'not taken here' }).waitFor();
});

test('rooms and their counts are live, and one can leave', async () => {
  const watcher = await come();
  await watcher.goto(here.server.url);
  const ana = await come('Ana', 'sala1');
  await watcher.locator('[data-testid=room-item][data-room=sala1]').filter({ hasText: '1' }).waitFor();
  await come('Bia', 'sala1');
  await watcher.locator('[data-testid=room-item][data-room=sala1]').filter({ hasText: '2' }).waitFor();
  await ana.getByTestId('leave-room').click();
  await ana.getByTestId('join-form').waitFor();
  await watcher.locator('[data-testid=room-item][data-room=sala1]').filter({ hasText: '1' }).waitFor();
});

test('who reads further up is not moved by what is said below', async () => {
  const ana = await come('Ana', 'sala1');
  const bia = await come('Bia', 'sala1');
  for (let i = 0; i < 30; i++) await say(ana, `line ${i}`);
  await textOf(bia, 'line 29').waitFor();
  const list = bia.getByTestId('conversation');
  await list.evaluate((element) => {
    element.scrollTop = element.scrollHeight / 3;
  });
  await bia.getByTestId('jump-newest').waitFor();
  const before = await list.evaluate((element) => element.scrollTop);
  await say(ana, 'far below');
  await bia.getByTestId('jump-newest').filter({ hasText: '1 new message' }).click();
  await textOf(bia, 'far below').waitFor();
  assert.ok(before > 0);
  await bia.getByTestId('jump-newest').waitFor({ state: 'hidden' });
});
