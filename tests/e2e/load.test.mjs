// What the first visit costs, in which order papo comes, and what becomes of it when a part does not come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, enter, eventually, part, person, sources, until } from './support.mjs';

const most = 100 * 1024; // bytes, as they are transferred, with the head of each answer
const mostRequests = 9;

const here = house({ db: ':memory:' });
const isBuilt = () => here.server.www !== sources;

const isComplete = () => performance.getEntriesByName('papo-complete').length > 0;

async function firstVisit() {
  const page = await person(here.browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const requests = []; // { url, encoding, bytes }
  const byId = new Map();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    byId.set(requestId, { url: new URL(request.url).pathname });
    requests.push(byId.get(requestId));
  });
  session.on('Network.responseReceived', ({ requestId, response: { headers } }) => {
    byId.get(requestId).encoding = headers['Content-Encoding'];
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    byId.get(requestId).bytes = encodedDataLength;
  });
  await page.goto(here.server.url, { waitUntil: 'load' });
  await page.getByTestId('join-form').waitFor();
  await until(page, isComplete);
  await answered(page, requests);
  return { page, requests: requests.filter(({ url }) => url !== '/ws') };
}

// The page is complete before its icon is, and what the browser tells of its network comes behind both.
async function answered(page, requests) {
  const missing = () => requests.filter(({ url, bytes }) => url !== '/ws' && bytes === undefined).map(({ url }) => url);
  await eventually(
    page,
    () => missing().length === 0,
    () => `no answer to ${missing()}`,
  );
}

// Lets a file through only from the given time on that it is asked for; until then it is as if the network had broken
// off.
async function failing(page, pattern, times) {
  const failed = { count: 0 };
  failed.all = new Promise((resume) => {
    failed.hasAll = resume;
  });
  await page.route(pattern, (route) => {
    if (failed.count >= times) return route.continue();
    if (++failed.count === times) failed.hasAll();
    return route.abort(failed.count % 2 === 1 ? 'connectionreset' : 'connectionrefused');
  });
  return failed;
}

// Keeps a file back until what this gives is called.
async function held(page, pattern, answer = (route) => route.continue()) {
  let release;
  const released = new Promise((resume) => {
    release = resume;
  });
  await page.route(pattern, async (route) => {
    await released;
    await answer(route);
  });
  return release;
}

const inRoom = (page) => page.getByTestId('composer-input').waitFor();

// How the browser came by each script and style: { name, transferred } in bytes, 0 for what it had.
const loaded = (page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => /\.(?:js|css)$/u.test(name))
      .map(({ name, transferSize, encodedBodySize }) => ({
        name,
        transferred: transferSize,
        size: encodedBodySize,
      })),
  );

test('the first visit asks for fewer than ten files and transfers less than 100 KB', async (t) => {
  const { page, requests } = await firstVisit();
  const total = requests.reduce((sum, { bytes }) => sum + bytes, 0);
  t.diagnostic(`${requests.length} files, ${total} bytes with headers`);
  assert.ok(
    requests.every(({ bytes }) => bytes > 0),
    'every file was counted',
  );
  assert.equal(new Set(requests.map(({ url }) => url)).size, requests.length, 'each was asked for once');
  assert.equal(requests.filter(({ url }) => part('en').test(url) || part('pt').test(url)).length, 1, 'one language');
  for (const { url, encoding } of requests.filter((each) => /\.(?:js|css)$|^\/$/u.test(each.url)))
    assert.equal(encoding, 'gzip', url);
  if (isBuilt()) {
    assert.ok(requests.length <= mostRequests, requests.map(({ url }) => url).join(' '));
    assert.ok(total < most, `${total} bytes`);
  }
  await page.context().close();
});

test('all that the way in needs is asked for with the page', async () => {
  const ana = await here.come();
  const asked = [];
  ana.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const release = await held(ana, part('start'));
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  const wanted = ['papo', 'boot', 'start', 'en', ...(isBuilt() ? ['chunk'] : [])];
  const missing = () => wanted.filter((name) => !asked.some((path) => part(name).test(path)));
  await eventually(
    ana,
    () => missing().length === 0,
    () => `not asked for: ${missing()}`,
  );
  assert.ok(!asked.some((path) => part('main').test(path)), 'the rest can wait');
  release();
  await until(ana, isComplete);
});

test('what is unchanged is not transferred again, and what is built is not even asked for', async () => {
  const { page } = await firstVisit();
  await page.reload({ waitUntil: 'load' });
  await page.getByTestId('join-form').waitFor();
  await until(page, isComplete);
  const files = await loaded(page);
  assert.ok(files.length >= 6, `${files.length} files`);
  if (isBuilt())
    assert.deepEqual(
      files.filter(({ transferred }) => transferred > 0),
      [],
    );
  else
    assert.deepEqual(
      files.filter(({ transferred, size }) => transferred >= size && size >= 300),
      [],
      'each was answered with 304',
    );
  await page.context().close();
});

test('the page says when it can be used', async (t) => {
  const { page } = await firstVisit();
  const [interactive, complete] = await page.evaluate(() =>
    ['papo-interactive', 'papo-complete'].map((name) => performance.getEntriesByName(name)[0].startTime),
  );
  t.diagnostic(
    `${Math.round(interactive)} ms until a name can be typed, ${Math.round(complete)} ms until everything is there`,
  );
  assert.ok(interactive > 0 && complete > interactive);
  await page.context().close();
});

test('one types and comes in while the rest is still on its way', async () => {
  const ana = await here.come();
  const release = await held(ana, part('main'));
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  await ana.keyboard.type('A'); // nobody waits for a field to be focused
  await ana.locator('[data-testid=join-name]:focus').waitFor();
  await ana.getByTestId('join-name').fill('');
  await ana.keyboard.type('An');
  await ana.getByTestId('join-room').fill('sala1');
  await ana.getByTestId('join-room').press('Enter');
  assert.ok(await ana.getByTestId('join-submit').isDisabled());
  assert.equal(await ana.getByTestId('join-submit').textContent(), 'Coming in…');
  release();
  await inRoom(ana);
  await becomes(() => ana.getByTestId('room-title').textContent(), 'sala1');
  await ana.getByTestId('people-list').getByText('An', { exact: true }).waitFor();
});

test('nothing is said of the open rooms before they are known, and then nothing moves under a finger', async () => {
  await here.wire('Bia', 'sala1');
  const ana = await here.come();
  await ana.addInitScript(() => {
    const held = []; // what the server says
    window.papoHeld = held;
    window.papoRelease = () => {
      window.papoRelease = null;
      for (const { listener, event } of held) listener(event);
    };
    const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
      set(listener) {
        set.call(this, (event) => (window.papoRelease ? held.push({ listener, event }) : listener(event)));
      },
    });
  });
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  await ana.getByTestId('join-room').fill('sala1');
  await until(ana, isComplete);
  await until(ana, () => window.papoHeld.some(({ event }) => event.data.includes('sala1')));
  assert.equal(await ana.locator('#join').getByTestId('room-list').textContent(), '');
  const before = await ana.getByTestId('join-submit').boundingBox();
  await ana.evaluate(() => window.papoRelease());
  await ana.getByTestId('room-item').filter({ hasText: 'sala1' }).waitFor();
  assert.deepEqual(await ana.getByTestId('join-submit').boundingBox(), before);
});

test('the open rooms are there before the rest of papo, and one of them can be entered', async () => {
  await here.wire('Bia', 'sala1');
  const ana = await here.come();
  const release = await held(ana, part('main'));
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  await ana.getByTestId('join-name').fill('Ana');
  await here.wire('Caio', 'sala2');
  await ana.getByTestId('room-item').filter({ hasText: 'sala2' }).waitFor(); // also what is opened meanwhile
  await ana.getByTestId('room-item').filter({ hasText: 'sala1' }).click();
  assert.equal(await ana.getByTestId('join-submit').textContent(), 'Coming in…');
  release();
  await inRoom(ana);
  await becomes(() => ana.getByTestId('room-title').textContent(), 'sala1');
});

test('the rest comes without disturbing who is typing', async () => {
  const ana = await here.come();
  const release = await held(ana, part('main'));
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  await ana.locator('[data-testid=join-name]:focus').waitFor();
  await ana.keyboard.type('Maria');
  for (let i = 0; i < 2; i++) await ana.keyboard.press('ArrowLeft');
  release();
  await until(ana, isComplete);
  await ana.keyboard.type('-');
  assert.deepEqual(
    await ana
      .getByTestId('join-name')
      .evaluate((input) => [input.value, input.selectionStart, document.activeElement === input]),
    ['Mar-ia', 4, true],
  );
});

test('what breaks off on the way is asked for again, styles in their place', async () => {
  const ana = await here.come();
  const styles = () =>
    ana.evaluate(() =>
      [...document.styleSheets].map(({ href, media }) =>
        `${new URL(href).pathname} ${media.mediaText}`.replace(/ all$/u, ' '),
      ),
    );
  await ana.goto(here.server.url);
  await until(ana, isComplete);
  const usual = await styles();
  const failed = [];
  for (const file of ['papo', 'main']) failed.push(await failing(ana, part(file), 2));
  await ana.goto('about:blank');
  await (await ana.context().newCDPSession(ana)).send('Network.clearBrowserCache');
  await ana.goto(here.server.url);
  await ana.getByTestId('join-name').fill('Ana');
  await ana.getByTestId('join-room').fill('sala1');
  await ana.getByTestId('join-room').press('Enter');
  await inRoom(ana);
  await becomes(styles, usual);
  assert.deepEqual(
    failed.map(({ count }) => count),
    [2, 2],
  );
  assert.equal(
    await ana.evaluate(() => performance.getEntriesByType('navigation')[0].type),
    'navigate',
    'the page was not loaded again',
  );
  await ana.locator('#loading').waitFor({ state: 'detached' });
});

test('a style that never comes keeps nobody out', async () => {
  const ana = await here.come();
  const release = await held(ana, part('papo'));
  await ana.goto(`${here.server.url}/#sala1`, { waitUntil: 'commit' });
  await ana.getByTestId('join-name').fill('Ana');
  await ana.getByTestId('join-name').press('Enter');
  await inRoom(ana);
  release();
  await until(ana, () => getComputedStyle(document.querySelector('[data-testid=composer-input]')).resize !== 'both');
});

test('a page that was cut off while the server went away is whole when it is back', async () => {
  const cable = await here.cable();
  const ana = await here.come();
  await ana.route(part('main'), async (route) => {
    cable.cut();
    await route.abort('connectionreset').catch(() => {});
    await ana.unroute(part('main'));
  });
  await ana.goto(`${cable.url}/#sala1`, { waitUntil: 'commit' });
  await ana.getByTestId('join-name').fill('Ana');
  await ana.getByTestId('join-name').press('Enter');
  await ana.locator('#loading').getByText('papo is not all here yet').waitFor();
  await ana.getByTestId('load-again').waitFor();
  cable.mend();
  await inRoom(ana);
});

test('when the way in itself was cut off the page is loaded again, a few times', async () => {
  for (const file of ['start', 'en', ...(isBuilt() ? ['chunk'] : ['fields'])]) {
    const ana = await here.come();
    await failing(ana, part(file), file === 'en' ? 2 : 1); // words are asked for ahead, too
    await ana.goto(`${here.server.url}/#sala1`, { waitUntil: 'commit' });
    await ana.getByTestId('join-error').filter({ hasText: 'Type your name first' }).waitFor();
    await becomes(() => ana.getByTestId('join-room').inputValue(), 'sala1');
  }

  const bia = await here.come();
  let loads = 0;
  bia.on('request', (request) => {
    if (request.isNavigationRequest()) loads++;
  });
  const failed = await failing(bia, part('start'), 4);
  await bia.goto(here.server.url, { waitUntil: 'commit' });
  await failed.all; // from here on nothing is loaded again
  await bia.locator('#loading').getByText('Load again').waitFor();
  await until(bia, () => sessionStorage.getItem('papo.rescues') === '4');
  assert.deepEqual([loads, failed.count], [4, 4]);
  await bia.locator('#loading a').click();
  await bia.getByTestId('join-form').waitFor();
  await until(bia, () => sessionStorage.getItem('papo.rescues') === null);
});

test('what cannot be run is said, and what was typed is there after loading again', async () => {
  const ana = await here.come();
  const release = await held(ana, part('main'), (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'export const Other = 1;' }),
  );
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  await ana.getByTestId('join-name').fill('Ana');
  await ana.getByTestId('join-room').fill('sala1');
  release();
  await ana.locator('#loading').getByText('A part of papo could not be loaded.').waitFor();
  ana.problems.length = 0; // it is told of
  await ana.unroute(part('main'));
  await ana.getByTestId('load-again').click();
  await until(ana, isComplete);
  await becomes(
    async () => [await ana.getByTestId('join-name').inputValue(), await ana.getByTestId('join-room').inputValue()],
    ['Ana', 'sala1'],
  );
});

test('who begins to type while the server is asked whether to load again is not interrupted', async () => {
  const ana = await here.come();
  await ana.route(part('main'), (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'export const Other = 1;' }),
  );
  const release = await held(ana, '**/healthz');
  const asked = ana.waitForRequest('**/healthz');
  await ana.goto(here.server.url, { waitUntil: 'commit' });
  await asked;
  await ana.getByTestId('join-name').fill('Ana');
  await ana.evaluate(() => {
    window.isSame = true;
  });
  const answered = ana.waitForResponse('**/healthz');
  release();
  await answered;
  assert.ok(await ana.evaluate(() => fetch('/healthz').then(() => window.isSame)));
  ana.problems.length = 0; // it is told of
});

test('who is in a room sees no way in when the page is loaded again', async () => {
  const ana = await here.come('Ana', 'sala1');
  await ana.addInitScript(() => {
    window.papoShown = new Set();
    new MutationObserver(() => {
      for (const id of ['join', 'room']) if (document.getElementById(id)?.hidden === false) window.papoShown.add(id);
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await ana.reload();
  await inRoom(ana);
  assert.deepEqual(await ana.evaluate(() => [...window.papoShown]), ['room']);
  assert.notEqual(
    await ana.getByTestId('composer-input').evaluate((input) => getComputedStyle(input).resize),
    'both',
    'the styles of the room are there',
  );
});

test('a link of somebody known passes through the way in unseen, unless there is something to say', async () => {
  const ana = await here.come('Ana', 'sala1');
  await here.wire('Bia', 'sala2');
  const page = await ana.context().newPage();
  const release = await held(page, part('main'));
  await page.goto(`${here.server.url}/#sala2`, { waitUntil: 'commit' });
  await page.locator('#join.held').waitFor();
  release();
  await inRoom(page);
  await page.close();

  await here.wire('Ana', 'sala3'); // somebody else
  const other = await ana.context().newPage();
  await other.goto(`${here.server.url}/#sala3`);
  await other.getByTestId('join-error').filter({ hasText: 'has that name already' }).waitFor();
  await other.locator('#join.held').waitFor({ state: 'detached' });
});

test('dialogs open while the server is away', async () => {
  const cable = await here.cable();
  const ana = await here.come('Ana', 'sala1', {}, cable.url);
  cable.cut();
  await ana.getByTestId('connection-banner').filter({ hasText: 'Reconnecting' }).waitFor();
  for (const [button, dialog] of [
    ['settings-open', 'settings'],
    ['invite-open', 'invite'],
    ['gallery-open', 'gallery'],
    ['composer-emoji', 'emoji-picker'],
  ]) {
    await ana.getByTestId(button).click();
    await ana.locator(`dialog[open][data-testid=${dialog}]`).waitFor();
    await ana.keyboard.press('Escape');
    await ana.locator(`dialog[open][data-testid=${dialog}]`).waitFor({ state: 'detached' });
  }
});
