// Takes the pictures of the documentation into the folder that is given.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { enter, launch, person, png, say, Server, textOf } from './support.mjs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });

// A beach, drawn: no picture has to be fetched or kept.
function beach(x, y) {
  const sun = Math.hypot(x - 430, y - 90) < 46;
  if (y < 190) return sun ? [255, 226, 130] : [120 + y / 3, 180 + y / 5, 228];
  const wave = Math.sin(x / 38) * 7 + Math.sin(x / 13) * 3;
  if (y < 285 + wave) return [34, 120 + (y - 190) / 3, 150 + Math.round(Math.sin(y / 4 + x / 60) * 12)];
  if (y < 293 + wave) return [240, 246, 244];
  return [226 - (y % 7), 200 - (x % 5), 150];
}

const server = new Server();
await server.start();
const browser = await launch();
try {
  const bia = await person(browser);
  await enter(bia, server.url, 'Bia Souza', 'turma 7B');
  const caio = await person(browser);
  await enter(caio, server.url, 'Caio', 'turma 7B');
  const other = await person(browser);
  await enter(other, server.url, 'Dani', 'jogos');
  const shots = [];
  for (const colorScheme of ['light', 'dark']) {
    for (const [kind, viewport] of [['desktop', { width: 1280, height: 800 }], ['phone', { width: 390, height: 844 }]]) {
      shots.push({ kind, colorScheme, options: { viewport, colorScheme, deviceScaleFactor: kind === 'phone' ? 2 : 1, hasTouch: kind === 'phone', isMobile: kind === 'phone' } });
    }
  }
  await say(bia, 'Oi gente, chegaram?');
  await say(caio, 'Acabei de chegar. O link do trabalho: https://papo.local/trabalho');
  await say(bia, 'Olhem o fundo que eu fiz para a apresentação');
  await bia.getByTestId('file-input').setInputFiles({ name: 'praia.png', mimeType: 'image/png', buffer: png(600, 360, beach) });
  await bia.getByTestId('composer-send').click();
  await caio.getByTestId('message-image').waitFor();
  const pages = [];
  for (const [i, shot] of shots.entries()) {
    const page = await person(browser, shot.options);
    pages.push(page);
    await page.goto(server.url);
    await page.locator('[data-testid=room-item]').first().waitFor();
    await page.screenshot({ path: join(folder, `join-${shot.kind}-${shot.colorScheme}.png`) });
    await enter(page, server.url, ['Ana', 'Edu', 'Fabi', 'Gil'][i], 'turma 7B');
  }
  await say(pages[0], 'Ficou lindo');
  await say(pages[0], 'Posso usar na capa?');
  await say(caio, 'Pode, está na sala de todos');
  for (const [i, page] of pages.entries()) {
    await textOf(page, 'na sala de todos').waitFor();
    await page.waitForFunction(() => document.querySelector('[data-testid=message-image]')?.complete);
    await page.screenshot({ path: join(folder, `room-${shots[i].kind}-${shots[i].colorScheme}.png`) });
  }
} finally {
  await browser.close();
  await server.remove();
}
