// Writing and reading: what a message looks like, what helps to write one, where one is in a conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, enter, lanName, say, thoroughTest, until } from './support.mjs';

const here = house({ db: ':memory:', options: ['--rate', '0'] });
const { wire } = here;

async function come(name, options) {
  const page = await here.come(name, 'sala1', options);
  await page.getByTestId('composer-emoji').waitFor(); // what this tests is loaded
  return page;
}

const input = (page) => page.getByTestId('composer-input');
const list = (page) => page.getByTestId('conversation');
const message = (page, text) => page.getByTestId('message').filter({ hasText: text });
const sent = (page, text) => page.locator('[data-testid=message][data-state=sent]').filter({ hasText: text }).waitFor();
const focused = (page) => page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.tagName);
const asPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const caret = (page, at) => input(page).evaluate((element, where) => element.setSelectionRange(where, where), at);

// A finger on a message, until its sheet is there.
async function held(phone, text) {
  const { x, y } = await message(phone, text).locator('.bubble').boundingBox();
  const cdp = await phone.context().newCDPSession(phone);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 20, y: y + 10 }] });
  await phone.getByTestId('message-sheet').waitFor();
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await cdp.detach();
}

test('formatting is nodes, links lead out safely, and what is hostile is text', async () => {
  const ana = await come('Ana');
  await say(ana, '*bold* _italic_ `<b>code</b>` ```block\n  two``` https://papo.test/a_(b)).');
  const bubble = ana.getByTestId('message-text').first();
  await bubble.waitFor();
  assert.deepEqual(
    await bubble.evaluate((element) =>
      ['strong', 'em', ':not(pre) > code', 'pre code', 'a'].map((tag) => element.querySelector(tag)?.textContent),
    ),
    ['bold', 'italic', '<b>code</b>', 'block\n  two', 'https://papo.test/a_(b)'],
  );
  assert.deepEqual(await bubble.locator('a').evaluate(({ href, target, rel }) => ({ href, target, rel })), {
    href: 'https://papo.test/a_(b)',
    target: '_blank',
    rel: 'noopener noreferrer',
  });
  const hostile = [
    '<img src=x onerror="document.title=1">',
    'javascript:alert(1) data:text/html,x https://papo.test@evil.test',
    '*<script>document.title=1</script>*',
    '" onclick="x" https://papo.test/"onmouseover="x',
  ];
  for (const text of hostile) await say(ana, text);
  await sent(ana, 'onmouseover');
  const found = await list(ana).evaluate((element) => ({
    tags: [...new Set([...element.querySelectorAll('.bubble, .bubble *')].map((each) => each.localName))].sort(),
    links: [...element.querySelectorAll('.bubble a')].map((link) => link.href),
    handlers: element.querySelectorAll('.bubble [onclick], .bubble [onerror], .bubble [onmouseover]').length,
  }));
  assert.deepEqual(found, {
    tags: ['a', 'code', 'div', 'em', 'pre', 'strong'],
    links: ['https://papo.test/a_(b)', 'https://papo.test/'],
    handlers: 0,
  });
  assert.match(await ana.title(), /sala1/u);
});

test('messages are grouped, with days, comings and times', async () => {
  const bia = await wire('Bia');
  await bia.say('one', 'two');
  const ana = await come('Ana');
  const caio = await wire('Caio');
  const dani = await wire('Dani');
  caio.leave();
  await dani.say('three');
  await message(ana, 'three').waitFor();
  assert.equal(
    await ana
      .locator('.day')
      .allTextContents()
      .then((days) => days.join()),
    'Today',
  );
  await becomes(
    () =>
      ana
        .locator('.notice')
        .allTextContents()
        .then((all) => all.map((each) => each.replace(/[\u2068\u2069]/gu, ''))),
    ['Caio and Dani came in'],
  );
  const shape = (text) =>
    message(ana, text).evaluate((element) => ({
      avatar: !!element.querySelector('.avatar'),
      author: !!element.querySelector('.author'),
      time: !!element.querySelector('.time'),
    }));
  assert.deepEqual(
    [await shape('one'), await shape('two')],
    [
      { avatar: true, author: true, time: false },
      { avatar: false, author: false, time: true },
    ],
  );
  await message(ana, 'one').getByTestId('message-text').hover();
  assert.match(await message(ana, 'one').locator('.tools .when').textContent(), /^\d\d:\d\d$/u);
  await becomes(() => message(ana, 'one').locator('.tools .when').isVisible(), true);
});

// Of the accessibility tree: what is read aloud of each message, in order.
async function readAloud(page) {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  await cdp.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const texts = ({ role, name, childIds = [] }) =>
    role?.value === 'StaticText' ? [name.value] : childIds.flatMap((id) => (byId.has(id) ? texts(byId.get(id)) : []));
  return nodes.filter(({ role }) => role?.value === 'article').map(texts);
}

test('who says it is read aloud with each message, though not seen, and no row is a layer', async () => {
  const bia = await wire('Bia');
  await bia.say('one', 'two');
  const ana = await come('Ana');
  await say(ana, 'three');
  await sent(ana, 'three');
  const [itsTime, mine] = await ana.locator('.block time').allTextContents();
  await becomes(
    () => readAloud(ana),
    [
      ['Bia', 'one'],
      ['Bia', 'two', itsTime],
      ['Ana', 'three', mine, 'Sent'],
    ],
  );
  const hidden = ana.locator('.block .read-aloud');
  assert.deepEqual(
    await hidden.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height)),
    [0, 0, 0],
  );
  await becomes(
    () =>
      ana.locator('.block *').evaluateAll((all) =>
        all
          .filter((each) => {
            const { position, opacity, clipPath, transform } = getComputedStyle(each);
            return position !== 'static' || opacity !== '1' || clipPath !== 'none' || transform !== 'none';
          })
          .map((each) => each.outerHTML),
      ),
    [],
  );
});

test('what I write is there at once, and has a tick when it is stored', async () => {
  const ana = await come('Ana');
  here.server.process.kill('SIGSTOP');
  await say(ana, 'on its way');
  const mine = message(ana, 'on its way');
  await mine.waitFor();
  assert.equal(await mine.getAttribute('data-state'), 'pending');
  assert.equal(await mine.getByTestId('message-tick').count(), 0);
  here.server.process.kill('SIGCONT');
  await sent(ana, 'on its way');
  await mine.getByTestId('message-tick').waitFor();
  const box = await mine.locator('.bubble').boundingBox();
  const column = await ana.locator('.timeline').boundingBox();
  assert.ok(column.x + column.width - box.x - box.width < 20, 'at the right');
});

test('a mention of me stands out, of others has their colour, and names in use later count too', async () => {
  const bia = await wire('Bia');
  await bia.say('oi @ANA, @bia, @Caio, @Anabela, x@Ana');
  const ana = await come('Ana');
  const text = message(ana, 'oi @ANA');
  await text.waitFor();
  const marked = () =>
    text.getByTestId('mention').evaluateAll((all) => all.map((each) => [each.textContent, each.className]));
  assert.deepEqual(await marked(), [
    ['@ANA', 'mention me'],
    ['@bia', 'mention'],
  ]);
  assert.match(await text.getAttribute('class'), /calls-me/u);
  await wire('Caio');
  await until(ana, () => document.querySelectorAll('[data-testid=mention]').length === 3);
  assert.deepEqual((await marked())[2], ['@Caio', 'mention']);
  await say(ana, 'e eu, @Ana');
  await sent(ana, 'e eu');
  assert.doesNotMatch(await message(ana, 'e eu').getAttribute('class'), /calls-me/u);
});

test('emoji alone are big, and other directions, long words and huge names stay in their place', async () => {
  const huge = await wire('﷽'.repeat(32));
  await huge.say('x'.repeat(4000), 'Z\u0351\u036b\u0343\u036a\u0302'.repeat(40), '\u202Eevil', '🎉❤️');
  const leila = await wire('ليلى');
  await leila.say('مرحبا @Ana', 'abc\nשלום');
  const ana = await come('Ana', { viewport: { width: 390, height: 844 } });
  await message(ana, 'שלום').waitFor();
  assert.equal(await ana.locator('.bubble.emoji-2').count(), 1);
  const sizes = await list(ana).evaluate((element) => [
    element.scrollWidth - element.clientWidth,
    document.documentElement.scrollWidth - window.innerWidth,
    ...[...element.querySelectorAll('.bubble, .author')].map((each) =>
      Math.max(0, each.getBoundingClientRect().right - window.innerWidth),
    ),
  ]);
  assert.deepEqual(new Set(sizes), new Set([0]), 'nothing is wider than the window');
  assert.equal(
    await message(ana, 'مرحبا')
      .locator('.bubble')
      .evaluate((element) => getComputedStyle(element).direction),
    'rtl',
  );
  // A line in Hebrew in a message that begins in English.
  const ends = await message(ana, 'שלום')
    .locator('.bubble')
    .evaluate((element) => {
      const range = document.createRange();
      range.setStart(element.firstChild, 4);
      range.setEnd(element.firstChild, 8);
      const inner = element.getBoundingClientRect();
      const line = range.getBoundingClientRect();
      return { left: line.left - inner.left, right: inner.right - line.right };
    });
  assert.ok(ends.right < 16, `it is aligned to the right: ${JSON.stringify(ends)}`);
});

test('a mention is completed by the keyboard, and Enter then sends', async () => {
  for (const name of ['Bia', 'João', 'Joana', 'Ana Maria']) await wire(name);
  const ana = await come('Ana');
  await input(ana).pressSequentially('oi @jo');
  const options = ana.getByTestId('suggestions').getByRole('option');
  await becomes(
    () => options.evaluateAll((all) => all.map((each) => each.querySelector('.name').textContent)),
    ['João', 'Joana'],
  );
  assert.equal(await input(ana).getAttribute('aria-activedescendant'), await options.first().getAttribute('id'));
  await ana.keyboard.press('ArrowDown');
  assert.equal(await options.nth(1).getAttribute('aria-selected'), 'true');
  await ana.keyboard.press('ArrowDown');
  await ana.keyboard.press('Enter');
  await becomes(() => input(ana).inputValue(), 'oi @João ');
  assert.equal(await ana.getByTestId('message').count(), 0, 'nothing was sent');
  await ana.keyboard.type('e @Ana M');
  await ana.keyboard.press('Tab');
  await becomes(() => input(ana).inputValue(), 'oi @João e @Ana Maria ');
  await ana.keyboard.type('@');
  await options.first().waitFor();
  assert.equal(await options.filter({ hasText: /^A?Ana$/u }).count(), 0, 'not myself');
  await ana.keyboard.press('Escape');
  await ana.getByTestId('suggestions').waitFor({ state: 'hidden' });
  await becomes(() => focused(ana), 'composer-input');
  await ana.keyboard.type('b');
  assert.ok(await ana.getByTestId('suggestions').isHidden(), 'it stays away');
  await ana.keyboard.press('Enter');
  await sent(ana, 'oi @João e @Ana Maria @b');
  assert.equal(await ana.getByTestId('mention').count(), 2);
});

test('a completion can be undone, and comes in the middle of a text', async () => {
  await wire('Bia');
  const ana = await come('Ana');
  await input(ana).fill('oi , tudo bem?');
  await caret(ana, 3);
  await ana.keyboard.type('@b');
  await ana.getByTestId('suggestions').getByRole('option').click();
  await becomes(() => input(ana).inputValue(), 'oi @Bia , tudo bem?');
  await becomes(() => focused(ana), 'composer-input');
  await ana.keyboard.press('Control+z');
  await becomes(() => input(ana).inputValue(), 'oi @b, tudo bem?');
});

test('emoji by name and by colon, in either language', async () => {
  const ana = await come('Ana');
  await input(ana).pressSequentially('parabéns :festa');
  await ana.getByTestId('suggestions').getByRole('option').first().waitFor();
  await ana.keyboard.press('Enter');
  await becomes(() => input(ana).inputValue(), 'parabéns 🎉 ');
  await ana.keyboard.type(':fire');
  await ana.keyboard.press('Enter');
  await ana.keyboard.type('10:30 e :xyzzy');
  await ana.keyboard.press('Enter');
  await sent(ana, 'parabéns 🎉 🔥 10:30 e :xyzzy');
});

test('the picker is searched by keyboard, remembers, and gives the focus back', async () => {
  const ana = await come('Ana');
  await input(ana).fill('bolo');
  await caret(ana, 0);
  await ana.getByTestId('composer-emoji').click();
  const picker = ana.getByTestId('emoji-picker');
  await picker.waitFor();
  await becomes(() => focused(ana), 'emoji-search');
  await ana.keyboard.type('aniversario');
  await until(ana, () => document.querySelectorAll('[data-testid=emoji-picker] [role=option]').length < 10);
  const chosen = await picker.locator('[aria-selected=true]').getAttribute('data-emoji');
  await ana.keyboard.press('ArrowRight');
  assert.notEqual(await picker.locator('[aria-selected=true]').getAttribute('data-emoji'), chosen);
  await ana.keyboard.press('ArrowLeft');
  await ana.keyboard.press('Enter');
  await picker.waitFor({ state: 'detached' });
  await becomes(() => input(ana).inputValue(), `${chosen}bolo`);
  await until(ana, () => document.activeElement.dataset.testid === 'composer-input');
  await ana.getByTestId('composer-emoji').click();
  await becomes(() => picker.locator('.emoji-group').first().getAttribute('data-category'), 'recent');
  await becomes(() => picker.getByRole('option').first().getAttribute('data-emoji'), chosen);
  for (let i = 0; i < 4; i++) await ana.keyboard.press('ArrowDown');
  await ana.keyboard.press('ArrowUp');
  assert.equal(await picker.locator('[aria-selected=true]').count(), 1);
  await ana.keyboard.type('xyzzy');
  await picker.getByText('No emoji for that.').waitFor();
  await ana.keyboard.press('Escape');
  await picker.waitFor({ state: 'detached' });
  await until(ana, () => document.activeElement.dataset.testid === 'composer-input');
  await ana.getByTestId('composer-emoji').click();
  await picker.getByRole('option', { name: 'pizza' }).click({ modifiers: ['Shift'] });
  await picker.getByRole('option', { name: 'beer' }).click();
  await picker.waitFor({ state: 'detached' });
  await becomes(() => input(ana).inputValue(), `${chosen}🍕🍺bolo`);
});

test('Enter sends, Shift+Enter does not, and neither does a composition', async () => {
  const ana = await come('Ana');
  await input(ana).focus();
  const cdp = await ana.context().newCDPSession(ana);
  await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await ana.evaluate(() =>
    document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  );
  await ana.evaluate(() =>
    document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }),
    ),
  );
  assert.equal(await ana.getByTestId('message').count(), 0);
  await cdp.send('Input.insertText', { text: '日本' });
  await becomes(() => input(ana).inputValue(), '日本');
  await ana.keyboard.press('Shift+Enter');
  await ana.keyboard.type('two');
  await ana.keyboard.press('ArrowUp');
  await ana.keyboard.press('Enter');
  await sent(ana, '日本');
  assert.equal(await ana.getByTestId('message-text').textContent(), '日本\ntwo');
  await ana.keyboard.press('ArrowUp');
  assert.equal(await input(ana).inputValue(), '', 'nothing surprising');
  assert.equal(await focused(ana), 'composer-input');
});

test('a composition does not choose a suggestion', async () => {
  await wire('Bia');
  const ana = await come('Ana');
  await input(ana).pressSequentially('@b');
  await ana.getByTestId('suggestions').getByRole('option').waitFor();
  await ana.evaluate(() =>
    document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  );
  assert.equal(await input(ana).inputValue(), '@b');
});

test('with fingers Enter makes a line, the button sends, and a long press opens what one can do', async () => {
  const phone = await come('Ana', asPhone);
  const bia = await wire('Bia');
  await bia.say('hold me');
  assert.equal(await input(phone).getAttribute('enterkeyhint'), 'enter');
  await input(phone).tap();
  await phone.keyboard.type('one');
  await phone.keyboard.press('Enter');
  await phone.keyboard.type('two @b');
  await phone.getByTestId('suggestions').getByRole('option').tap();
  await becomes(() => input(phone).inputValue(), 'one\ntwo @Bia ');
  await phone.getByTestId('composer-send').tap();
  await sent(phone, 'two @Bia');
  await held(phone, 'hold me');
  await phone.getByTestId('sheet-copy').tap();
  await phone.getByTestId('message-sheet').waitFor({ state: 'detached' });
  await input(phone).focus();
  await phone.keyboard.press('Control+v');
  await becomes(() => input(phone).inputValue(), 'hold me');
});

test('a message is copied from its sheet without HTTPS too, all of it', async () => {
  const phone = await here.come('Ana', 'sala1', asPhone, `http://${lanName}:${here.server.port}`);
  await phone.getByTestId('composer-emoji').waitFor();
  const bia = await wire('Bia');
  const long = `hold me ${'and this '.repeat(80)}to the end`;
  await bia.say(long);
  await held(phone, 'hold me');
  await phone.getByTestId('sheet-copy').tap();
  await phone.getByTestId('message-sheet').waitFor({ state: 'detached' });
  await input(phone).focus();
  await phone.keyboard.press('Control+v');
  await becomes(() => input(phone).inputValue(), long);

  await phone.evaluate(() => {
    document.execCommand = () => false;
  });
  await held(phone, 'hold me');
  await phone.getByTestId('sheet-copy').tap();
  await phone.locator('.sheet-said').waitFor();
  assert.equal(await phone.evaluate(() => String(getSelection())), long, 'and is selected where it cannot be copied');
});

test('the field grows to six lines, and what is left is counted in bytes', async () => {
  await here.serve({ db: ':memory:', options: ['--max-message', '100'] });
  const ana = await come('Ana');
  const height = () => input(ana).evaluate((element) => element.getBoundingClientRect().height);
  const one = await height();
  await input(ana).fill('1\n2\n3');
  const three = await height();
  await input(ana).fill(Array.from({ length: 6 }, (_, i) => `${i}`).join('\n'));
  const six = await height();
  await input(ana).fill(Array.from({ length: 20 }, (_, i) => `${i}`).join('\n'));
  assert.ok(Math.abs((await height()) - six) < 1);
  assert.ok(three > one + 20 && six > three + 60, `${one} ${three} ${six}`);
  const counter = ana.getByTestId('composer-counter');
  await input(ana).fill('x'.repeat(79));
  assert.ok(await counter.isHidden());
  await input(ana).fill('é'.repeat(48));
  assert.equal(await counter.textContent(), '4 bytes left');
  await input(ana).fill('é'.repeat(51));
  assert.equal(await counter.textContent(), '2 bytes too long');
  await ana.keyboard.press('Enter');
  await ana.getByText('That is too long for one message.').waitFor();
  assert.equal(await input(ana).inputValue(), 'é'.repeat(51), 'nothing is lost');
  await input(ana).fill('é'.repeat(50));
  await ana.keyboard.press('Enter');
  await sent(ana, 'é'.repeat(50));
  await counter.waitFor({ state: 'hidden' });
  await becomes(async () => Math.abs((await height()) - one) < 1, true);
});

test('a refused message says why, is tried again, and goes', async () => {
  const ana = await come('Ana');
  await ana.evaluate(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      const said = JSON.parse(data);
      if (said.type !== 'message' || !window.refuses) return send.call(this, data);
      return queueMicrotask(() =>
        this.onmessage({
          data: JSON.stringify({ type: 'error', code: 'storage', message: '', room: said.room, id: said.id }),
        }),
      );
    };
    window.refuses = true;
  });
  await say(ana, '*not* yet');
  const failed = ana.locator('[data-state=failed]').filter({ hasText: 'could not store' });
  await failed.waitFor();
  assert.equal(await failed.getByTestId('message-tick').count(), 0);
  await ana.evaluate(() => {
    window.refuses = false;
  });
  await failed.getByRole('button', { name: 'Try again' }).click();
  await sent(ana, 'not yet');
  await message(ana, 'not yet').getByTestId('message-tick').waitFor();
});

test('a message is copied as it was written: by button, by key, and where the clipboard is closed', async () => {
  const bia = await wire('Bia');
  await bia.say('*one* `two`', 'three');
  const ana = await come('Ana', { permissions: ['clipboard-read', 'clipboard-write'] });
  await message(ana, 'three').waitFor();
  const pasted = async () => {
    await input(ana).fill('');
    await input(ana).focus();
    await ana.keyboard.press('Control+v');
    return input(ana).inputValue();
  };
  await message(ana, 'one').locator('.bubble').hover();
  await ana.getByTestId('message-copy').click();
  await ana.getByTestId('announcer').filter({ hasText: 'Copied' }).waitFor();
  assert.equal(await pasted(), '*one* `two`');
  await list(ana).focus();
  await ana.keyboard.press('ArrowUp');
  await ana.keyboard.press('Control+c');
  assert.equal(await pasted(), 'three');
  await ana.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await message(ana, 'one').locator('.bubble').hover();
  await ana.getByTestId('message-copy').click();
  await ana.locator('[data-testid=message-copy][data-state=copied]').waitFor();
  assert.equal(await pasted(), '*one* `two`', 'the older way');
  await ana.evaluate(() => {
    document.execCommand = () => false;
  });
  await message(ana, 'one').locator('.bubble').hover();
  await ana.getByTestId('message-copy').click();
  await ana.getByTestId('announcer').filter({ hasText: 'Ctrl+C' }).waitFor();
  assert.equal(await ana.evaluate(() => getSelection().toString()), 'one two', 'it is selected at least');
});

test('what one can do with a message comes to what passes under the mouse once the scrolling rests', async () => {
  const bia = await wire('Bia');
  await bia.say('one', 'two');
  const ana = await come('Ana');
  await message(ana, 'two').locator('.bubble').hover();
  await message(ana, 'two').getByTestId('message-tools').waitFor();
  const moved = await list(ana).evaluate((element) => {
    const [one] = element.querySelectorAll('[data-testid=message]');
    element.dispatchEvent(new Event('scroll'));
    one.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }));
    return one.querySelector('.tools') !== null;
  });
  assert.equal(moved, false);
  await message(ana, 'one').getByTestId('message-tools').waitFor();
});

test('the arrows go from message to message, through what is not drawn yet, and Enter opens what one can do', async () => {
  const bia = await wire('Bia');
  await bia.say(...Array.from({ length: 120 }, (_, i) => `line ${i + 1},`));
  const ana = await come('Ana');
  await message(ana, 'line 120,').waitFor();
  await list(ana).focus();
  const seq = () => ana.evaluate(() => Number(document.activeElement.dataset.seq));
  await ana.keyboard.press('ArrowUp');
  assert.equal(await seq(), 120);
  await ana.keyboard.press('ArrowUp');
  assert.equal(await seq(), 119);
  await ana.keyboard.press('ArrowDown');
  assert.equal(await seq(), 120);
  for (let last = 120; last > 1;) {
    await ana.keyboard.press('ArrowUp');
    const now = await seq();
    assert.ok(now === last - 1 || now === last, `${last} → ${now}`); // the same while older ones are on their way
    last = now;
  }
  assert.match(
    await ana.evaluate(() => document.activeElement.getAttribute('aria-label')),
    /^Bia: line 1,, \d\d:\d\d$/u,
  );
  await ana.keyboard.press('Enter');
  await ana.getByTestId('message-sheet').waitFor();
  await ana.keyboard.press('Escape');
  await ana.getByTestId('message-sheet').waitFor({ state: 'detached' });
  assert.equal(await seq(), 1);
  await ana.keyboard.press('PageDown');
  await until(ana, () => document.querySelector('[data-testid=conversation]').scrollTop > 300);
  await ana.keyboard.press('Tab');
  await becomes(() => focused(ana), 'jump-newest', 'the messages are not on the way of the tab key');
});

test('what is new is announced once, in a region of its own', async () => {
  const bia = await wire('Bia');
  await bia.say('old');
  const ana = await come('Ana');
  await message(ana, 'old').waitFor();
  const announcer = ana.getByTestId('announcer');
  assert.equal(await announcer.textContent(), '', 'not what was there');
  assert.equal(await list(ana).getAttribute('aria-live'), 'off');
  await bia.say('news');
  await announcer.filter({ hasText: 'Bia: news' }).waitFor();
  await say(ana, 'mine');
  await sent(ana, 'mine');
  assert.equal(await announcer.textContent(), 'Bia: news', 'not my own');
  await bia.say(...Array.from({ length: 60 }, (_, i) => `many ${i}`));
  await announcer.filter({ hasText: /\d+ new messages/u }).waitFor();
  await message(ana, 'many 59').waitFor();
  await list(ana).evaluate((element) => {
    element.scrollTop = 0;
  });
  await ana.getByTestId('jump-newest').waitFor();
  await bia.say('far below');
  await announcer.filter({ hasText: /^1 new message$/u }).waitFor();
});

// In each frame the message that stands in the middle is where it was, but for what was scrolled.
thoroughTest('paging back through 1,000 messages never moves what is read', async () => {
  const bia = await wire('Bia');
  const caio = await wire('Caio');
  for (let i = 0; i < 10; i++) {
    await bia.say(
      ...Array.from({ length: 50 }, (_, j) => `*line ${i * 100 + j}* ${'some words '.repeat((i * 7 + j) % 23)}`),
    );
    await caio.say(
      ...Array.from(
        { length: 50 },
        (_, j) => `${'x\n'.repeat(j % 5)}\`\`\`code ${j}\`\`\` https://papo.test/${'y'.repeat(j * 4)}`,
      ),
    );
  }
  const ana = await come('Ana');
  await message(ana, 'code 49').last().waitFor();
  const report = await ana.evaluate(async () => {
    const element = document.querySelector('[data-testid=conversation]');
    const frame = () =>
      new Promise((resume) => {
        requestAnimationFrame(() => {
          setTimeout(resume);
        });
      }); // after it is drawn
    const bodies = () => [...element.querySelectorAll('[data-seq]:not([data-seq=""])')];
    const top = (each) => each.querySelector('.body').getBoundingClientRect().top;
    const box = element.getBoundingClientRect();
    let worst = 0;
    let measured = 0;
    let frames = 0;
    for (; frames < 5000; frames++) {
      const middle = bodies().find((each) => top(each) > box.top + 200 && top(each) < box.bottom - 200);
      const wanted = middle && { seq: middle.dataset.seq, top: top(middle) };
      const before = element.scrollTop;
      element.scrollTop -= 90;
      const by = before - element.scrollTop; // the browser rounds
      await frame();
      const same = wanted && element.querySelector(`[data-seq="${wanted.seq}"]`);
      if (same) {
        measured++;
        worst = Math.max(worst, Math.abs(top(same) - wanted.top - by));
      }
      if (element.scrollTop === 0 && bodies()[0].dataset.seq === '1') break;
    }
    return { worst, measured, frames };
  });
  assert.ok(report.worst < 1 && report.measured > 300 && report.frames < 5000, JSON.stringify(report));
});

test('a result of a search leads to its place, and shows it', async () => {
  const bia = await wire('Bia');
  await bia.say(...Array.from({ length: 900 }, (_, i) => (i === 99 ? 'the *needle* of @Ana' : `hay ${i + 1}`)));
  const ana = await come('Ana');
  await message(ana, 'hay 900').waitFor();
  await ana.getByTestId('search-open').click();
  await ana.getByTestId('search-input').fill('needle');
  await ana.getByTestId('search-result').click();
  await ana.locator('[data-testid=message].found').filter({ hasText: 'the needle of @Ana' }).waitFor();
  const found = message(ana, 'the needle of @Ana');
  assert.equal(await found.getAttribute('data-seq'), '100');
  const [outer, inner] = [await list(ana).boundingBox(), await found.boundingBox()];
  assert.ok(inner.y > outer.y + 100 && inner.y + inner.height < outer.y + outer.height - 100, 'in the middle');
  await ana.getByTestId('jump-newest').click();
  await message(ana, 'hay 900').waitFor();
});
