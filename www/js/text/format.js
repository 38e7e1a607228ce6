// Numbers, times and texts as people read them. Pure.
const units = ['B', 'KB', 'MB', 'GB', 'TB'];

export function fileSize(bytes, locale = 'en') {
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${bytes.toLocaleString(locale, { maximumFractionDigits: bytes < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}

// Making a formatter takes far longer than using it, and that longer than to see that it is still the same minute: each
// message shows the time.
const clocks = new Map(); // locale -> { format, minute, text }

export function clock(ts, locale) {
  if (!clocks.has(locale))
    clocks.set(locale, {
      format: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      minute: NaN,
      text: '',
    });
  const last = clocks.get(locale);
  const minute = Math.floor(ts / 60_000);
  if (last.minute !== minute) Object.assign(last, { minute, text: last.format.format(ts) });
  return last.text;
}

export function dayOf(ts) {
  const date = new Date(ts);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function initials(name) {
  const parts = name.trim().split(/\s+/u);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters
    .map((part) => [...part][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

// One of twelve colours, the same for a name everywhere.
export function personColor(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) % 4294967296;
  return hash % 12;
}

// A name within a sentence, in whatever direction it is written.
export function isolate(name) {
  return `\u2068${name}\u2069`;
}
