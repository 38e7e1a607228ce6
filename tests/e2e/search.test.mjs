import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { house } from './house.mjs';
import { becomes, until } from './support.mjs';

const here = house({ options: ['--rate', '0'] });
const { come } = here;
let bia;
beforeEach(async () => {
  bia = await here.wire('Bia');
});

const filler = (n) => Array.from({ length: n }, (_, i) => `message ${i} of many`);
const results = (page) => page.getByTestId('search-result');

async function search(page, query) {
  await page.getByTestId('search-open').click();
  await page.getByTestId('search-input').fill(query);
}

test('without accents one finds what has them, and gets to its place', async () => {
  await bia.say(...filler(300));
  const seq = await bia.say('A REUNIÃO será às três, na sala do João');
  await bia.say(...filler(500));
  const ana = await come('Ana', 'sala1');
  await search(ana, 'reuniao joa');
  const result = results(ana);
  await result.waitFor();
  assert.equal(await result.getAttribute('data-seq'), String(seq));
  assert.deepEqual(await result.locator('mark').allTextContents(), ['REUNIÃO', 'João']);
  assert.match(await result.textContent(), /Bia/u);
  await result.click();
  await ana.locator(`.message.found[data-seq="${seq}"]`).waitFor();
  const place = ana.locator(`.message[data-seq="${seq}"]`);
  const [outer, inner] = [await ana.getByTestId('conversation').boundingBox(), await place.boundingBox()];
  assert.ok(Math.abs(inner.y + inner.height / 2 - outer.y - outer.height / 2) < outer.height / 6, 'in the middle');
  await until(ana, (at) => !document.querySelector(`.message[data-seq="${at}"]`).classList.contains('found'), seq);
  await bia.say('said meanwhile');
  await ana.getByTestId('jump-newest').filter({ hasText: '1 new message' }).waitFor();
  await ana.getByTestId('conversation').focus();
  while (await ana.getByTestId('jump-newest').isVisible()) await ana.keyboard.press('End');
  await ana.locator(`.message[data-seq="${seq + 501}"]`).waitFor();
});

test('the newest come first, older ones on demand, all by keyboard', async () => {
  await bia.say(...Array.from({ length: 45 }, (_, i) => `provas ${i + 1}`));
  const ana = await come('Ana', 'sala1');
  await ana.getByTestId('conversation').focus();
  await ana.keyboard.press('/');
  await ana.keyboard.type('prov');
  await results(ana).nth(19).waitFor();
  const found = () => results(ana).evaluateAll((list) => list.map((each) => Number(each.dataset.seq)));
  await becomes(
    found,
    Array.from({ length: 20 }, (_, i) => 45 - i),
  );
  await ana.getByTestId('search-more').focus();
  await ana.keyboard.press('Enter');
  await results(ana).nth(39).waitFor();
  await ana.getByTestId('search-more').click();
  await results(ana).nth(44).waitFor();
  await becomes(
    found,
    Array.from({ length: 45 }, (_, i) => 45 - i),
  );
  await ana.getByTestId('search-more').waitFor({ state: 'hidden' });
  await ana.getByTestId('search-input').focus();
  await ana.keyboard.press('ArrowDown');
  await ana.keyboard.press('ArrowDown');
  await becomes(() => ana.evaluate(() => document.activeElement.dataset.seq), '44');
  await ana.keyboard.press('Enter');
  await ana.locator('.message.found[data-seq="44"]').waitFor();
  await ana.keyboard.press('Escape');
  await ana.getByTestId('search-input').waitFor({ state: 'hidden' });
  await becomes(() => ana.evaluate(() => document.activeElement.dataset.testid), 'conversation');
});

test('what nobody has said is said in words, in the language of who asks', async () => {
  await bia.say('oi');
  const ana = await come('Ana', 'sala1', { locale: 'pt-BR' });
  await search(ana, 'abacaxi');
  await ana.getByTestId('search-empty').filter({ hasText: 'Ninguém disse “abacaxi” aqui.' }).waitFor();
  await ana.getByTestId('search-input').fill('oi');
  await results(ana).waitFor();
  await ana.getByTestId('search-empty').waitFor({ state: 'detached' });
});

test('results are text and nothing else', async () => {
  await bia.say('hostile <img src=x onerror=alert(1)> <b>words</b>');
  const ana = await come('Ana', 'sala1');
  await search(ana, 'hostile b');
  await results(ana).waitFor();
  assert.equal(await results(ana).locator('img, b').count(), 0);
  assert.deepEqual(await results(ana).locator('mark').allTextContents(), ['hostile', 'b', 'b']);
});

test('on a phone the results make way for the place', async () => {
  const seq = await bia.say('procurado');
  await bia.say(...filler(100));
  const ana = await come('Ana', 'sala1', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await search(ana, 'procurado');
  await results(ana).tap();
  await ana.getByTestId('search-input').waitFor({ state: 'hidden' });
  await ana.locator(`.message.found[data-seq="${seq}"]`).waitFor();
});

test('on a phone nothing behind the search is reached, and Escape leads out from anywhere', async () => {
  const ana = await come('Ana', 'sala1', { viewport: { width: 390, height: 844 } });
  await ana.getByTestId('search-open').focus();
  await ana.keyboard.press('Enter');
  const at = () => ana.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.tagName);
  for (let i = 0; i < 6; i++) {
    await ana.keyboard.press('Tab');
    assert.match(await at(), /^(?:search-input|search-close|BODY)$/u);
  }
  await ana.evaluate(() => document.activeElement.blur());
  await ana.keyboard.press('Escape');
  await becomes(at, 'search-open');
  assert.ok(await ana.getByTestId('search-input').isHidden());
  await ana.keyboard.press('Enter');
  await ana.setViewportSize({ width: 1280, height: 800 }); // turned, or made larger
  await becomes(
    () =>
      ana
        .getByTestId('composer-input')
        .click({ timeout: 1000 })
        .then(() => at(), String),
    'composer-input',
  );
});

test('what is searched while the server is away is found when it is back', async () => {
  await bia.say('achado');
  const cable = await here.cable();
  const ana = await come('Ana', 'sala1', {}, cable.url);
  cable.cut();
  await ana.getByTestId('connection-banner').waitFor();
  await search(ana, 'achado');
  cable.mend();
  await results(ana).waitFor();
});
