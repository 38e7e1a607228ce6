import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { animatedGif, exif, jpegParts, pngChunk, secret, webpChunk } from '../web/media_files.mjs';
import { house } from './house.mjs';
import { becomes, enter, png, say, slow, textOf, until } from './support.mjs';

const here = house();
const { come } = here;

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const file = (name, buffer, mimeType = 'application/octet-stream') => ({ name, mimeType, buffer });
const plain = (red) => png(64, 48, () => [red, 120, 80]);
const attach = (page, ...files) => page.getByTestId('file-input').setInputFiles(files);
const send = (page) => page.getByTestId('composer-send').click();
const card = (page, name) => page.getByTestId('upload-item').filter({ hasText: name });
const isLoaded = (page, count) =>
  until(
    page,
    (wanted) =>
      document.querySelectorAll('[data-testid=message-image]').length === wanted &&
      [...document.querySelectorAll('[data-testid=message-image]')].every(
        (image) => image.complete && image.naturalWidth > 0,
      ),
    count,
  );

// A photo as a browser codes it.
async function photo(page, type, width = 80, height = 60) {
  const base64 = await page.evaluate(
    ([mime, w, h]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
      const context = canvas.getContext('2d');
      const gradient = context.createLinearGradient(0, 0, w, h);
      gradient.addColorStop(0, '#205');
      gradient.addColorStop(1, '#fb4');
      context.fillStyle = gradient;
      context.fillRect(0, 0, w, h);
      return canvas.toDataURL(mime, 0.9).split(',')[1];
    },
    [type, width, height],
  );
  return Buffer.from(base64, 'base64');
}

// Its pixels as a browser shows them.
const pixels = (page, data, type) =>
  page.evaluate(
    async ([base64, mime]) => {
      const bitmap = await createImageBitmap(
        new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: mime }),
      );
      const canvas = Object.assign(document.createElement('canvas'), {
        width: bitmap.width,
        height: bitmap.height,
      });
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return `${bitmap.width}x${bitmap.height} ${[...context.getImageData(0, 0, bitmap.width, bitmap.height).data].join()}`;
    },
    [data.toString('base64'), type],
  );

async function fetched(page, path) {
  return Buffer.from(
    await page.evaluate(async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())], path),
  );
}

test("several files go with their captions, in their order; the text is the last one's", async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  await attach(
    ana,
    file('mar.png', plain(10)),
    file('ata.pdf', Buffer.from('%PDF-1.4\n')),
    file('sol.png', plain(250)),
  );
  await card(ana, 'mar.png').getByTestId('upload-caption').fill('o mar');
  await card(ana, 'ata.pdf').getByTestId('upload-caption').fill('a ata');
  assert.equal(await bia.getByTestId('message').count(), 0, 'nothing is said before it is sent');
  await ana.getByTestId('composer-input').fill('e o sol');
  await ana.getByTestId('composer-input').press('Enter');
  await textOf(bia, 'e o sol').waitFor();
  await ana.getByTestId('attachments').waitFor({ state: 'hidden' });
  await becomes(
    () =>
      bia
        .getByTestId('message')
        .evaluateAll((all) =>
          all.map((each) => [
            each.querySelector('[data-testid=message-image]')?.alt ?? each.querySelector('.file-name').textContent,
            each.querySelector('.bubble').textContent,
          ]),
        ),
    [
      ['mar.png', 'o mar'],
      ['ata.pdf', 'a ata'],
      ['sol.png', 'e o sol'],
    ],
  );
  const link = bia.getByTestId('message-file');
  const [download] = await Promise.all([bia.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), 'ata.pdf');
  assert.match(await link.textContent(), /PDF · 9 B/u);
});

test('what is typed goes on while cards come and go, and Enter in a caption sends', async () => {
  const ana = await come('Ana');
  await attach(ana, file('a.png', plain(1)));
  const caption = card(ana, 'a.png').getByTestId('upload-caption');
  await caption.focus();
  await ana.keyboard.type('uma ');
  await attach(ana, file('b.png', plain(2)));
  await card(ana, 'b.png').waitFor();
  await ana.keyboard.type('legenda');
  assert.equal(await caption.inputValue(), 'uma legenda');
  await ana.keyboard.press('Enter');
  await textOf(ana, 'uma legenda').waitFor();
  await becomes(
    () => ana.evaluate(() => document.activeElement.dataset.testid),
    'composer-input',
    'the focus is not lost',
  );
});

test('files are dropped anywhere, and a layer says where they go', async () => {
  const ana = await come('Ana');
  const bytes = [...plain(7)];
  const drag = (type) =>
    ana.evaluate(
      ([kind, data]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(data)], 'solto.png', { type: 'image/png' }));
        transfer.items.add(new File([new Uint8Array(data)], 'dois.png', { type: 'image/png' }));
        document
          .querySelector('.side.rooms')
          .dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      },
      [type, bytes],
    );
  await drag('dragover');
  await ana.getByTestId('drop-layer').filter({ hasText: 'sala1' }).waitFor();
  await drag('drop');
  await ana.getByTestId('drop-layer').waitFor({ state: 'hidden' });
  await card(ana, 'dois.png').waitFor();
  await becomes(() => ana.getByTestId('upload-item').count(), 2);
});

test('a picture is pasted wherever the focus is; text that comes with one stays text', async () => {
  const ana = await come('Ana');
  const paste = (text, where) =>
    ana.evaluate(
      ([words, target, data]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(data)], 'image.png', { type: 'image/png' }));
        if (words) transfer.setData('text/plain', words);
        document
          .querySelector(target)
          .dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
      },
      [text, where, [...plain(3)]],
    );
  await paste('cells of a sheet', '[data-testid=composer-input]');
  await paste('', '[data-testid=conversation]');
  await card(ana, 'image.png').waitFor();
  assert.equal(await ana.getByTestId('upload-item').count(), 1);
});

test('phones have a camera button, computers do not', async () => {
  const ana = await come('Ana', 'sala1', phone);
  assert.ok(await ana.getByTestId('composer-camera').isVisible());
  assert.equal(await ana.getByTestId('camera-input').getAttribute('capture'), 'environment');
  const bia = await come('Bia');
  assert.ok(await bia.getByTestId('composer-camera').isHidden());
});

test('what would be refused says why at once, and the rest is sent', async () => {
  await here.serve({ options: ['--max-upload', '1KiB'] });
  const ana = await come('Ana');
  let asked = 0;
  await ana.route('**/upload', (route) => {
    asked++;
    return route.continue();
  });
  await attach(
    ana,
    file('grande.txt', Buffer.alloc(2000, 'x')),
    file('run.exe', Buffer.from('MZ')),
    file('falso.pdf', Buffer.from('hello')),
    file('vazio.txt', Buffer.alloc(0)),
    file('quebrado.png', png(8, 8).subarray(0, 60)),
  );
  for (const [name, why] of [
    ['grande.txt', 'larger than 1 KB'],
    ['run.exe', 'not taken here'],
    ['falso.pdf', 'not what its name says'],
    ['vazio.txt', 'is empty'],
    ['quebrado.png', 'seems damaged'],
  ]) {
    await card(ana, name).filter({ hasText: why }).waitFor();
  }
  assert.equal(asked, 0, 'not a byte was sent');
  await becomes(() => ana.getByTestId('composer-send').isDisabled(), true);
  await attach(ana, file('bom.txt', Buffer.from('oi')));
  await send(ana);
  await ana.getByTestId('message-file').filter({ hasText: 'bom.txt' }).waitFor();
  await becomes(() => ana.getByTestId('upload-item').count(), 5);
  await card(ana, 'run.exe').getByTestId('upload-cancel').click();
  await card(ana, 'run.exe').waitFor({ state: 'detached' });
  await card(ana, 'quebrado.png').getByRole('button', { name: 'Send it as it is' }).click();
  await card(ana, 'quebrado.png').filter({ hasText: 'Ready' }).waitFor();
});

test('a picture that turns out damaged after it was sent says so on the message, and goes as it is', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  await ana.evaluate(() => {
    // what is read waits
    const { arrayBuffer } = Blob.prototype;
    const gate = new Promise((open) => {
      window.papoOpen = open;
    });
    Blob.prototype.arrayBuffer = async function read() {
      await gate;
      return arrayBuffer.call(this);
    };
  });
  const broken = png(8, 8).subarray(0, 60);
  await attach(ana, file('quebrado.png', broken));
  await send(ana);
  await ana.getByTestId('message-upload').waitFor();
  await ana.evaluate(() => window.papoOpen());
  await ana.locator('[data-state=failed]').filter({ hasText: 'seems damaged' }).first().waitFor();
  await ana.getByTestId('message-retry').filter({ hasText: 'Send it as it is' }).click();
  const url = await bia.getByTestId('message-image').getAttribute('src');
  assert.ok((await fetched(bia, url)).equals(broken));
});

test('the preview of a card that is taken away is let go', async () => {
  const ana = await come('Ana');
  await attach(ana, file('mar.png', plain(10)));
  const url = await card(ana, 'mar.png').locator('img').getAttribute('src');
  const isThere = () =>
    ana.evaluate(
      (src) =>
        new Promise((tell) => {
          Object.assign(new Image(), { onload: () => tell(true), onerror: () => tell(false), src });
        }),
      url,
    );
  assert.equal(await isThere(), true);
  await card(ana, 'mar.png').getByTestId('upload-cancel').click();
  await card(ana, 'mar.png').waitFor({ state: 'detached' });
  await becomes(isThere, false);
});

test('a disk that is full is said on the message, and trying again sends it', async () => {
  const ana = await come('Ana');
  await ana.route('**/upload', (route) =>
    route.fulfill({
      status: 507,
      json: { success: false, code: 'no_space', error: 'the server has no room for this file' },
    }),
  );
  await attach(ana, file('a.png', plain(9)));
  await card(ana, 'a.png').filter({ hasText: 'disk is full' }).waitFor();
  await ana.unroute('**/upload');
  await card(ana, 'a.png').getByTestId('upload-retry').click();
  await card(ana, 'a.png').filter({ hasText: 'Ready' }).waitFor();
  let answer;
  const sent = new Promise((resume) => {
    answer = resume;
  });
  await ana.route('**/upload', async (route) => {
    await sent;
    await route.fulfill({ status: 507, json: { success: false, code: 'no_space', error: 'full' } });
  });
  await attach(ana, file('b.png', plain(8)));
  await card(ana, 'b.png').waitFor();
  await send(ana);
  await ana.getByTestId('message-upload').waitFor();
  answer();
  const failed = ana.locator('[data-testid=message][data-state=failed]').filter({ hasText: 'disk is full' });
  await failed.waitFor();
  await ana.unroute('**/upload');
  await failed.getByRole('button', { name: 'Try again' }).click();
  await isLoaded(ana, 2);
});

test('on a slow network it shows how fast it goes, keeps its place, and can be cancelled', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  const fast = await slow(ana, 120 * 1024);
  await attach(ana, file('um.png', png(500, 400)), file('dois.png', png(500, 400)), file('tres.png', png(500, 400)));
  await card(ana, 'um.png')
    .filter({ hasText: /KB\/s · \d+ s left/u })
    .waitFor();
  await becomes(() => ana.locator('[data-testid=upload-item][data-state=sending]').count(), 2, 'two at a time');
  await card(ana, 'dois.png').getByTestId('upload-cancel').click();
  await ana.locator('[data-testid=upload-item][data-state=sending]').filter({ hasText: 'tres.png' }).waitFor();
  await send(ana);
  const places = ana.getByTestId('message-upload');
  await places.first().waitFor();
  await becomes(() => places.count(), 2, 'they stand in the conversation');
  await say(ana, 'texts do not wait');
  await textOf(bia, 'texts do not wait').waitFor();
  assert.equal(await bia.getByTestId('message-image').count(), 0);
  await places.nth(1).getByTestId('message-upload-cancel').click();
  await places.nth(1).waitFor({ state: 'detached' });
  const box = await places.boundingBox();
  assert.ok(Math.abs(box.width / box.height - 500 / 400) < 0.02, 'with its proportions');
  await fast();
  await isLoaded(bia, 1);
  await isLoaded(ana, 1);
  const then = await ana.locator('.picture').first().boundingBox();
  assert.deepEqual([then.width, then.height], [box.width, box.height], 'and the same size');
});

test('a server that is killed in the middle of an upload costs nothing but time', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  const fast = await slow(ana, 200 * 1024);
  await attach(ana, file('foto.png', png(600, 500)), file('outra.png', png(600, 500)));
  await until(ana, () =>
    [...document.querySelectorAll('[data-testid=upload-progress]')].some((bar) => bar.value > 0.1),
  );
  await ana.getByTestId('composer-input').fill('para todos');
  await send(ana);
  await here.server.stop('SIGKILL');
  await ana.getByTestId('connection-banner').waitFor();
  await fast();
  await here.server.start();
  await textOf(bia, 'para todos').waitFor();
  await isLoaded(bia, 2);
  await isLoaded(ana, 2);
  await ana.getByTestId('message-upload').first().waitFor({ state: 'detached' });
  assert.equal(await textOf(bia, 'para todos').count(), 1, 'once');
});

test('what breaks off while it is attached goes on by itself', async () => {
  const ana = await come('Ana');
  const fast = await slow(ana, 200 * 1024);
  await attach(ana, file('foto.png', png(600, 500)));
  await until(ana, () => document.querySelector('[data-testid=upload-progress]').value > 0.1);
  await here.server.stop('SIGKILL');
  await card(ana, 'foto.png').filter({ hasText: 'goes on by itself' }).waitFor();
  await fast();
  await here.server.start();
  await card(ana, 'foto.png').filter({ hasText: 'Ready' }).waitFor();
});

test('where and with what a photo was taken stays here, and its pixels are the same', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  const jpeg = await photo(ana, 'image/jpeg');
  const webp = await photo(ana, 'image/webp');
  const drawn = png(30, 20);
  const told = {
    'a.jpg': [
      'image/jpeg',
      Buffer.concat([
        jpeg.subarray(0, 2),
        jpegParts.exif(6),
        jpegParts.xmp,
        jpegParts.comment,
        jpeg.subarray(2),
        Buffer.from(`ftypmp42${secret}`),
      ]),
    ],
    'b.png': [
      'image/png',
      Buffer.concat([drawn.subarray(0, 33), pngChunk('eXIf', exif(1)), pngChunk('tEXt', secret), drawn.subarray(33)]),
    ],
    'c.webp': ['image/webp', extended(webp)],
  };
  for (const [name, [type, data]] of Object.entries(told)) {
    assert.ok(data.includes(secret));
    await attach(ana, file(name, data, type));
    await card(ana, name).filter({ hasText: 'Ready' }).waitFor();
    await ana.getByTestId('composer-input').fill(`this is ${name}`); // on its own, not in a grid
    await send(ana);
    const image = bia.getByRole('img', { name });
    await image.waitFor();
    const got = await fetched(bia, await image.getAttribute('src'));
    assert.ok(!got.includes(secret), `${name} tells nothing`);
    assert.ok(got.length < data.length);
    assert.equal(await pixels(bia, got, type), await pixels(bia, data, type), `${name} looks the same`);
  }
  assert.equal((await pixels(bia, told['a.jpg'][1], 'image/jpeg')).split(' ')[0], '60x80', 'it is turned');
  const box = await bia.getByRole('img', { name: 'a.jpg' }).boundingBox();
  assert.ok(box.height > box.width, 'and stands as it is shown');
});

// The browser's WebP, which has an extended header already, with Exif data.
function extended(webp) {
  const whole = Buffer.concat([webp, webpChunk('EXIF', exif(1))]);
  assert.equal(whole.toString('latin1', 12, 16), 'VP8X');
  whole[20] |= 0x08;
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

test('a small preview is made and lies beneath the picture until that is there', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  let release;
  const held = new Promise((resume) => {
    release = resume;
  });
  await bia.route(/\/uploads\/[^?]*\.png$/u, async (route) => {
    await held;
    await route.continue();
  });
  await attach(ana, file('grande.png', png(1200, 900)));
  await card(ana, 'grande.png').locator('.thumb img').waitFor();
  await send(ana);
  const under = bia.locator('.picture .under');
  await under.waitFor();
  const small = await fetched(bia, await under.getAttribute('src'));
  assert.ok(small.length <= 64 * 1024);
  assert.match((await pixels(bia, small, 'image/webp')).split(' ')[0], /^320x24[01]$/u);
  release();
  await isLoaded(bia, 1);
  await under.waitFor({ state: 'detached' });
});

test('nothing moves while pictures load, wherever one reads', async () => {
  const ana = await come('Ana');
  const sizes = [
    [300, 200],
    [200, 700],
    [900, 90],
    [64, 64],
  ];
  for (let i = 0; i < 12; i++) {
    await attach(
      ana,
      file(
        `p${i}.png`,
        png(...sizes[i % 4], () => [i * 20, 90, 160]),
      ),
    );
    await card(ana, `p${i}.png`).waitFor();
    await ana.getByTestId('composer-input').fill(`caption ${i}`);
    await send(ana);
    await ana
      .locator('[data-state=sent]')
      .filter({ hasText: `caption ${i}` })
      .first()
      .waitFor();
  }
  const bia = await here.come();
  const routes = [];
  await bia.route(/\/uploads\//u, (route) => {
    routes.push(route);
  });
  await enter(bia, here.server.url, 'Bia', 'sala1');
  await textOf(bia, 'caption 11').waitFor();
  await bia.getByTestId('conversation').evaluate((list) => {
    list.scrollTop = list.scrollHeight / 2;
  });
  await bia.getByTestId('jump-newest').waitFor();
  await until(bia, () => {
    const list = document.querySelector('[data-testid=conversation]').getBoundingClientRect();
    window.watched = [...document.querySelectorAll('[data-testid=message-text]')].find(
      (each) => each.getBoundingClientRect().top > list.top + 40,
    );
    return Boolean(window.watched);
  });
  await bia.evaluate(() => {
    window.tops = [];
    const note = () => {
      window.tops.push(window.watched.getBoundingClientRect().top);
      window.noting = requestAnimationFrame(note);
    };
    note();
  });
  await bia.unroute(/\/uploads\//u);
  for (const route of routes) await route.continue();
  await until(
    bia,
    () =>
      [...document.querySelectorAll('.picture.loaded')].length >= 4 &&
      [...document.querySelectorAll('.picture:not(.loaded)')].every(
        (each) => each.getBoundingClientRect().bottom < 0 || each.getBoundingClientRect().top > innerHeight,
      ),
  );
  const tops = await bia.evaluate(() => {
    cancelAnimationFrame(window.noting);
    return window.tops;
  });
  assert.ok(tops.length > 2);
  assert.deepEqual([...new Set(tops)].length, 1, `it stays: ${[...new Set(tops)]}`);
  const fits = await bia.evaluate(() => {
    const list = document.querySelector('[data-testid=conversation]').getBoundingClientRect();
    return [...document.querySelectorAll('.picture')].every(
      (each) =>
        each.getBoundingClientRect().height <= list.height * 0.6 + 1 &&
        each.getBoundingClientRect().right <= list.right,
    );
  });
  assert.ok(fits, 'none is higher than 60% or wider than the column');
});

test('pictures sent together are a grid, with a number for more than four', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  const many = (count) => Array.from({ length: count }, (_, i) => file(`${count}-${i}.png`, plain(i * 30)));
  for (const [i, count] of [2, 3, 4, 6].entries()) {
    await attach(ana, ...many(count));
    await ana.getByTestId('composer-input').fill(`all ${count}`);
    await send(ana);
    const grid = bia.getByTestId('picture-grid').nth(i);
    await textOf(bia, `all ${count}`).waitFor();
    if (count > 4)
      await grid.locator('.more', { hasText: `+${count - 4}` }).waitFor(); // each picture is a message
    else
      await grid
        .getByTestId('message-image')
        .nth(count - 1)
        .waitFor();
    await becomes(
      async () => [await grid.getByTestId('message-image').count(), await grid.locator('.more').count()],
      [Math.min(4, count), count > 4 ? 1 : 0],
    );
  }
  await bia.getByTestId('picture-grid').last().locator('.picture').last().click();
  await bia.getByTestId('lightbox').filter({ hasText: '13 of 15' }).waitFor();
});

test('the lightbox is led by keys', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  await attach(ana, file('um.png', png(900, 700)), file('dois.png', plain(2)));
  await card(ana, 'um.png').getByTestId('upload-caption').fill('a primeira');
  await send(ana);
  await isLoaded(bia, 2);
  await bia.getByRole('button', { name: 'Open the picture dois.png' }).focus();
  await bia.keyboard.press('Enter');
  const box = bia.getByTestId('lightbox');
  await box.filter({ hasText: '2 of 2' }).waitFor();
  assert.match(await box.locator('.about').textContent(), /^AnaToday, \d\d:\d\d$/u);
  await bia.keyboard.press('ArrowRight');
  await bia.keyboard.press('ArrowLeft');
  await bia.getByTestId('lightbox-caption').filter({ hasText: 'a primeira' }).waitFor();
  await box.filter({ hasText: '1 of 2' }).waitFor();
  await until(bia, () => document.querySelector('[data-testid=lightbox-image]').naturalWidth === 900);
  const scale = () => bia.getByTestId('lightbox-stage').getAttribute('data-scale').then(Number);
  await bia.keyboard.press('+');
  await bia.keyboard.press('+');
  assert.equal(await scale(), 2.56);
  const before = await bia.getByTestId('lightbox-image').getAttribute('style');
  await bia.keyboard.press('ArrowDown');
  assert.notEqual(await bia.getByTestId('lightbox-image').getAttribute('style'), before, 'it is moved');
  await bia.keyboard.press('-');
  assert.equal(await scale(), 1.6);
  await bia.keyboard.press('0');
  assert.equal(await scale(), 1);
  await bia.getByTestId('lightbox-stage').dispatchEvent('wheel', { deltaY: -500 });
  assert.ok((await scale()) > 2);
  await bia.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  await becomes(
    () => bia.evaluate(() => document.activeElement.getAttribute('aria-label')),
    'Open the picture dois.png',
    'back where it was opened',
  );
});

test('the lightbox is led by fingers', async () => {
  const ana = await come('Ana');
  await attach(
    ana,
    ...['um', 'dois', 'tres'].map((name, i) =>
      file(
        `${name}.png`,
        png(400, 300, () => [i * 90, 90, 90]),
      ),
    ),
  );
  await send(ana);
  const bia = await come('Bia', 'sala1', phone);
  await isLoaded(bia, 3);
  await bia.getByRole('button', { name: 'Open the picture dois.png' }).tap();
  const box = bia.getByTestId('lightbox');
  await box.filter({ hasText: '2 of 3' }).waitFor();
  const devtools = await bia.context().newCDPSession(bia);
  const touch = (type, ...points) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const swipe = async (from, to) => {
    await touch('touchStart', from);
    for (let i = 1; i <= 4; i++)
      await touch('touchMove', [from[0] + ((to[0] - from[0]) * i) / 4, from[1] + ((to[1] - from[1]) * i) / 4]);
    await touch('touchEnd');
  };
  await swipe([300, 400], [100, 410]);
  await box.filter({ hasText: '3 of 3' }).waitFor();
  await swipe([100, 400], [300, 390]);
  await swipe([100, 400], [300, 390]);
  await box.filter({ hasText: '1 of 3' }).waitFor();
  await touch('touchStart', [150, 400], [240, 400]);
  await touch('touchMove', [100, 400], [290, 400]);
  await touch('touchMove', [60, 400], [330, 400]);
  await touch('touchEnd');
  await becomes(
    async () => Number(await bia.getByTestId('lightbox-stage').getAttribute('data-scale')) > 2,
    true,
    'pinched',
  );
  await swipe([300, 400], [100, 410]);
  await box.filter({ hasText: '1 of 3' }).waitFor();
  for (let i = 0; i < 2; i++) {
    await touch('touchStart', [195, 400]);
    await touch('touchEnd');
  }
  await becomes(
    () => bia.getByTestId('lightbox-stage').getAttribute('data-scale'),
    '1.00',
    'a double tap is the way back',
  );
  await swipe([200, 300], [210, 600]);
  await box.waitFor({ state: 'detached' });
});

test('the gallery has all pictures and files of a room, also those from long ago', async () => {
  await here.serve({ options: ['--rate', '0'] });
  const ana = await come('Ana');
  await attach(ana, file('antiga.png', plain(200)), file('antigo.pdf', Buffer.from('%PDF-1.4\n')));
  await send(ana);
  await ana.getByTestId('message-file').waitFor();
  const caio = await here.wire('Caio');
  await caio.say(...Array.from({ length: 450 }, (_, i) => `line ${i}`));
  await attach(ana, file('nova.png', plain(20)));
  await send(ana);
  const bia = await come('Bia', 'sala1');
  await isLoaded(bia, 1);
  await bia.getByTestId('gallery-open').click();
  await until(bia, () => document.querySelectorAll('[data-testid=gallery-picture]').length === 2);
  await bia.getByTestId('gallery-picture').last().click();
  await bia.getByTestId('lightbox').filter({ hasText: '1 of 2' }).waitFor();
  await bia.keyboard.press('Escape');
  await bia.getByTestId('lightbox').waitFor({ state: 'detached' });
  await bia.getByTestId('gallery-pictures').focus();
  await bia.keyboard.press('ArrowRight');
  await bia.getByTestId('gallery-file').filter({ hasText: 'antigo.pdf' }).waitFor();
  const [download] = await Promise.all([
    bia.waitForEvent('download'),
    bia.getByTestId('gallery-file').getByRole('link').click(),
  ]);
  assert.equal(readFileSync(await download.path(), 'latin1'), '%PDF-1.4\n');
  await bia.getByTestId('gallery-file').getByRole('button', { name: 'Ana' }).click();
  await bia.getByTestId('gallery').waitFor({ state: 'hidden' });
  await bia.getByTestId('conversation').getByTestId('message-file').filter({ hasText: 'antigo.pdf' }).waitFor();
});

test('an empty gallery says so, and what is sent meanwhile comes in', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  await bia.getByTestId('gallery-open').click();
  await bia.getByTestId('gallery-status').filter({ hasText: 'No pictures yet' }).waitFor();
  await attach(ana, file('a.png', plain(20)));
  await send(ana);
  await bia.getByTestId('gallery-picture').waitFor();
  await bia.keyboard.press('Escape');
  await bia.getByTestId('gallery').waitFor({ state: 'hidden' });
  await becomes(() => bia.evaluate(() => document.activeElement.dataset.testid), 'gallery-open');
});

test("sound and film have the browser's controls and load nothing unasked", async () => {
  const ana = await come('Ana');
  await attach(
    ana,
    file(
      'som.wav',
      Buffer.from(
        'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0',
        'latin1',
      ),
    ),
    file('filme.mp4', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')),
  );
  await send(ana);
  await ana.getByTestId('message-video').waitFor();
  assert.deepEqual(
    await ana
      .locator('.player audio, .player video')
      .evaluateAll((all) => all.map((each) => [each.controls, each.preload, each.autoplay])),
    [
      [true, 'none', false],
      [true, 'metadata', false],
    ],
  );
});

test('a GIF goes as it is, is shown as it is, and so goes on moving', async () => {
  const ana = await come('Ana');
  const bia = await come('Bia');
  const gif = animatedGif();
  await attach(ana, file('salto.gif', gif, 'image/gif'));
  await send(ana);
  const image = bia.getByTestId('message-image');
  await isLoaded(bia, 1);
  const shown = await image.evaluate((each) => each.currentSrc);
  assert.ok((await fetched(bia, shown)).equals(gif), 'what is shown is what was sent, every byte');
  const frames = await bia.evaluate(async (url) => {
    const decoder = new ImageDecoder({ type: 'image/gif', data: await (await fetch(url)).arrayBuffer() });
    await decoder.tracks.ready;
    return [decoder.tracks.selectedTrack.animated, decoder.tracks.selectedTrack.frameCount];
  }, shown);
  assert.deepEqual(frames, [true, 2]);
  await image.click();
  await becomes(() => bia.getByTestId('lightbox-image').evaluate((each) => each.src), shown, 'enlarged, too');
});

// Sandboxed as it is, no browser's own viewer would show it in place: people get it as a file, and their viewer opens
// that.
test('a PDF is downloaded from its card and from the gallery, whole and by its name, and the chat stays', async () => {
  const ana = await come('Ana');
  const pdf = Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n${'x'.repeat(5000)}\n%%EOF`,
  );
  await attach(ana, file('Ata da reunião.pdf', pdf, 'application/pdf'));
  await send(ana);
  const from = async (link) => {
    const [download] = await Promise.all([ana.waitForEvent('download'), link.click()]);
    assert.equal(download.suggestedFilename(), 'Ata da reunião.pdf');
    assert.ok(readFileSync(await download.path()).equals(pdf));
  };
  await from(ana.getByTestId('message-file'));
  await ana.getByTestId('gallery-open').click();
  await ana.getByTestId('gallery-files').click();
  await from(ana.getByTestId('gallery').getByTestId('message-file'));
  await ana.getByTestId('gallery-close').click();
  assert.equal(ana.context().pages().length, 1);
  await say(ana, 'still here');
  await textOf(ana, 'still here').waitFor();
});

test('HEIC that the browser cannot read is sent, and said to be what it is', async () => {
  const ana = await come('Ana');
  await attach(ana, file('IMG_1.HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic....', 'latin1')));
  await card(ana, 'IMG_1.HEIC').filter({ hasText: 'many devices cannot show it' }).waitFor();
  await send(ana);
  await ana.getByTestId('message-file').filter({ hasText: 'IMG_1.HEIC' }).waitFor();
});

test('a picture under a wrong name goes under its own', async () => {
  const ana = await come('Ana');
  await attach(ana, file('foto.jpg', plain(20)));
  await send(ana);
  await ana.getByRole('img', { name: 'foto.png' }).waitFor();
});

test('each room keeps what is attached in it', async () => {
  const ana = await come('Ana');
  await attach(ana, file('a.png', plain(20)));
  await card(ana, 'a.png').filter({ hasText: 'Ready' }).waitFor();
  await ana.evaluate(() => {
    location.hash = '#outra';
  });
  await ana.getByTestId('room-title').filter({ hasText: 'outra' }).waitFor();
  await ana.getByTestId('attachments').waitFor({ state: 'hidden' });
  await ana.evaluate(() => {
    location.hash = '#sala1';
  });
  await card(ana, 'a.png').waitFor();
});
