// Everything around the chat: inviting, settings, help, what is wrong, alerts, shortcuts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, enter, lanName, say, sources, until, withAddresses } from './support.mjs';

const here = house();
const come = (options) => here.come('', '', options);

// As another device sees it: no secure context.
const insecure = () => `http://${lanName}:${here.server.port}`;

const qrOf = (page) => page.getByTestId('invite-card').last().getByRole('img').getAttribute('aria-label');

test('an invitation shows an address that others can reach, in a new room and from the top bar', async () => {
  const ana = await come();
  await withAddresses(ana, ['http://192.168.0.7:5000', 'http://10.0.0.5:5000']);
  await enter(ana, here.server.url, 'Ana', 'turma 7B');
  await becomes(() => qrOf(ana), 'QR code of http://192.168.0.7:5000/#turma%207B');
  await ana.getByTestId('invite-open').click();
  await ana
    .getByTestId('invite')
    .getByTestId('invite-address')
    .filter({ hasText: 'http://192.168.0.7:5000/#turma%207B' })
    .waitFor();
  await ana.getByTestId('invite').getByTestId('invite-select').selectOption('http://10.0.0.5:5000');
  await becomes(() => qrOf(ana), 'QR code of http://10.0.0.5:5000/#turma%207B');
  await ana.keyboard.press('Escape');
  await ana.getByTestId('invite').waitFor({ state: 'detached' });
  await becomes(
    () => ana.evaluate(() => document.activeElement.dataset.testid),
    'invite-open',
    'the focus is where it was',
  );
  await say(ana, 'Oi');
  await ana.getByTestId('invite-card').waitFor({ state: 'detached' });
});

test('who is not alone in an empty room is asked to say hello', async () => {
  const ana = await come();
  const bia = await come();
  await enter(ana, here.server.url, 'Ana', 'sala1');
  await enter(bia, here.server.url, 'Bia', 'sala1');
  await bia.getByText('Say hello.').waitFor();
  await bia.getByTestId('invite-card').waitFor({ state: 'detached' });
});

test('localhost is never passed on', async () => {
  const ana = await come();
  await enter(ana, here.server.url, 'Ana', 'sala1');
  await ana.getByTestId('invite-none').filter({ hasText: 'only be reached from this computer' }).waitFor();
  assert.equal(await ana.locator('.nobody').textContent(), 'Nobody else is here yet.', 'there is no code to be shown');
  assert.equal(await ana.getByText('127.0.0.1').count(), 0);
});

test('an address is copied, with HTTPS and without', async () => {
  for (const url of [here.server.url, insecure()]) {
    const ana = await come({ permissions: ['clipboard-read', 'clipboard-write'] });
    await withAddresses(ana, ['http://192.168.0.7:5000']);
    await enter(ana, url, url === here.server.url ? 'Ana' : 'Bia', 'sala 1');
    await ana.getByTestId('invite-open').click();
    const dialog = ana.getByTestId('invite');
    await dialog.getByTestId('invite-copy').click();
    await dialog.getByText('Copied').waitFor();
    const shown = await dialog.getByTestId('invite-address').textContent();
    await ana.keyboard.press('Escape');
    await ana.getByTestId('composer-input').focus();
    await ana.keyboard.press('Control+V');
    await becomes(() => ana.getByTestId('composer-input').inputValue(), shown);
    await ana.getByTestId('leave-room').click();
  }
});

test('where nothing may be copied the address is selected, and that is said', async () => {
  const ana = await come();
  await ana.addInitScript(() => {
    document.execCommand = () => false;
  });
  await enter(ana, insecure(), 'Ana', 'sala1');
  await ana.getByTestId('invite-copy').click();
  await ana.getByTestId('invite-said').filter({ hasText: 'Copying is not allowed here' }).waitFor();
  await becomes(() => ana.evaluate(() => getSelection().toString().trim()), `${insecure()}/#sala1`);
});

test('settings are seen at once, kept, and there before the first paint', async () => {
  const ana = await come({ colorScheme: 'light' });
  await ana.goto(here.server.url);
  await ana.getByTestId('join-settings').click();
  await ana.getByTestId('settings-theme').getByRole('radio', { name: 'Dark', exact: true }).check();
  await ana.getByTestId('settings-contrast').getByRole('radio', { name: 'More', exact: true }).check();
  await ana.getByTestId('settings-text').getByRole('radio', { name: 'Largest', exact: true }).check();
  const look = () =>
    ana.evaluate(() => ({
      ...document.documentElement.dataset,
      size: getComputedStyle(document.documentElement).fontSize,
      ground: getComputedStyle(document.body).backgroundColor,
      bar: document.querySelector('meta[name=theme-color]').content,
    }));
  const chosen = await look();
  assert.deepEqual(
    { theme: chosen.theme, contrast: chosen.contrast, text: chosen.text, size: chosen.size, bar: chosen.bar },
    { theme: 'dark', contrast: 'more', text: 'largest', size: '21.6px', bar: '#0d130f' },
  );
  await ana.route(/js\/(?:start|rescue)\.js$/u, (route) => route.abort()); // as it looks before any module runs
  await ana.reload();
  assert.deepEqual(await look(), chosen);
});

test('without a choice the system is followed as it changes', async () => {
  const ana = await come({ colorScheme: 'light' });
  await ana.goto(here.server.url);
  const theme = () => ana.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'light');
  await ana.emulateMedia({ colorScheme: 'dark' });
  await until(ana, () => document.documentElement.dataset.theme === 'dark');
  await ana.getByTestId('join-settings').click();
  await ana.getByTestId('settings-theme').getByRole('radio', { name: 'Light', exact: true }).check();
  assert.equal(await theme(), 'light');
});

test('another language is spoken after it was chosen', async () => {
  const ana = await come();
  await enter(ana, here.server.url, 'Ana', 'sala1');
  await ana.getByTestId('settings-open').click();
  await Promise.all([
    ana.waitForEvent('load'),
    ana.getByTestId('settings-language').getByRole('radio', { name: 'Português' }).click({ noWaitAfter: true }),
  ]);
  await ana.locator('[data-testid=composer-input][placeholder="Escreva uma mensagem"]').waitFor();
  assert.equal(await ana.evaluate(() => document.documentElement.lang), 'pt-BR');
});

test('notifications are asked for at a tap, and greyed with the reason without HTTPS', async () => {
  const ana = await come();
  await ana.addInitScript(() => {
    window.asked = 0;
    Object.defineProperty(Notification, 'permission', { get: () => (window.asked ? 'granted' : 'default') });
    Notification.requestPermission = async () => {
      window.asked++;
      return 'granted';
    };
  });
  await ana.goto(here.server.url);
  await ana.getByTestId('join-settings').click();
  assert.equal(await ana.evaluate(() => window.asked), 0);
  await ana.getByRole('switch', { name: 'Notifications' }).click();
  await until(ana, () => JSON.parse(localStorage['papo.settings']).notifications === true);
  assert.equal(await ana.evaluate(() => window.asked), 1);

  const bia = await come();
  await bia.goto(insecure());
  await bia.getByTestId('join-settings').click();
  await becomes(() => bia.getByRole('switch', { name: 'Notifications' }).isDisabled(), true);
  await bia.getByText('Browsers allow them only with HTTPS.').waitFor();
});

test('a refused permission is said where it was asked for', async () => {
  const ana = await come();
  await ana.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => (window.asked ? 'denied' : 'default') });
    Notification.requestPermission = async () => {
      window.asked = true;
      return 'denied';
    };
  });
  await ana.goto(here.server.url);
  await ana.getByTestId('join-settings').click();
  await ana.getByRole('switch', { name: 'Notifications' }).click();
  await ana.getByText('turned off for this page').waitFor();
  await becomes(() => ana.getByRole('switch', { name: 'Notifications' }).isDisabled(), true);
});

// What the chat tells comes from a stand-in: the alerts themselves are the page's own.
test('a mention is told by a notification that leads to its room, or by a sound', async () => {
  await here.serve({ www: sources });
  const ana = await come();
  await ana.goto(here.server.url);
  await ana.getByTestId('join-settings').waitFor(); // with it all words are there
  const told = await ana.evaluate(async () => {
    const [{ startAlerts }, { Emitter }] = await Promise.all([
      import('/js/page/alerts.js'),
      import('/js/net/emitter.js'),
    ]);
    const shown = [];
    window.Notification = class {
      static permission = 'granted';
      constructor(title, { body }) {
        shown.push(this);
        this.title = title;
        this.body = body;
      }
      close() {}
    };
    Object.defineProperty(document, 'hidden', { get: () => true });
    const chat = new Emitter();
    const opened = [];
    let sounds = 0;
    const settings = { values: { notifications: true, sounds: true } };
    startAlerts(
      chat,
      settings,
      { isWatched: () => false, open: (room) => opened.push(room) },
      {
        sound: () => {
          sounds++;
        },
      },
    );
    const mention = { isMention: true, isFresh: true };
    chat.emit('arrived', 'jogos', { from: 'Bia', text: 'Ana, vem' }, mention);
    shown[0].onclick();
    window.Notification = class {
      static permission = 'granted';
      constructor() {
        throw new TypeError('for service workers only');
      }
    };
    for (let i = 0; i < 3; i++) chat.emit('arrived', 'jogos', { from: 'Bia', text: 'Ana, vem' }, mention);
    return { titles: shown.map(({ title, body }) => `${title}: ${body}`), opened, sounds };
  });
  assert.deepEqual(told, { titles: ['Bia in jogos: Ana, vem'], opened: ['jogos'], sounds: 1 });
});

test('the sound is made without a file, and without an error', async () => {
  await here.serve({ www: sources });
  const ana = await come();
  await ana.goto(here.server.url);
  await ana.getByTestId('join-name').click();
  await ana.evaluate(async () => {
    const { chime } = await import('/js/page/alerts.js');
    chime();
    chime();
  });
});

test('the keys are listed under ?, and Ctrl+K, Alt+Up and Alt+Down go from room to room', async () => {
  const [ana, bia, caio] = [await come(), await come(), await come()];
  await enter(bia, here.server.url, 'Bia', 'jogos');
  await enter(caio, here.server.url, 'Caio', 'Água');
  await enter(ana, here.server.url, 'Ana', 'sala1');
  await ana.getByTestId('composer-input').fill('?');
  assert.equal(await ana.getByTestId('shortcuts').count(), 0, 'a question is no shortcut');
  await ana.getByTestId('composer-input').fill('');
  await ana.getByTestId('conversation').focus();
  await ana.keyboard.press('?');
  await ana.getByTestId('shortcuts').getByText('Ctrl').waitFor();
  await ana.keyboard.press('Escape');
  await ana.getByTestId('composer-input').focus();
  await ana.keyboard.press('Control+k');
  await ana.getByTestId('switcher-input').fill('agu');
  await ana.getByTestId('switcher-room').filter({ hasText: 'Água' }).waitFor();
  await ana.keyboard.press('Enter');
  await ana.getByTestId('room-title').filter({ hasText: 'Água' }).waitFor();
  await ana.keyboard.press('Control+k');
  await ana.getByTestId('switcher-input').fill('nova');
  await ana.keyboard.press('Enter');
  await ana.getByTestId('room-title').filter({ hasText: 'nova' }).waitFor();
  await ana.locator('[data-testid=room-item][data-room=nova]').last().waitFor();
  await ana.getByTestId('composer-input').focus();
  await ana.keyboard.press('Alt+ArrowDown');
  await ana.getByTestId('room-title').filter({ hasText: 'Água' }).waitFor();
  await ana.keyboard.press('Alt+ArrowUp');
  await ana.getByTestId('room-title').filter({ hasText: 'nova' }).waitFor();
});

test('a server that has gone is explained, and the way back is found', async () => {
  const ana = await come();
  await enter(ana, here.server.url, 'Ana', 'sala1');
  const join = await come();
  await join.goto(here.server.url);
  await join.getByTestId('join-settings').waitFor(); // with it the rest is there
  assert.ok(await join.getByTestId('join-trouble').isHidden());
  await here.server.stop('SIGKILL');
  await ana.getByTestId('banner-doctor').click();
  await ana.locator('[data-testid=doctor-finding][data-result=unreachable]').getByText('client isolation').waitFor();
  await join.getByTestId('join-doctor').click();
  await join.locator('[data-result=unreachable]').waitFor();
  await here.server.start();
  await ana.getByTestId('doctor-again').click();
  await ana.locator('[data-result=fine]').waitFor();
  await ana.getByTestId('banner-doctor').waitFor({ state: 'hidden' });
  await join.keyboard.press('Escape');
  await join.getByTestId('join-trouble').waitFor({ state: 'hidden' });
});

test('a WebSocket that is blocked on the way is told from a server that is gone, and from no network', async () => {
  const ana = await come();
  await ana.routeWebSocket('**/ws', (socket) => socket.close());
  await ana.goto(here.server.url);
  await ana.getByTestId('join-doctor').click();
  await ana.locator('[data-result=blocked]').getByText('WebSocket').first().waitFor();
  await ana.route('**/healthz', (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Log in</h1>' }),
  );
  await ana.getByTestId('doctor-again').click();
  await ana.locator('[data-result=other]').waitFor();
  await ana.unroute('**/healthz');
  await ana.context().setOffline(true);
  await ana.getByTestId('doctor-again').click();
  await ana.locator('[data-result=offline]').waitFor();
});

test('what the page lacks without HTTPS is listed', async () => {
  const ana = await come();
  await ana.goto(insecure());
  await ana.getByTestId('join-settings').click();
  await ana.getByTestId('settings-doctor').click();
  await ana.getByTestId('abilities').getByText('Copying at a touch').waitFor();
  const bia = await come();
  await bia.goto(here.server.url);
  await bia.getByTestId('join-settings').click();
  await bia.getByTestId('settings-doctor').click();
  await bia.getByTestId('abilities').getByText('Everything').waitFor();
});

test('what is chosen in another tab counts in this one', async () => {
  const ana = await come();
  await ana.goto(here.server.url);
  const other = await ana.context().newPage();
  await other.goto(here.server.url);
  await other.getByTestId('join-settings').click();
  await other.getByTestId('settings-theme').getByRole('radio', { name: 'Dark', exact: true }).check();
  await until(ana, () => document.documentElement.dataset.theme === 'dark');
});

test('papo can be installed: its manifest and icons are there', async () => {
  const ana = await come();
  await ana.goto(here.server.url);
  const manifest = await (await fetch(`${here.server.url}/manifest.webmanifest`)).json();
  for (const icon of manifest.icons.filter(({ type }) => type === 'image/png')) {
    const size = await ana.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, `/${icon.src}`);
    assert.equal(size, icon.sizes, icon.src);
  }
  assert.deepEqual(
    manifest.icons.map(({ purpose }) => purpose),
    ['any', 'any', 'any', 'maskable'],
  );
  const session = await ana.context().newCDPSession(ana);
  assert.deepEqual(
    (await session.send('Page.getInstallabilityErrors')).installabilityErrors.filter(
      ({ errorId }) => errorId !== 'in-incognito',
    ),
    [],
  );
});
