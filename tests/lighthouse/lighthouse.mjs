// What Lighthouse says of a first visit, as a phone in a slow network: `node tests/lighthouse/lighthouse.mjs [times]`.
// Medians of so many visits (default 3). It fails where a goal is missed that does not depend on the machine; how quick
// the page is, is only told.
import { launch as launchChrome } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { executable, Server } from '../e2e/support.mjs';

const times = Number(process.argv[2] ?? 3);
const firm = {
  accessibility: ['at least', 100],
  'best-practices': ['at least', 100],
  seo: ['at least', 100],
  requests: ['at most', 9],
  bytes: ['at most', 100 * 1024],
};
const wished = { performance: ['at least', 99], 'largest paint, s': ['at most', 1.5] };

async function visit(url) {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
  const chrome = await launchChrome({ chromePath: executable, chromeFlags: flags });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: 'error' });
    const { categories, audits } = lhr;
    const requests = audits['network-requests'].details.items.filter((each) => each.protocol?.startsWith('http'));
    return {
      ...Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)])),
      'first paint, s': audits['first-contentful-paint'].numericValue / 1000,
      'largest paint, s': audits['largest-contentful-paint'].numericValue / 1000,
      'blocked, ms': audits['total-blocking-time'].numericValue,
      'interactive, s': audits.interactive.numericValue / 1000,
      requests: requests.length,
      bytes: requests.reduce((sum, each) => sum + each.transferSize, 0),
      missing: Object.values(audits)
        .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
        .map(({ id, displayValue = '' }) => `${id} ${displayValue}`.trim()),
    };
  } finally {
    chrome.kill();
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const isMet = (value, [bound, goal]) => (bound === 'at least' ? value >= goal : value <= goal);

const server = new Server({ db: ':memory:' });
await server.start();
const visits = [];
try {
  for (let i = 0; i < times; i++) visits.push(await visit(server.url));
} finally {
  await server.remove();
}
let failed = false;
const { missing, ...figures } = visits[0];
for (const name of Object.keys(figures)) {
  const value = median(visits.map((each) => each[name]));
  const goal = firm[name] ?? wished[name];
  const verdict = !goal ? '' : `${isMet(value, goal) ? '' : 'MISSED: '}${goal.join(' ')}`;
  if (firm[name] && !isMet(value, goal)) failed = true;
  console.log(`${name.padEnd(18)} ${String(Math.round(value * 100) / 100).padStart(8)}  ${verdict}`);
}
for (const each of missing) console.log(`  ${each}`);
process.exitCode = failed ? 1 : 0;
