import { bytes, duration, figures, languageOf, points, uptime, words } from './figures.js';

const kept = 120; // seconds of each sparkline
const locale = languageOf(navigator.languages);
const say = words[locale];
const number = (n, digits = 0) => n.toLocaleString(locale, { maximumFractionDigits: digits });
const size = (n) => bytes(n, locale);

const shown = [
  ['people', say.people, (f) => number(f.people), (f, s) => `${number(s.rooms)} ${say.rooms}`],
  ['messages', say.messages, (f) => number(f.messages, 1), (f) => `${number(f.deliveries)} ${say.deliveries}`],
  ['latency', say.latency, (f) => duration(f.latency, locale), (f) => `${say.median} ${duration(f.median, locale)}`],
  ['queued', say.queued, (f) => size(f.queued), (f, s) => `${number(s.slow_readers)} ${say.slow}`],
  ['sent', say.traffic, (f) => size(f.sent), (f) => `${size(f.received)} ${say.received}`],
  ['refusals', say.refusals, (f) => number(f.refusals, 1), (f, s) => `${number(s.refusals)} ${say.total}`],
  [
    'uploading',
    say.uploads,
    (f) => number(f.uploading),
    (f, s) => `${number(s.uploads)} ${say.total}; ${size(s.stored)} ${say.stored}`,
  ],
  ['free', say.free, (f) => size(f.free), () => ''],
  ['database', say.database, (f) => size(f.database), (f, s) => `${size(s.database_free)} ${say.databaseFree}`],
  ['memory', say.memory, (f) => size(f.memory), (f) => `${number(f.processor * 100)} % ${say.processor}`],
];

const element = (name, parent, text = '') => {
  const made = document.createElement(name);
  made.textContent = text;
  parent.append(made);
  return made;
};

const drawing = (parent) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 100 30');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  svg.append(line);
  parent.append(svg);
  return line;
};

const cards = shown.map(([name, title, value, note]) => {
  const figure = element('figure', document.querySelector('#figures'));
  element('figcaption', figure, title);
  const main = element('span', figure);
  main.className = 'value';
  const side = element('span', figure);
  side.className = 'note';
  return { name, value, note, main, side, line: drawing(figure), history: [] };
});

const state = document.querySelector('#state');
document.documentElement.lang = locale === 'pt' ? 'pt-BR' : 'en';

let before = null;
let beforeAt = 0;

const show = (now, at) => {
  const made = figures(before, now, (at - beforeAt) / 1000);
  document.querySelector('#about').textContent = say.about(now.version, uptime(now.uptime, say.units));
  for (const card of cards) {
    card.main.textContent = card.value(made, now);
    card.side.textContent = card.note(made, now);
    card.history = [...card.history, made[card.name]].slice(-kept);
    card.line.setAttribute('points', points(card.history, kept));
  }
  [before, beforeAt] = [now, at];
};

const look = async () => {
  try {
    const answer = await fetch('/api/status', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    state.textContent = answer.ok ? '' : answer.status === 403 ? say.forbidden : say.lost;
    if (answer.ok) {
      const now = await answer.json();
      if (before && now.uptime < before.uptime) before = null; // it was started again
      show(now, performance.now());
    }
  } catch {
    state.textContent = say.lost;
  }
  setTimeout(look, 1000);
};
look();
