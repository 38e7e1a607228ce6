// How long it takes until papo can be used: `node tests/e2e/load-times.mjs [loads]`. Medians of that many loads
// (default 15), counted from the beginning of the navigation. It asserts nothing: a shared machine is no clock.
//   a first visit    a browser that has nothing: until one can type a name, until everything is there, the paint between
//   in a room        the page is loaded again, with everything cached: until one can go on writing
//   by a link        `/#room` of somebody whose name is known: until one can write
import { enter, launch, person, Server, until } from './support.mjs';

const loads = Number(process.argv[2] ?? 15);

// In the page: when each field was first focused.
function watch() {
  window.papoFocused = {};
  window.addEventListener('focusin', ({ target }) => {
    window.papoFocused[target.dataset?.testid] ??= performance.now();
  });
}

const focusedAt = (page, testid) => page.evaluate((id) => window.papoFocused[id], testid);

async function firstVisit() {
  const page = await person(browser);
  await page.addInitScript(watch);
  await page.goto(server.url, { waitUntil: 'load' });
  await page.getByTestId('join-settings').waitFor();
  await until(page, () => performance.getEntriesByName('first-contentful-paint').length > 0);
  const [paint, complete] = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0].startTime,
    performance.getEntriesByName('papo-complete')[0]?.startTime ??
      performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
  ]);
  const found = {
    'a name can be typed': await focusedAt(page, 'join-name'),
    'first paint': paint,
    'everything is there': complete,
  };
  await page.context().close();
  return found;
}

async function again(name) {
  const page = await person(browser);
  await enter(page, server.url, name, 'sala1');
  await page.addInitScript(watch);
  const inRoom = async () => {
    await page.getByTestId('composer-input').waitFor();
    return focusedAt(page, 'composer-input');
  };
  await page.reload({ waitUntil: 'load' });
  const reloaded = await inRoom();
  const other = await page.context().newPage();
  await other.addInitScript(watch);
  await other.goto(`${server.url}/#sala2`, { waitUntil: 'load' });
  await other.getByTestId('composer-input').waitFor();
  const linked = await focusedAt(other, 'composer-input');
  await page.context().close();
  return { 'in a room': reloaded, 'by a link': linked };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function print(title, found) {
  console.log(title);
  for (const key of Object.keys(found[0])) {
    const values = found.map((each) => each[key]);
    console.log(
      `  ${key.padEnd(20)} ${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`,
    );
  }
}

const browser = await launch();
const server = new Server({ db: ':memory:' });
await server.start();
try {
  await firstVisit(); // the browser's own first page is none of papo's
  const first = [];
  const more = [];
  for (let i = 0; i < loads; i++) first.push(await firstVisit());
  print(`a first visit, ${loads} times`, first);
  for (let i = 0; i < loads; i++) more.push(await again(`Ana ${i}`)); // a name is held for a while
  print(`loaded again, ${loads} times`, more);
} finally {
  await browser.close();
  await server.remove();
}
