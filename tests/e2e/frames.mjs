// How fluent a room with 10,000 messages is: `node tests/e2e/frames.mjs [variant…]`. Prints, for each variant, what a
// frame costs the page's main thread while one pages back through all of them, scrolls, types and receives; how long a
// key takes until it is painted; how many tasks were longer than 50 ms. It asserts nothing: a shared machine is no
// clock. Variants, made by changing what the server sends: `shipped`; `skipping` (with content-visibility: auto);
// `everything` (all that was read stays drawn; takes many minutes).
import { enter, launch, person, Server, sources, textOf, until } from './support.mjs';
import { Wire } from './wire.mjs';

const messages = 10_000;
const variants = {
  shipped: {},
  skipping: { css: '.message { content-visibility: auto; contain-intrinsic-size: auto 48px; }' },
  everything: { all: true },
};
const chosen = process.argv.length > 2 ? process.argv.slice(2) : ['shipped'];

let server;

function print(variant, { rows, ...phases }) {
  console.log(`\n${variant}: ${rows} rows drawn at the end`);
  for (const [phase, { frames: count, cpu, wall, between, over16, collected, long, key, parts }] of Object.entries(
    phases,
  )) {
    console.log(
      `  ${phase}: ${count} frames, ${over16} of more than 16 ms of processor time (${over16 - collected} without the browser's garbage collection), ${long} tasks of more than 50 ms`,
    );
    console.log(
      `    processor  ${cpu}\n    elapsed    ${wall}\n    between    ${between}${key ? `\n    key        ${key}` : ''}\n    dearest    ${JSON.stringify(parts)}`,
    );
  }
}

// Like a chat: several people, short and long, some with formatting, links and mentions.
async function fill() {
  const names = ['Ana', 'Bia', 'Caio', 'Dani', 'João'];
  const wires = [];
  for (const name of names) wires.push(await Wire.join(server.url, name, 'large'));
  for (let i = 0; i < messages; i += 100) {
    const wire = wires[(i / 100) % wires.length];
    await wire.say(
      ...Array.from(
        { length: 100 },
        (_, j) =>
          `message ${i + j + 1} ${['', '*with* more', `for @${names[j % 5]} https://papo.test/${j}`, 'and `code` '.repeat(3), 'of several words '.repeat(12), '😀'][j % 6]}`,
      ),
    );
    for (const each of wires) await each.say(`and ${each.joined.you} says ${i}`);
  }
  for (const wire of wires) wire.leave();
}

async function measure({ all = false, css = '' }, reader) {
  const page = await person(browser);
  await page.route('**/css/conversation.css', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n${css}` });
  });
  if (all) {
    for (const [file, from, to] of [
      ['reading', /mostDrawn = \d+/u, 'mostDrawn = 1e9'],
      ['room_log', /mostKept = [\d_]+/u, 'mostKept = 1e9'],
    ]) {
      await page.route(`**/js/log/${file}.js`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace(from, to) });
      });
    }
  }
  await page.addInitScript(record);
  await enter(page, server.url, reader, 'large');
  await page.getByTestId('message').last().waitFor();
  const trace = new Trace(page);
  await trace.open();
  const report = {};
  for (const [name, act] of Object.entries({
    'paging back': pageBack,
    scrolling: scroll,
    typing: type,
    receiving: receive,
  })) {
    await trace.begin();
    await act(page);
    report[name] = await trace.end();
  }
  report.rows = await page.evaluate(() => document.querySelectorAll('.block > *').length);
  await page.context().close();
  return report;
}

// In the page: the time between frames, tasks over 50 ms, and from a key to the next paint.
function record() {
  const seen = { long: [], keys: [], gaps: [] };
  window.papoFrames = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.long.push(entry.duration);
  }).observe({ type: 'longtask' });
  window.addEventListener(
    'keydown',
    () => {
      const begin = performance.now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => seen.keys.push(performance.now() - begin);
        channel.port2.postMessage(0);
      });
    },
    { capture: true },
  );
  let last = 0;
  const tick = (now) => {
    if (last) seen.gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

// What the main thread did, frame by frame, out of Chromium's own trace. What other programs took from the processor
// counts as elapsed, not as processor time.
class Trace {
  constructor(page) {
    this.page = page;
  }

  async open() {
    this.cdp = await this.page.context().newCDPSession(this.page);
  }

  async begin() {
    await this.page.evaluate(() => {
      for (const list of Object.values(window.papoFrames)) list.length = 0;
    });
    this.events = [];
    this.cdp.on('Tracing.dataCollected', ({ value }) => this.events.push(...value));
    await this.cdp.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
    });
  }

  async end() {
    const seen = await this.page.evaluate(() => structuredClone(window.papoFrames));
    const done = new Promise((resolve) => {
      this.cdp.once('Tracing.tracingComplete', resolve);
    });
    await this.cdp.send('Tracing.end');
    await done;
    this.cdp.removeAllListeners('Tracing.dataCollected');
    const { list, parts } = frames(this.events);
    return {
      frames: list.length,
      cpu: spread(list.map((each) => each.cpu)),
      wall: spread(list.map((each) => each.wall)),
      between: spread(seen.gaps),
      over16: list.filter((each) => each.cpu > 16).length,
      collected: list.filter((each) => each.cpu > 16 && each.cpu - each.collecting <= 16).length,
      long: seen.long.length,
      ...(seen.keys.length > 0 ? { key: spread(seen.keys) } : {}),
      parts,
    };
  }
}

// A frame is the task that runs what waits for one, and all tasks since the one before.
function frames(events) {
  const { pid, tid } = mostCommon(events.filter((each) => each.name === 'FireAnimationFrame'));
  const main = events
    .filter((each) => each.pid === pid && each.tid === tid && each.dur !== undefined)
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const drawing = main.filter((each) => each.name === 'FireAnimationFrame').map((each) => each.ts);
  const list = [];
  const collections = outermost(main.filter((each) => /^(?:V8\.GC|MajorGC|MinorGC)/u.test(each.name)));
  let frame = { cpu: 0, collecting: 0, wall: 0 };
  let next = 0;
  for (const task of main.filter((each) => each.name === 'RunTask')) {
    while (collections[0]?.ts < task.ts + task.dur) frame.collecting += (collections.shift().tdur ?? 0) / 1000;
    frame.cpu += (task.tdur ?? task.dur) / 1000;
    frame.wall += task.dur / 1000;
    const end = task.ts + task.dur;
    if (!(drawing[next] < end)) continue;
    while (drawing[next] < end) next++;
    list.push({ ...frame, end });
    frame = { cpu: 0, collecting: 0, wall: 0 };
  }
  return { list, parts: parts(main, list) };
}

// Without those that lie within another one.
function outermost(events) {
  let end = 0;
  return events.filter(({ ts, dur }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

// What the dearest twentieth of the frames spent their time on, on average: milliseconds without what is within them,
// and how often. `forced` is what a script asked for before the browser would have done it.
function parts(main, list) {
  const dear = new Set([...list].sort((a, b) => b.cpu - a.cpu).slice(0, Math.ceil(list.length / 20)));
  const sums = new Map();
  const within = []; // the events around the one that is looked at
  let at = 0;
  for (const { name, ts, dur, tdur = 0 } of main) {
    while (at < list.length - 1 && ts >= list[at].end) at++;
    while (within.length > 0 && within.at(-1).end <= ts) within.pop();
    const isForced =
      ['Layout', 'UpdateLayoutTree'].includes(name) &&
      within.some((each) => ['FunctionCall', 'RunMicrotasks'].includes(each.name));
    const own = isForced ? `${name} forced` : name;
    if (dear.has(list[at])) {
      add(sums, own, tdur, 1);
      if (within.length > 0) add(sums, within.at(-1).own, -tdur, 0);
    }
    within.push({ name, own, end: ts + dur });
  }
  const most = [...sums].sort(([, a], [, b]) => b.time - a.time).slice(0, 12);
  return Object.fromEntries(
    most.map(([name, { time, count }]) => [name, `${round(time / 1000 / dear.size)} x${round(count / dear.size)}`]),
  );
}

function add(sums, name, time, count) {
  const sum = sums.get(name) ?? { time: 0, count: 0 };
  sums.set(name, { time: sum.time + time, count: sum.count + count });
}

function mostCommon(events) {
  const counts = new Map();
  for (const { pid, tid } of events)
    counts.set(`${pid} ${tid}`, { pid, tid, count: (counts.get(`${pid} ${tid}`)?.count ?? 0) + 1 });
  return [...counts.values()].sort((a, b) => b.count - a.count)[0];
}

const round = (value) => Number(value.toFixed(2));

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]?.toFixed(1) ?? '-';
  return `p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)}  max ${at(1)} ms`;
}

// Up through everything, as fast as the pages come.
async function pageBack(page) {
  await page.evaluate(async () => {
    const element = document.querySelector('[data-testid=conversation]');
    const frame = () =>
      new Promise((resume) => {
        requestAnimationFrame(resume);
      });
    const first = () => Number(element.querySelector('[data-seq]:not([data-seq=""])').dataset.seq);
    while (first() > 1 || element.scrollTop > 0) {
      element.scrollTop -= 250; // 15,000 pixels a second: no finger throws it further
      await frame();
    }
  });
}

async function scroll(page) {
  await page.evaluate(async () => {
    const element = document.querySelector('[data-testid=conversation]');
    const frame = () =>
      new Promise((resume) => {
        requestAnimationFrame(resume);
      });
    for (let i = 0; i < 600; i++) {
      element.scrollTop += i % 200 < 150 ? 120 : -120;
      await frame();
    }
  });
}

async function type(page) {
  const field = page.getByTestId('composer-input');
  await field.focus();
  await field.pressSequentially(
    'This is written while a great many messages stand above, @ana and :he too. '.repeat(2),
    { delay: 15 },
  );
}

async function receive(page) {
  await page.getByTestId('composer-input').fill('');
  await page.getByTestId('jump-newest').click();
  await page.getByTestId('jump-newest').waitFor({ state: 'hidden' });
  const wire = await Wire.join(server.url, 'Bia', 'large');
  for (let i = 0; i < 100; i++) await wire.say(`live ${i}, for @Eva`);
  await textOf(page, 'live 99').last().waitFor();
  await until(page, () => true);
  wire.leave();
}

const browser = await launch();
// Only sources can be changed on their way.
const www = chosen.every((each) => each === 'shipped') ? {} : { www: sources };
server = new Server({ ...www, db: ':memory:', options: ['--rate', '0', '--max-backlog', '16777216'] });
await server.start();
try {
  await fill();
  for (const name of chosen) print(name, await measure(variants[name], `Eva ${name}`)); // a name is held for a while
} finally {
  await browser.close();
  await server.remove();
}
