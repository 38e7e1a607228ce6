// Several rooms at once: coming in, going from one to the other, what has not been read, and who is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, enter, say, textOf, until } from './support.mjs';

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const here = house({ options: ['--rate', '0'] });
const { come, wire } = here;

const mine = (page, room) => page.getByTestId('my-rooms').locator(`[data-room="${room}"]`);
const other = (page, room) => page.locator(`#room [data-testid=room-list] [data-room="${room}"]`);
const badge = (page, room) => mine(page, room).getByTestId('unread-badge');
const input = (page) => page.getByTestId('composer-input');
const isIn = (page, room) =>
  page
    .getByTestId('room-title')
    .filter({ hasText: new RegExp(`^${room}`, 'u') })
    .waitFor();
const list = (page) => page.getByTestId('conversation');

// By the sidebar, into a room that is new or open.
async function open(page, room, password = '') {
  await page.getByTestId('create-open').click();
  await page.getByTestId('create-room').fill(room);
  if (password) {
    await page.getByTestId('create-lock').click();
    await page.getByTestId('create-password').fill(password);
  }
  await page.getByTestId('create-submit').click();
  await isIn(page, room);
}

test('a name, a tap on a room, and one is in', async () => {
  await wire('Bia', 'sala1');
  const ana = await come();
  await ana.goto(here.server.url);
  await ana.getByTestId('join-name').fill('Ana');
  assert.ok(await ana.getByTestId('join-password').isHidden());
  await ana.locator('[data-testid=room-item][data-room=sala1]').click();
  await isIn(ana, 'sala1');
  await becomes(() => new URL(ana.url()).hash, '#sala1');
});

test('who taps a room before typing a name is asked for it, and Enter is enough then', async () => {
  await wire('Bia', 'sala1');
  const ana = await come();
  await ana.goto(here.server.url);
  await ana.locator('[data-testid=room-item][data-room=sala1]').click();
  await ana.getByTestId('join-error').filter({ hasText: 'Type your name first' }).waitFor();
  await becomes(() => ana.evaluate(() => document.activeElement.dataset.testid), 'join-name');
  assert.equal(
    await ana.getByTestId('join-error').evaluate((error) => error.previousElementSibling.dataset.testid),
    'join-name',
    'under the field that it is about',
  );
  await ana.keyboard.type('Ana');
  await ana.keyboard.press('Enter');
  await isIn(ana, 'sala1');
});

test('two rooms at once: what is said in the other one counts, a mention is marked, and going there reads it', async () => {
  const ana = await come('Ana', 'sala1');
  await open(ana, 'jogos');
  const [bia, caio] = [await wire('Bia', 'sala1'), await wire('Caio', 'jogos')];
  await caio.say('vamos?');
  await textOf(ana, 'vamos?').waitFor();
  assert.equal(await badge(ana, 'jogos').count(), 0, 'what is seen does not count');
  await bia.say('oi', 'tudo bem?');
  await badge(ana, 'sala1').filter({ hasText: '2 unread messages' }).waitFor();
  await becomes(
    () => ana.getByTestId('my-rooms').locator('[data-room]').first().getAttribute('data-room'),
    'sala1',
    'where something was said is on top',
  );
  await until(ana, () => document.title === '(2) jogos · papo');
  await bia.say('cadê você, @ANA?');
  await badge(ana, 'sala1').filter({ hasText: '1 mentions you' }).waitFor();
  assert.match(await badge(ana, 'sala1').getAttribute('class'), /mention/u);
  await mine(ana, 'sala1').click();
  await textOf(ana, 'cadê você').waitFor();
  await ana.getByTestId('unread-line').waitFor();
  await badge(ana, 'sala1').waitFor({ state: 'detached' });
  await until(ana, () => document.title === 'sala1 · papo');
  assert.equal(await textOf(ana, 'vamos?').count(), 0, 'each conversation for itself');
  await say(ana, 'aqui');
  assert.equal((await bia.next('message')).room, 'sala1');
});

test('three people in two rooms hear what is theirs, once and in order', async () => {
  const [ana, bia, caio] = [await come('Ana', 'a'), await come('Bia', 'a'), await come('Caio', 'b')];
  await open(ana, 'b');
  await open(bia, 'b');
  for (const [page, name] of [
    [ana, 'Ana'],
    [bia, 'Bia'],
    [caio, 'Caio'],
  ]) {
    for (const i of [1, 2, 3]) await say(page, `${name} ${i}`);
  }
  for (const page of [ana, bia, caio]) {
    for (const name of ['Ana', 'Bia', 'Caio']) await textOf(page, `${name} 3`).waitFor();
    await page.locator('[data-state=pending]').first().waitFor({ state: 'detached' });
    await becomes(() => page.getByTestId('message-text').count(), 9);
    const all = await page.getByTestId('message-text').allTextContents();
    for (const name of ['Ana', 'Bia', 'Caio'])
      assert.deepEqual(
        all.filter((text) => text.startsWith(name)),
        [1, 2, 3].map((i) => `${name} ${i}`),
      );
  }
  await mine(ana, 'a').click();
  await isIn(ana, 'a');
  assert.equal(await ana.getByTestId('message-text').count(), 0);
  await becomes(
    () =>
      ana
        .getByTestId('people-list')
        .locator('[data-name]')
        .evaluateAll((all) => all.map((each) => each.dataset.name)),
    ['Ana', 'Bia'],
    'oneself first',
  );
});

test('drafts stay in their room, across a reload, and go when they are sent', async () => {
  const ana = await come('Ana', 'sala1');
  const height = async () => (await input(ana).boundingBox()).height;
  const oneLine = await height();
  assert.ok(oneLine > 30, 'a line has room');
  await input(ana).fill('begun in sala1');
  await open(ana, 'jogos');
  assert.equal(await input(ana).inputValue(), '');
  await input(ana).fill('begun in jogos\nwith a second line\nand a third');
  const threeLines = await height();
  assert.ok(threeLines > oneLine);
  await mine(ana, 'sala1').click();
  assert.equal(await input(ana).inputValue(), 'begun in sala1');
  await ana.reload();
  await isIn(ana, 'sala1');
  assert.equal(await input(ana).inputValue(), 'begun in sala1');
  await mine(ana, 'jogos').click();
  assert.equal(await input(ana).inputValue(), 'begun in jogos\nwith a second line\nand a third');
  assert.equal(await height(), threeLines);
  await ana.reload();
  await isIn(ana, 'jogos');
  assert.equal(await height(), threeLines);
  await ana.getByTestId('composer-send').click();
  await ana.locator('[data-state=sent]').waitFor();
  await mine(ana, 'sala1').click();
  await mine(ana, 'jogos').click();
  assert.equal(await input(ana).inputValue(), '');
});

test('each room is found where it was left, to the pixel', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...Array.from({ length: 200 }, (_, i) => `line ${i + 1}, ${'and so on '.repeat(i % 9)}`));
  const ana = await come('Ana', 'sala1');
  await open(ana, 'jogos');
  await mine(ana, 'sala1').click();
  await textOf(ana, 'line 200,').waitFor();
  await list(ana).evaluate((element) => {
    element.scrollTop = element.scrollHeight / 2;
  });
  await ana.getByTestId('jump-newest').waitFor();
  const seq = await list(ana).evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    return [...element.querySelectorAll('[data-seq]')].find(
      (each) => each.getBoundingClientRect().top > top + height / 3,
    ).dataset.seq;
  });
  const topOf = () =>
    ana.locator(`[data-seq="${seq}"] .bubble`).evaluate((element) => element.getBoundingClientRect().top);
  const top = await topOf();
  await mine(ana, 'jogos').click();
  await isIn(ana, 'jogos');
  await bia.say('said meanwhile');
  await badge(ana, 'sala1').filter({ hasText: '1 unread' }).waitFor();
  await mine(ana, 'sala1').click();
  await ana.locator(`[data-seq="${seq}"]`).waitFor();
  assert.ok(Math.abs((await topOf()) - top) < 1);
  await ana.getByTestId('jump-newest').filter({ hasText: '1 new message' }).click();
  await textOf(ana, 'said meanwhile').waitFor();
});

test('a link leads into its room: with a name at once, without one after it is typed', async () => {
  const ana = await come();
  await ana.goto(`${here.server.url}/#turma%207B%20%26%20cia`);
  await ana.getByTestId('join-error').filter({ hasText: 'Type your name first' }).waitFor();
  await becomes(() => ana.getByTestId('join-room').inputValue(), 'turma 7B & cia');
  await ana.getByTestId('join-name').fill('Ana');
  await ana.keyboard.press('Enter');
  await isIn(ana, 'turma 7B & cia');
  const again = await ana.context().newPage();
  await again.goto(`${here.server.url}/#sala1`);
  await isIn(again, 'sala1');
  await again.evaluate(() => {
    location.hash = '#jogos';
  });
  await isIn(again, 'jogos');
  await becomes(() => again.getByTestId('my-rooms').locator('[data-room]').count(), 2, 'both are ours');
  await again.evaluate(() => {
    location.hash = '#sala1';
  });
  await isIn(again, 'sala1');
  await again.goto(`${here.server.url}/#100%`);
  await isIn(again, '100%');
});

test('a tab is back in its rooms after a reload, and a browser offers the last ones', async () => {
  const ana = await come('Ana', 'sala1');
  await open(ana, 'jogos');
  await mine(ana, 'sala1').click();
  await ana.reload();
  await isIn(ana, 'sala1');
  await mine(ana, 'jogos').waitFor();
  const bia = await wire('Bia', 'jogos');
  await bia.say('oi');
  await badge(ana, 'jogos').waitFor();
  const later = await ana.context().newPage();
  await later.goto(here.server.url);
  await becomes(() => later.getByTestId('join-name').inputValue(), 'Ana');
  await becomes(
    () => later.getByTestId('recent-room').evaluateAll((all) => all.map((each) => each.dataset.room).sort()),
    ['jogos', 'sala1'],
  );
  await later.locator('[data-testid=recent-room][data-room=jogos]').click();
  await isIn(later, 'jogos');
  await ana.getByTestId('leave-room').click();
  await isIn(ana, 'jogos');
  await ana.getByTestId('recent-rooms').locator('[data-room=sala1]').click();
  await isIn(ana, 'sala1');
});

test('a locked room asks for its password, and only then', async () => {
  const ana = await come('Ana', 'sala1');
  await open(ana, 'cofre', 'segredo');
  const bia = await come('Bia', 'sala1');
  await other(bia, 'cofre').getByTitle('locked').waitFor();
  await other(bia, 'cofre').click();
  await bia.getByTestId('entry-password').fill('errado');
  await bia.keyboard.press('Enter');
  await bia.getByTestId('entry-error').filter({ hasText: 'it is another one' }).waitFor();
  assert.ok(await bia.getByTestId('entry-name').isHidden());
  await bia.keyboard.press('Escape');
  await bia.getByTestId('entry').waitFor({ state: 'hidden' });
  await isIn(bia, 'sala1');
  await mine(bia, 'cofre').waitFor({ state: 'detached' }); // given up
  await other(bia, 'cofre').click();
  await bia.getByTestId('entry-password').fill('segredo');
  await bia.getByTestId('entry-submit').click();
  await isIn(bia, 'cofre');
  const caio = await come();
  await caio.goto(`${here.server.url}/#cofre`);
  await caio.getByTestId('join-name').fill('Caio');
  await caio.getByTestId('join-password').waitFor();
  await caio.getByTestId('join-submit').click();
  await caio.getByTestId('join-error').filter({ hasText: 'This room has a password' }).waitFor();
  await caio.getByTestId('join-password').fill('segredo');
  await caio.keyboard.press('Enter');
  await isIn(caio, 'cofre');
});

test('a name that is taken in a second room is another one there, and the first stays', async () => {
  await wire('Ana', 'jogos');
  const bia = await wire('Bia', 'sala1');
  const ana = await come('Ana', 'sala1');
  await other(ana, 'jogos').click();
  await ana.getByTestId('entry-error').filter({ hasText: 'has that name already' }).waitFor();
  await ana.getByTestId('entry-name').fill('Ana Maria');
  await ana.keyboard.press('Enter');
  await isIn(ana, 'jogos');
  await ana.getByTestId('people-list').locator('[data-name="Ana Maria"]').filter({ hasText: 'you' }).waitFor();
  await bia.say('@ana, volta');
  await badge(ana, 'sala1').filter({ hasText: '1 mentions you' }).waitFor();
  await mine(ana, 'sala1').click();
  await ana.getByTestId('people-list').locator('[data-name="Ana"]').filter({ hasText: 'you' }).waitFor();
});

test('a name that was taken during an absence is asked for anew where one is, and only marked where one is not', async () => {
  const cable = await here.cable();
  const ana = await here.come();
  await enter(ana, cable.url, 'Ana', 'sala1');
  await say(ana, 'said before');
  await ana.locator('[data-state=sent]').waitFor();
  await open(ana, 'jogos');
  await say(ana, 'said before, too');
  await ana.locator('[data-state=sent]').waitFor();
  // As if somebody had come under that name after the ten seconds in which it is kept.
  await ana.evaluate(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      const { type, room, name } = JSON.parse(data);
      if (type !== 'join' || name !== 'Ana') return send.call(this, data);
      queueMicrotask(() =>
        this.onmessage({ data: JSON.stringify({ type: 'error', code: 'name_taken', message: '', room }) }),
      );
    };
  });
  cable.cut();
  await ana.getByTestId('connection-banner').waitFor();
  cable.mend();
  await ana.getByTestId('entry-error').filter({ hasText: 'has that name already' }).waitFor();
  await isIn(ana, 'jogos');
  await ana.getByTestId('entry-name').fill('Ana 2');
  await ana.keyboard.press('Enter');
  await ana.getByTestId('people-list').locator('[data-name="Ana 2"]').waitFor();
  await textOf(ana, 'said before, too').waitFor();
  await mine(ana, 'sala1').filter({ hasText: 'not in' }).click();
  await textOf(ana, 'said before').waitFor();
  await ana.getByTestId('entry-name').fill('Ana 3');
  await ana.keyboard.press('Enter');
  await ana.getByTestId('people-list').locator('[data-name="Ana 3"]').waitFor();
});

test('a mention in a room that is not looked at is told, and what is tapped leads there', async () => {
  const ana = await come();
  await ana.addInitScript(() => {
    window.told = [];
    window.Notification = class {
      static permission = 'granted';
      constructor(title, { body }) {
        this.text = `${title}: ${body}`;
        window.told.push(this);
      }
      close() {}
    };
    localStorage['papo.settings'] = JSON.stringify({ notifications: true });
    Object.defineProperty(document, 'hidden', { get: () => window.isAway === true, configurable: true });
  });
  await enter(ana, here.server.url, 'Ana', 'sala1');
  await open(ana, 'jogos');
  const bia = await wire('Bia', 'sala1');
  await ana.evaluate(() => {
    window.isAway = true;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await bia.say('oi', 'vem, @ana');
  await until(ana, () => window.told.length > 0);
  assert.deepEqual(await ana.evaluate(() => window.told.map(({ text }) => text)), ['Bia in sala1: vem, @ana']);
  await until(ana, () => document.title === '(2) jogos · papo');
  await ana.evaluate(() => {
    window.isAway = false;
    document.dispatchEvent(new Event('visibilitychange'));
    window.told[0].onclick();
  });
  await isIn(ana, 'sala1');
  await textOf(ana, 'vem, @ana').waitFor();
});

test('a name for a room that cannot be one is said under it, and nothing is lost', async () => {
  const ana = await come('Ana', 'sala1');
  await ana.getByTestId('create-open').click();
  await ana.getByTestId('create-submit').click();
  await ana.getByTestId('create-error').filter({ hasText: 'Give the room a name' }).waitFor();
  await ana.getByTestId('create-room').fill('a'.repeat(65));
  await ana.getByTestId('create-submit').click();
  await ana.getByTestId('create-error').filter({ hasText: '1 to 64 characters' }).waitFor();
  await until(ana, () => document.querySelectorAll('[data-testid=my-rooms] [data-room]').length === 1);
  await ana.keyboard.press('Escape');
  await becomes(() => ana.evaluate(() => document.activeElement.dataset.testid), 'create-open');
});

test('what is written in two rooms while the server is away is sent once it is back, once', async () => {
  const ana = await come('Ana', 'sala1');
  await open(ana, 'jogos');
  await say(ana, 'before');
  await ana.locator('[data-state=sent]').waitFor();
  await here.server.stop('SIGKILL');
  await ana.getByTestId('connection-banner').filter({ hasText: 'You can go on writing' }).waitFor();
  await say(ana, 'to jogos, 1');
  await mine(ana, 'sala1').click();
  await isIn(ana, 'sala1');
  await say(ana, 'to sala1, 1');
  await say(ana, 'to sala1, 2');
  await mine(ana, 'jogos').click();
  await say(ana, 'to jogos, 2');
  await input(ana).fill('not sent yet');
  await here.server.start();
  await ana.getByTestId('connection-banner').waitFor({ state: 'hidden' });
  await ana.locator('[data-state=sent]').filter({ hasText: 'to jogos, 2' }).waitFor();
  assert.equal(await input(ana).inputValue(), 'not sent yet');
  for (const [room, wanted] of [
    ['sala1', ['to sala1, 1', 'to sala1, 2']],
    ['jogos', ['before', 'to jogos, 1', 'to jogos, 2']],
  ]) {
    const witness = await wire('Bia', room);
    if (witness.joined.seq < wanted.length) await witness.next('message');
    await mine(ana, room).click();
    await ana
      .locator('[data-state=sent]')
      .filter({ hasText: wanted.at(-1) })
      .waitFor();
    await becomes(() => ana.getByTestId('message-text').allTextContents(), wanted);
    assert.deepEqual(
      witness.joined.messages.map(({ text }) => text),
      wanted,
    );
  }
});

test('a restart leaves nobody out: both rooms go on', async () => {
  const [ana, bia] = [await come('Ana', 'sala1'), await come('Bia', 'sala1')];
  await open(ana, 'jogos');
  await open(bia, 'jogos');
  await here.server.stop('SIGKILL');
  await ana.getByTestId('connection-banner').waitFor();
  await here.server.start();
  for (const page of [ana, bia]) await page.getByTestId('connection-banner').waitFor({ state: 'hidden' });
  await say(bia, 'in jogos');
  await textOf(ana, 'in jogos').waitFor();
  await mine(bia, 'sala1').click();
  await say(bia, 'in sala1');
  await badge(ana, 'sala1').filter({ hasText: '1 unread' }).waitFor();
});

test('the people: who writes, and a tap mentions', async () => {
  const [ana, bia] = [await come('Ana', 'sala1'), await come('Bia Souza', 'sala1')];
  await input(bia).pressSequentially('oi');
  await ana.getByTestId('people-list').locator('[data-name="Bia Souza"] .typing-sign').waitFor();
  await ana.getByTestId('typing-line').filter({ hasText: 'Bia Souza' }).waitFor();
  await say(bia, 'oi');
  await ana.getByTestId('people-list').locator('.typing-sign').waitFor({ state: 'detached' });
  await input(ana).fill('oi');
  await ana.getByTestId('people-list').getByRole('button', { name: 'Bia Souza' }).click();
  assert.equal(await input(ana).inputValue(), 'oi @Bia Souza ');
  await becomes(() => ana.evaluate(() => document.activeElement.dataset.testid), 'composer-input');
});

test('on a phone the rooms are a drawer, with its count on the button', async () => {
  const ana = await come('Ana', 'sala1', phone);
  const toggle = ana.getByTestId('rooms-toggle');
  await toggle.tap();
  await open(ana, 'jogos');
  await until(ana, () => getComputedStyle(document.querySelector('.side.rooms')).visibility === 'hidden');
  const bia = await wire('Bia', 'sala1');
  await bia.say('oi', '@ana');
  await toggle.filter({ hasText: '2' }).waitFor();
  assert.match(await toggle.getAttribute('aria-label'), /2 unread/u);
  await toggle.tap();
  assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
  await becomes(() => ana.evaluate(() => document.activeElement.id), 'side-rooms', 'the focus is in it');
  await ana.keyboard.press('Escape');
  assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
  await becomes(() => ana.evaluate(() => document.activeElement.dataset.testid), 'rooms-toggle');
  await toggle.tap();
  await mine(ana, 'sala1').tap();
  await isIn(ana, 'sala1');
  assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
  await textOf(ana, '@ana').waitFor();
  await ana.getByTestId('people-toggle').tap();
  await until(ana, () => document.activeElement.id === 'side-people');
  await ana.keyboard.press('Escape');
  await input(ana).fill('not behind a closed sheet');
  await input(ana).fill('');
  await ana.getByTestId('people-toggle').tap();
  await ana.getByTestId('people-list').getByRole('button', { name: 'Bia' }).tap();
  assert.equal(await input(ana).inputValue(), '@Bia ');
  await ana.getByTestId('people-toggle').tap();
  await ana.getByTestId('leave-room').tap();
  await isIn(ana, 'jogos');
});

test('one of several rooms is left in the list, without going there', async () => {
  const ana = await come('Ana', 'sala1');
  await open(ana, 'jogos');
  await mine(ana, 'sala1').hover();
  await ana.getByRole('button', { name: 'Leave sala1' }).click();
  await mine(ana, 'sala1').waitFor({ state: 'detached' });
  await isIn(ana, 'jogos');
  await ana.getByTestId('leave-room').click();
  await ana.getByTestId('join-form').waitFor();
  await becomes(async () => [new URL(ana.url()).hash, await ana.title()], ['', 'papo']);
});

test('a hundred rooms and long names harm nothing', async () => {
  const long = 'W'.repeat(64);
  const crowd = await wire('B'.repeat(32), long);
  for (let i = 1; i <= 98; i++) crowd.send({ type: 'join', room: `room ${i}`, name: 'Bia' });
  const ana = await come('A'.repeat(32), long);
  await other(ana, 'room 98').waitFor();
  const width = (element) => element.evaluate((each) => each.scrollWidth - each.clientWidth);
  for (const part of ['.side.rooms', '.side.people', '.top', 'body'])
    assert.ok((await width(ana.locator(part))) <= 0, part);
  assert.equal(await ana.getByTestId('room-title').getAttribute('title'), long);
  await other(ana, 'room 98').click();
  await isIn(ana, 'room 98');
  await ana.setViewportSize({ width: 390, height: 844 });
  assert.ok((await width(ana.locator('body'))) <= 0, 'on a phone');
  const late = await come();
  await late.goto(here.server.url);
  await late.locator('[data-testid=room-item][data-room="room 98"]').waitFor();
  assert.ok((await width(late.locator('body'))) <= 0, 'on the way in');
});
