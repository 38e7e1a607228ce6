// Takes the pictures of the documentation, each screen in light and dark on a desktop and on a phone, into the folder
// that is given: screenshots.mjs FOLDER [SCREEN…]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { drawings } from './drawings.mjs';
import { Cable, enter, launch, person, say, Server, textOf, until, withAddresses } from './support.mjs';
import { Wire } from './wire.mjs';

const [, , folder, ...chosen] = process.argv;
const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, hasTouch: true, isMobile: true },
};
const room = 'Lake day';
const address = '192.168.0.14:5000';
const isPhone = (page) => page.viewportSize().width < 720;
const attach = (page, ...files) =>
  page
    .getByTestId('file-input')
    .setInputFiles(files.map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })));

mkdirSync(folder, { recursive: true });
const painter = await launch();
const photos = await drawings(painter);
await painter.close();
for (const [kind, device] of Object.entries(devices)) {
  for (const colorScheme of ['light', 'dark']) await shoot(kind, { ...device, colorScheme, reducedMotion: 'reduce' });
}

async function shoot(kind, options) {
  const server = new Server({ options: ['--rate', '0'] });
  await server.start();
  const cable = new Cable();
  await cable.lay(server);
  // As from another device, at an address of the local network.
  const browser = await launch(`MAP ${address} 127.0.0.1:${new URL(cable.url).port}`);
  const take = async (page, name) => {
    if (chosen.length > 0 && !chosen.includes(name)) return;
    await page.evaluate(() =>
      Promise.all([document.fonts.ready, ...document.getAnimations().map((each) => each.finished.catch(() => {}))]),
    );
    await until(page, () =>
      [...document.querySelectorAll('.picture img.full, .tile img, .lightbox img, .attachment img')].every(
        (image) => image.complete,
      ),
    );
    await page.screenshot({ path: join(folder, `${name}-${kind}-${options.colorScheme}.png`), caret: 'initial' });
  };
  const others = await fill(server.url);
  const maya = await person(browser, options);
  await withAddresses(maya, [`http://${address}`]);
  try {
    await wayIn(maya, `http://${address}`, take);
    await inTheRoom(maya, others, take);
    await around(maya, take);
    await withoutConnection(maya, cable, take);
    if (kind === 'phone') await portuguese(browser, server.url, options, take);
    if (kind === 'desktop') await status(browser, server.url, options, take);
  } finally {
    for (const wire of others.all) wire.leave();
    await browser.close();
    cable.remove();
    await server.remove();
  }
}

async function upload(url, name, buffer) {
  const form = new FormData();
  form.append('file', new Blob([buffer]), name);
  return (await (await fetch(`${url}/upload`, { method: 'POST', body: form })).json()).filename;
}

async function share(wire, url, name, buffer, text) {
  wire.send({
    type: 'message',
    room: wire.room,
    id: name,
    file: await upload(url, name, buffer),
    ...(text ? { text } : {}),
  });
  await wire.next('message');
}

// A class that goes to a lake tomorrow, and what else is said in the house meanwhile.
async function fill(url) {
  const all = [];
  const join_ = async (name, to, password) => {
    const wire = await Wire.join(url, name, to, password);
    all.push(wire);
    return wire;
  };
  const silva = await join_('Mr. Silva', room);
  const priya = await join_('Priya', room);
  const tom = await join_('Tom Okafor', room);
  await join_('Jonas', room);
  await join_('نور', room);
  for (const [to, names] of [
    ['Chess club', ['Ada', 'Rui', 'Lena']],
    ['Homework help', ['Ida', 'Ben', 'Kofi', 'Ana']],
    ['Library', ['Ms. Prado']],
    ['School radio', ['Zoe', 'Max']],
  ]) {
    for (const name of names) await join_(name, to);
  }
  await join_('Ms. Prado', 'Teachers', 'chalk');
  await silva.say('The bus leaves at 8:10 tomorrow, from the *front gate*. Bring water and something for the rain 🌦️');
  await share(silva, url, 'Packing list.pdf', Buffer.from(`%PDF-1.4\n${' '.repeat(183_000)}`));
  await tom.say('Is the map online already?');
  await silva.say('It is: https://papo.test/lake-map');
  await share(priya, url, 'lake.jpg', photos.lake);
  await share(priya, url, 'trail.jpg', photos.trail);
  await share(priya, url, 'leaf.jpg', photos.leaf, 'Last year’s, for the poster');
  return {
    all,
    silva,
    priya,
    tom,
    ada: all.find((wire) => wire.joined.you === 'Ada'),
    ida: all.find((wire) => wire.joined.you === 'Ida'),
  };
}

async function wayIn(page, url, take) {
  await page.goto(url);
  await page.getByTestId('room-list').locator('[data-room="Chess club"]').waitFor();
  await page.getByTestId('join-name').fill('Maya');
  await page.getByTestId('join-room').fill(room);
  await take(page, 'join');
  await page.getByTestId('room-list').locator('[data-room=Teachers]').click();
  await page.getByTestId('join-password').fill('sponge');
  await page.getByTestId('join-submit').click();
  await page.getByTestId('join-error').waitFor();
  await take(page, 'password');
}

async function inTheRoom(page, { silva, priya, tom, ada, ida }, take) {
  await enter(page, page.url(), 'Maya', 'Chess club');
  await go(page, 'Homework help');
  await go(page, room);
  await ada.say('Board 3 is free now', '@Maya, your turn');
  await ida.say('Who has the fractions sheet?', 'Got it, thanks');
  await page.locator('.room-item .badge.mention').waitFor({ state: 'attached' });
  await page.getByTestId('conversation').press('End');
  await say(page, 'Oh, the lake 😍 May I put it on the poster?');
  await page.locator('[data-state=sent]').filter({ hasText: 'Oh, the lake' }).waitFor();
  await priya.say('Sure, @Maya, take it');
  await tom.say('I can print it in the library, they close at five');
  await say(page, 'Done in ten minutes');
  await page.locator('[data-state=pending]').waitFor({ state: 'detached' });
  silva.send({ type: 'typing', room });
  await page.getByTestId('typing-line').filter({ hasText: 'Mr. Silva' }).waitFor();
  await take(page, 'room');
  await page.evaluate(() => window.papoBoot.look({ contrast: 'more' }));
  await take(page, 'contrast');
  await page.evaluate(() => window.papoBoot.look({}));
  if (isPhone(page)) await sheet(page, 'rooms', take);
  if (isPhone(page)) await sheet(page, 'people', take);

  await attach(page, ['poster.jpg', photos.poster], ['dusk.jpg', photos.dusk], ['Slides.key.exe', Buffer.from('MZ')]);
  await page.locator('[data-testid=upload-item][data-state=done]').nth(1).waitFor();
  await page.getByTestId('upload-caption').first().fill('First draft');
  await page.getByTestId('jump-newest').waitFor({ state: 'hidden' });
  await take(page, 'pictures');
  await page.getByTestId('upload-cancel').last().click();
  await page.getByTestId('composer-send').click();
  await page.getByTestId('attachments').waitFor({ state: 'hidden' });
  await page.locator('[data-state=pending], [data-testid=message-upload]').first().waitFor({ state: 'detached' });

  await page.getByTestId('message-image').first().click();
  await until(page, () => document.querySelector('.lightbox img.loaded') !== null);
  await take(page, 'lightbox');
  await page.keyboard.press('Escape');
  await page.getByTestId('gallery-open').click();
  await page.getByTestId('gallery-picture').nth(4).waitFor();
  await take(page, 'gallery');
  await page.getByTestId('gallery-files').click();
  await take(page, 'files');
  await page.getByTestId('gallery-close').click();
  await page.getByTestId('search-open').click();
  await page.getByTestId('search-input').fill('poster');
  await page.getByTestId('search-result').first().waitFor();
  await take(page, 'search');
  await page.getByTestId('search-close').click();
}

async function go(page, name) {
  if (isPhone(page)) await page.getByTestId('rooms-toggle').click();
  await page.locator(`#room [data-testid=room-item][data-room="${name}"]`).click();
  await page.getByTestId('room-title').filter({ hasText: name }).waitFor();
}

async function sheet(page, which, take) {
  await page.getByTestId(`${which}-toggle`).click();
  await until(page, (id) => document.getElementById(id).contains(document.activeElement), `side-${which}`);
  await take(page, which);
  await page.keyboard.press('Escape');
}

async function around(page, take) {
  const input = page.getByTestId('composer-input');
  await input.fill('');
  await input.pressSequentially('And @');
  await page.getByTestId('suggestions').waitFor();
  await take(page, 'mention');
  await page.keyboard.press('Escape');
  await input.fill('');
  await page.getByTestId('composer-emoji').click();
  await page.getByTestId('emoji-picker').waitFor();
  await take(page, 'emoji');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await dialog(page, () => page.keyboard.press('Control+k'), 'switcher', take);
  await page.getByTestId('conversation').focus();
  await dialog(page, () => page.keyboard.press('?'), 'shortcuts', take);
  if (isPhone(page)) await page.getByTestId('rooms-toggle').click();
  await dialog(page, () => page.getByTestId('settings-open').click(), 'settings', take);
  if (isPhone(page)) await page.keyboard.press('Escape');
  await dialog(page, () => page.getByTestId('invite-open').click(), 'invite', take);

  if (isPhone(page)) await page.getByTestId('rooms-toggle').click();
  await page.getByTestId('create-open').click();
  await page.getByTestId('create-room').fill('Poster team');
  await page.getByTestId('create-submit').click();
  await page.getByTestId('room-title').filter({ hasText: 'Poster team' }).waitFor();
  await page.getByTestId('invite-card').waitFor();
  await take(page, 'empty');
  await go(page, room);
  await page.getByTestId('message-image').first().waitFor();
}

async function dialog(page, open, testid, take) {
  await open();
  await page.getByTestId(testid).waitFor();
  await take(page, testid);
  await page.keyboard.press('Escape');
  await page.getByTestId(testid).waitFor({ state: 'hidden' });
}

async function withoutConnection(page, cable, take) {
  cable.cut();
  await page.getByTestId('banner-doctor').waitFor();
  await say(page, 'The tunnel, one moment');
  await textOf(page, 'The tunnel').waitFor();
  await take(page, 'reconnecting');
  await page.getByTestId('banner-doctor').click();
  await page.locator('[data-testid=doctor] [data-result]').waitFor();
  await take(page, 'doctor');
}

async function portuguese(browser, url, options, take) {
  const wires = [await Wire.join(url, 'Bia Souza', 'Turma 7B'), await Wire.join(url, 'Caio', 'Turma 7B')];
  const [bia, caio] = wires;
  await bia.say('Oi gente, o passeio está confirmado 🎒');
  await share(bia, url, 'entardecer.jpg', photos.dusk, 'Foto do ano passado');
  await caio.say('Que lindo. @Ana, você leva a bola?');
  const ana = await person(browser, { ...options, locale: 'pt-BR' });
  await enter(ana, url, 'Ana', 'Turma 7B');
  await say(ana, 'Levo, e um lanche também');
  await caio.say('Combinado');
  await textOf(ana, 'Combinado').waitFor();
  await ana.getByTestId('message-tick').waitFor();
  await take(ana, 'room-pt');
  await ana.context().close();
  for (const wire of wires) wire.leave();
}

async function status(browser, url, options, take) {
  const host = await person(browser, { ...options, viewport: { width: 1280, height: 520 } });
  await host.addInitScript(() => {
    // it looks eight times as often: two minutes are long
    const { setTimeout: after } = window;
    window.setTimeout = (what, ms) => after(what, ms / 8);
  });
  await host.goto(`${url}/status`);
  await host.locator('#about').filter({ hasText: '0' }).waitFor();
  const wires = await Promise.all(Array.from({ length: 12 }, (_, i) => Wire.join(url, `Pupil ${i}`, 'Assembly')));
  for (let i = 0; i < 120; i++) {
    const count = Math.round(3.2 + 2 * Math.sin(i / 9) + 1.2 * Math.sin(i / 2.3));
    await Promise.all(wires.slice(0, count).map((wire) => wire.say(`${i}`)));
    await host.waitForResponse('**/api/status');
  }
  await take(host, 'status');
  for (const wire of wires) wire.leave();
  await host.context().close();
}
