import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { becomes, enter, say, sources, textOf, thoroughTest, until } from './support.mjs';

const mostRows = 420; // 300 messages, and the days and comings between them

const here = house({ options: ['--rate', '0'] });
const { come, wire } = here;

const texts = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => `line ${first + i}, ${'and so on '.repeat((first + i) % 7)}`);
const list = (page) => page.getByTestId('conversation');
const line = (page, n) => page.getByTestId('message-text').filter({ hasText: new RegExp(`^line ${n},`, 'u') });

// Scrolls towards this message until it is drawn, and to that edge; tells what was drawn on the way.
function scrollTo(page, goal) {
  return page.evaluate(async (wanted) => {
    const element = document.querySelector('[data-testid=conversation]');
    const frame = () =>
      new Promise((resume) => {
        requestAnimationFrame(resume);
      });
    const seen = new Set();
    const report = { mostRows: 0, gaps: 0, reached: false };
    for (let frames = 0; frames < 4000 && !report.reached; frames++) {
      const seqs = [...element.querySelectorAll('[data-seq]:not([data-seq=""])')].map((each) =>
        Number(each.dataset.seq),
      );
      report.mostRows = Math.max(report.mostRows, element.firstElementChild.children.length);
      report.gaps += seqs.filter((seq, i) => i > 0 && seq !== seqs[i - 1] + 1).length;
      for (const seq of seqs) seen.add(seq);
      const isUp = wanted < seqs.at(-1);
      element.scrollTop += isUp ? -700 : 700;
      await frame();
      const { scrollTop, scrollHeight, clientHeight } = element;
      report.reached = seqs.includes(wanted) && (isUp ? scrollTop === 0 : scrollHeight - scrollTop - clientHeight < 1);
    }
    return { ...report, seen: seen.size };
  }, goal);
}

// Where a message stands in the window.
const topOf = (page, seq) =>
  page.locator(`[data-seq="${seq}"] .bubble`).evaluate((element) => element.getBoundingClientRect().top);
const middleSeq = (page) =>
  list(page).evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    return [...element.querySelectorAll('[data-seq]')].find(
      (each) => each.getBoundingClientRect().top > top + height / 3,
    ).dataset.seq;
  });

thoroughTest('back through 3,000 messages and down again, with few rows and no gap', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 3000));
  const ana = await come('Ana', 'sala1');
  await line(ana, 3000).waitFor();
  const up = await scrollTo(ana, 1);
  assert.deepEqual([up.reached, up.gaps, up.seen], [true, 0, 3000]);
  assert.ok(up.mostRows <= mostRows, `${up.mostRows} rows`);
  await line(ana, 1).waitFor();
  await bia.say('line 3001,');
  await ana.getByTestId('jump-newest').filter({ hasText: '1 new message' }).waitFor();
  const down = await scrollTo(ana, 3001);
  assert.deepEqual([down.reached, down.gaps, down.seen], [true, 0, 3001]);
  assert.ok(down.mostRows <= mostRows, `${down.mostRows} rows`);
});

test('however quickly one scrolls, a frame draws but a few rows', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 600));
  const ana = await come('Ana', 'sala1');
  await line(ana, 600).waitFor();
  const drawn = await list(ana).evaluate(async (element) => {
    const frame = () =>
      new Promise((resume) => {
        requestAnimationFrame(resume);
      });
    let added = 0;
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const each of addedNodes)
          added += each.matches?.('.message') ? 1 : (each.querySelectorAll?.('.message').length ?? 0);
    }).observe(element.firstElementChild, { childList: true, subtree: true });
    const frames = [];
    while (!element.querySelector('[data-seq="1"]')) {
      element.scrollTop -= 2_000;
      await frame();
      frames.push(added);
      added = 0;
    }
    return { most: Math.max(...frames), all: frames.reduce((sum, each) => sum + each, 0) };
  });
  assert.ok(drawn.all >= 540 && drawn.most <= 10, JSON.stringify(drawn));
});

test('what is read keeps its place to the pixel while pages come above and messages below', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 600));
  const ana = await come('Ana', 'sala1');
  await line(ana, 600).waitFor();
  // Where the reader scrolled to, before a page has moved it by its part of a pixel.
  const { seq, top } = await list(ana).evaluate((element) => {
    element.scrollTop = 300;
    const third = element.getBoundingClientRect().top + element.clientHeight / 3;
    const read = [...element.querySelectorAll('[data-seq]')].find((each) => each.getBoundingClientRect().top > third);
    return { seq: read.dataset.seq, top: read.querySelector('.bubble').getBoundingClientRect().top };
  });
  const stays = async (when) => {
    // a conversation scrolls by whole pixels, so that it is half of one off at most
    const by = (await topOf(ana, seq)) - top;
    assert.ok(Math.abs(by) <= 0.5, `${when}: moved by ${by} px`);
  };
  await until(ana, () => Number(document.querySelector('[data-seq]').dataset.seq) < 535);
  await stays('after pages above');
  await bia.say('line 601,', 'line 602,');
  await ana.getByTestId('jump-newest').filter({ hasText: '2 new messages' }).waitFor();
  await stays('after messages below');
  await ana.setViewportSize({ width: 1280, height: 700 });
  await ana.evaluate(
    () =>
      new Promise((resume) => {
        requestAnimationFrame(() => {
          setTimeout(resume);
        });
      }),
  ); // what is painted counts
  await stays('after the window has changed');
  await ana.getByTestId('jump-newest').click();
  await line(ana, 602).waitFor();
  await ana.getByTestId('jump-newest').waitFor({ state: 'hidden' });
});

test('nor does it slip where what was known ended, when a page comes there', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 600));
  const ana = await come('Ana', 'sala1');
  await line(ana, 600).waitFor();
  // From the first frame at the edge on, as painted.
  const tops = await list(ana).evaluate(async (element) => {
    const painted = () =>
      new Promise((resume) => {
        requestAnimationFrame(() => {
          setTimeout(resume);
        });
      });
    const seen = [];
    element.scrollTop = 0;
    while (Number(element.querySelector('[data-seq]').dataset.seq) > 535) {
      await painted();
      seen.push(element.querySelector('[data-seq="551"] .bubble').getBoundingClientRect().top);
    }
    return { first: seen[0], least: Math.min(...seen), most: Math.max(...seen), frames: seen.length };
  });
  assert.ok(tops.frames > 1 && tops.most - tops.first <= 0.5 && tops.first - tops.least <= 0.5, JSON.stringify(tops));
});

test('the keyboard gets to the beginning and to the end', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 1500));
  const ana = await come('Ana', 'sala1');
  await line(ana, 1500).waitFor();
  await list(ana).focus();
  for (let i = 0; i < 2; i++) {
    // the second time from what is known already
    await ana.keyboard.press('Home');
    await line(ana, 1).waitFor();
    await until(ana, () => document.querySelector('[data-testid=conversation]').scrollTop === 0);
    await bia.say(`meanwhile ${i}`);
    await ana.getByTestId('jump-newest').filter({ hasText: 'new message' }).waitFor();
    assert.equal(await list(ana).evaluate((element) => element.scrollTop), 0, 'it stays there');
    await ana.keyboard.press('End');
    await textOf(ana, `meanwhile ${i}`).waitFor();
    await ana.getByTestId('jump-newest').waitFor({ state: 'hidden' });
  }
});

thoroughTest(
  'a missed stretch that is too long for a resume is filled by scrolling, from both of its ends',
  async () => {
    const cable = await here.cable();
    const bia = await wire('Bia', 'sala1');
    const missAll = async (page, first, last) => {
      cable.cut();
      await page.getByTestId('connection-banner').waitFor();
      await bia.say(...Array.from({ length: last - first + 1 }, (_, i) => `line ${first + i},`));
      cable.mend();
      await page.getByTestId('connection-banner').waitFor({ state: 'hidden' });
    };
    await bia.say(...texts(1, 100));
    const ana = await here.come();
    await enter(ana, cable.url, 'Ana', 'sala1');
    await line(ana, 100).waitFor();
    await missAll(ana, 101, 2300);
    await line(ana, 2300).waitFor();
    const up = await scrollTo(ana, 1);
    assert.deepEqual([up.reached, up.gaps, up.seen], [true, 0, 2300]);
    const place = await middleSeq(ana);
    await missAll(ana, 2301, 4500);
    await ana.getByTestId('jump-newest').filter({ hasText: '2200 new messages' }).waitFor();
    assert.equal(await middleSeq(ana), place, 'the reader is where they were');
    const down = await scrollTo(ana, 4500);
    assert.deepEqual([down.reached, down.gaps, down.seen], [true, 0, 4500]);
  },
);

test('the line before what is new survives a reload, stays while it is read, and goes when one writes', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say('line 1,');
  const ana = await come('Ana', 'sala1');
  await line(ana, 1).waitFor();
  assert.equal(await ana.getByTestId('unread-line').count(), 0, 'not for who is here for the first time');
  await ana.goto('about:blank');
  await bia.say(...texts(2, 60));
  await ana.goto(here.server.url);
  const mark = ana.getByTestId('unread-line');
  await mark.filter({ hasText: 'New' }).waitFor();
  assert.match(await mark.evaluate((element) => element.nextElementSibling.textContent), /line 2,/u);
  await line(ana, 2).waitFor();
  assert.ok(await inSight(ana, mark), 'it opens there');
  await ana.getByTestId('jump-newest').filter({ hasText: 'new messages' }).click();
  await ana.getByTestId('jump-newest').waitFor({ state: 'hidden' });
  assert.equal(await mark.count(), 1);
  await bia.say('line 61,');
  await line(ana, 61).waitFor();
  assert.match(await mark.evaluate((element) => element.nextElementSibling.textContent), /line 2,/u);
  await say(ana, 'read it all');
  await ana.locator('[data-state=sent]').filter({ hasText: 'read it all' }).waitFor();
  await mark.waitFor({ state: 'detached' });
  await ana.reload();
  await textOf(ana, 'read it all').waitFor();
  await mark.waitFor({ state: 'detached' });
});

test('the line before what is new survives kill -9 and a restart', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 30));
  const ana = await come('Ana', 'sala1');
  await line(ana, 30).waitFor();
  await ana.goto('about:blank');
  await bia.say(...texts(31, 40));
  await here.server.stop('SIGKILL');
  await here.server.start();
  await ana.goto(here.server.url);
  await ana.getByTestId('unread-line').waitFor();
  assert.match(
    await ana.getByTestId('unread-line').evaluate((element) => element.nextElementSibling.textContent),
    /line 31,/u,
  );
});

test('what is unread and too much to be here is counted, and one click away', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 30));
  const ana = await come('Ana', 'sala1');
  await line(ana, 30).waitFor();
  await ana.goto('about:blank');
  await bia.say(...texts(31, 2500));
  await ana.goto(here.server.url);
  await line(ana, 2500).waitFor();
  await ana.getByTestId('jump-unread').filter({ hasText: '2470 new messages' }).click();
  await ana.getByTestId('unread-line').waitFor();
  assert.ok(await inSight(ana, ana.getByTestId('unread-line')));
  assert.match(
    await ana.getByTestId('unread-line').evaluate((element) => element.nextElementSibling.textContent),
    /line 31,/u,
  );
  await ana.getByTestId('jump-unread').waitFor({ state: 'hidden' });
});

test('what comes while the tab is hidden is behind the line', async () => {
  const bia = await wire('Bia', 'sala1');
  await bia.say(...texts(1, 40));
  const ana = await come('Ana', 'sala1');
  await line(ana, 40).waitFor();
  await hide(ana, true);
  await bia.say(...texts(41, 80));
  await until(ana, () => document.title.startsWith('(40)'));
  await hide(ana, false);
  await ana.getByTestId('unread-line').waitFor();
  assert.match(
    await ana.getByTestId('unread-line').evaluate((element) => element.nextElementSibling.textContent),
    /line 41,/u,
  );
  assert.ok(await inSight(ana, ana.getByTestId('unread-line')), 'it goes on there');
});

function hide(page, hidden) {
  return page.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

async function inSight(page, locator) {
  const [outer, inner] = [await list(page).boundingBox(), await locator.boundingBox()];
  return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}

test('what was written while the server was away survives reload and closing, and is sent once', async () => {
  const ana = await come('Ana', 'sala1');
  await say(ana, 'first');
  await ana.locator('[data-state=sent]').waitFor();
  await here.server.stop('SIGKILL');
  await ana.getByTestId('connection-banner').waitFor();
  await say(ana, 'written in vain');
  await say(ana, 'and another');
  await ana.locator('[data-state=pending]').filter({ hasText: 'and another' }).waitFor();
  await ana.close();
  await here.server.start();
  const again = await ana.context().newPage();
  let isUp = true;
  await again.routeWebSocket(/\/ws$/u, (socket) => (isUp ? socket.connectToServer() : socket.close()));
  await enter(again, here.server.url, 'Ana', 'sala1');
  await again.locator('[data-state=sent]').filter({ hasText: 'and another' }).waitFor();
  isUp = false;
  await here.server.stop('SIGKILL');
  await again.getByTestId('connection-banner').waitFor();
  await here.server.start();
  await say(again, 'for the reload');
  await again.reload();
  isUp = true;
  await again.locator('[data-state=sent]').filter({ hasText: 'for the reload' }).waitFor();
  const bia = await come('Bia', 'sala1');
  await textOf(bia, 'for the reload').waitFor();
  for (const text of ['first', 'written in vain', 'and another', 'for the reload'])
    assert.equal(await textOf(bia, text).count(), 1, text);
});

test('two tabs of one person send their own, and neither loses anything', async () => {
  const ana = await come('Ana', 'sala1');
  const other = await ana.context().newPage();
  await other.goto(`${here.server.url}/?room=sala1`);
  await other.getByTestId('join-name').fill('Ana');
  await other.getByTestId('join-submit').click();
  await other.getByTestId('composer-input').waitFor();
  await here.server.stop('SIGKILL');
  for (const page of [ana, other]) await page.getByTestId('connection-banner').waitFor();
  await say(ana, 'from the one');
  await say(other, 'from the other');
  assert.equal(await textOf(ana, 'from the other').count(), 0);
  await here.server.start();
  for (const page of [ana, other]) {
    for (const text of ['from the one', 'from the other']) {
      await page.locator('[data-state=sent]').filter({ hasText: text }).waitFor();
      assert.equal(await textOf(page, text).count(), 1);
    }
  }
});

test('a message that fails says why, and can be tried again or dropped', async () => {
  await here.serve({ options: ['--max-message', '100'] });
  const ana = await come('Ana', 'sala1');
  // The form would not let it through: as if the server's limit had been changed since.
  const refuse = (code) =>
    ana.evaluate((as) => {
      window.papoRefuse = as;
    }, code);
  await ana.evaluate(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      const message = JSON.parse(data);
      if (message.type !== 'message' || !window.papoRefuse) return send.call(this, data);
      const answer = { type: 'error', code: window.papoRefuse, message: '', room: message.room, id: message.id };
      queueMicrotask(() => this.onmessage({ data: JSON.stringify(answer) }));
    };
  });
  for (const [code, why] of [
    ['storage', 'could not store'],
    ['too_long', 'too long'],
    ['unknown_file', 'no longer there'],
    ['bad_request', 'characters'],
  ]) {
    await refuse(code);
    await say(ana, `with ${code}`);
    await ana
      .locator('[data-state=failed]')
      .filter({ hasText: `with ${code}` })
      .filter({ hasText: why })
      .waitFor();
  }
  await refuse(null);
  const failed = ana.locator('[data-state=failed]').filter({ hasText: 'with storage' });
  await failed.getByRole('button', { name: 'Try again' }).click();
  await ana.locator('[data-state=sent]').filter({ hasText: 'with storage' }).waitFor();
  await ana.reload();
  await ana
    .locator('[data-state=failed]')
    .filter({ hasText: 'with too_long' })
    .getByRole('button', { name: 'Discard' })
    .click();
  await textOf(ana, 'with too_long').first().waitFor({ state: 'detached' });
  await becomes(() => ana.locator('[data-state=failed]').count(), 2);
});

test('what is over the rate is tried again by itself, in order', async () => {
  await here.serve({ options: ['--rate', '5'] });
  const ana = await come('Ana', 'sala1');
  const bia = await come('Bia', 'sala1');
  for (let i = 1; i <= 25; i++) await say(ana, `line ${i},`);
  await line(bia, 25).waitFor();
  const order = await bia.getByTestId('message-text').allTextContents();
  assert.deepEqual(
    order,
    Array.from({ length: 25 }, (_, i) => `line ${i + 1},`),
  );
  assert.equal(await ana.locator('[data-state=failed]').count(), 0);
});

thoroughTest('100,000 messages: few rows, and what it costs to draw them', async (t) => {
  await here.serve({ www: sources });
  const page = await here.come();
  await page.goto(here.server.url);
  // The processor's time, because that does not depend on what else the machine does.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const costs = async () =>
    Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  const begin = await costs();
  const report = await page.evaluate(async () => {
    const [{ ConversationView }, { Reader }, { RoomLog }, { Unread }, { Memory }] = await Promise.all(
      ['views/conversation.js', 'log/reader.js', 'log/room_log.js', 'log/unread.js', 'page/memory.js'].map(
        (name) => import(`./js/${name}`),
      ),
    );
    const newest = 100_000;
    const names = ['Ana', 'Bia', 'Caio'];
    const entry = (seq) => ({
      seq,
      ts: 1.7e12 + seq * 40_000,
      from: names[(seq >> 2) % 3],
      id: `i${seq}`,
      text: `message ${seq} ${'with some more words '.repeat(seq % 6)}`,
    });
    const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => entry(first + i));
    const log = new RoomLog();
    log.join({ epoch: 'e', seq: newest, messages: range(newest - 49, newest), more: true });
    const chat = { log, place: { room: 'r', name: 'Dani' }, notices: [], outbox: { of: () => [] }, asked: false };
    chat.ask = (question) => {
      if (!question || chat.asked) return;
      chat.asked = true;
      setTimeout(() => {
        // about what a local network takes
        const last = Math.min(question.before - 1, newest);
        const first = Math.max(1, last - question.limit + 1);
        chat.asked = false;
        log.addPage(question, { messages: range(first, last), more: first > 1 });
        reader.changed();
      }, 5);
    };
    const view = new ConversationView({
      people: () => ({ me: 'Dani', members: [] }),
      look: () => reader.look(),
      changed: () => reader.changed(),
      toEnd: () => reader.toEnd(),
      toUnread() {},
    });
    const unread = new Unread(new Memory(() => null));
    const reader = new Reader(chat, view, unread);
    const room = document.getElementById('room');
    document.getElementById('join').hidden = true;
    room.replaceChildren(view.element);
    room.style.gridTemplate = '100dvh / 1fr';
    room.hidden = false;
    unread.enter('r', log);
    reader.open();
    const frame = () =>
      new Promise((resume) => {
        requestAnimationFrame(resume);
      });
    let mostRows = 0;
    let mostEntries = 0;
    await frame();
    for (let i = 0; i < 600; i++) {
      view.element.scrollTop -= 400;
      mostRows = Math.max(mostRows, view.list.children.length);
      mostEntries = Math.max(mostEntries, log.entries.length);
      await frame();
    }
    const reached = Number(view.list.querySelector('[data-seq]').dataset.seq);
    for (const seq of [1, 50_000, 77_777]) {
      reader.toMessage(seq);
      while (!view.list.querySelector(`[data-seq="${seq}"]`)) await frame();
      mostRows = Math.max(mostRows, view.list.children.length);
      mostEntries = Math.max(mostEntries, log.entries.length);
    }
    reader.toEnd();
    return {
      reached,
      mostRows,
      mostEntries,
      last: Number([...view.list.querySelectorAll('[data-seq]')].at(-1).dataset.seq),
    };
  });
  const end = await costs();
  const spent = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'].reduce(
    (sum, name) => sum + end[name] - begin[name],
    0,
  );
  t.diagnostic(
    `${JSON.stringify(report)}, ${((spent * 1000) / (end.LayoutCount - begin.LayoutCount)).toFixed(1)} ms for each of ${end.LayoutCount - begin.LayoutCount} layouts`,
  );
  assert.ok(report.reached < 98_000 && report.last === 100_000);
  assert.ok(report.mostRows <= mostRows && report.mostEntries <= 3300);
});
