// What the first visit costs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { person } from './support.mjs';

const most = 100 * 1024; // bytes of bodies, as they are transferred

const here = house({ db: ':memory:' });

async function firstVisit() {
  const page = await person(here.browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const requests = new Map(); // id -> { url, initiator, encoding, bytes }
  session.on('Network.requestWillBeSent', ({ requestId, request, initiator }) => requests.set(requestId, { url: new URL(request.url).pathname, initiator: initiator.type }));
  session.on('Network.responseReceived', ({ requestId, response: { headers } }) => {
    Object.assign(requests.get(requestId), { encoding: headers['Content-Encoding'], bytes: Number(headers['Content-Length']) });
  });
  await page.goto(here.server.url, { waitUntil: 'load' });
  await page.getByTestId('join-form').waitFor();
  await page.locator('#join .empty').waitFor();
  return { page, requests: [...requests.values()].filter(({ url }) => url !== '/ws') };
}

test('the first visit transfers less than 100 KB', async (t) => {
  const { page, requests } = await firstVisit();
  const total = requests.reduce((sum, { bytes }) => sum + bytes, 0);
  t.diagnostic(`${requests.length} files, ${total} bytes`);
  assert.ok(requests.length > 20 && requests.every(({ bytes }) => bytes > 0), 'every file was counted');
  assert.ok(total < most, `${total} bytes`);
  for (const { url, encoding } of requests.filter((each) => /\.(?:js|css)$|^\/$/u.test(each.url))) assert.equal(encoding, 'gzip', url);
  await page.context().close();
});

test('no module is asked for only after another one was read', async () => {
  const { page, requests } = await firstVisit();
  const late = requests.filter(({ url, initiator }) => url.endsWith('.js') && initiator !== 'parser');
  assert.deepEqual(late.map(({ url }) => url), []);
  await page.context().close();
});

test('what is unchanged is not transferred again', async () => {
  const { page } = await firstVisit();
  const bodies = [];
  page.on('response', (response) => { if (/\.(?:js|css)$/u.test(response.url())) bodies.push(response.status()); });
  await page.reload({ waitUntil: 'load' });
  await page.getByTestId('join-form').waitFor();
  const sizes = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /\.(?:js|css)$/u.test(name)).map(({ transferSize, encodedBodySize }) => transferSize < encodedBodySize || encodedBodySize < 300));
  assert.ok(sizes.length > 20 && sizes.every(Boolean), 'each was answered with 304');
  await page.context().close();
});

test('the page says when it can be used', async (t) => {
  const { page } = await firstVisit();
  const ready = await page.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd);
  t.diagnostic(`${Math.round(ready)} ms until every module has run`);
  assert.ok(ready > 0);
  await page.context().close();
});
