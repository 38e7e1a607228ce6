// Everything the client says, in the language of the reader: words/ has a file for each, and only that one is loaded.
import { dayOf } from '../text/format.js';

// Spelled out, because the build looks for such imports.
const files = {
  en: () => import('../words/en.js'),
  pt: () => import('../words/pt.js'),
};

export const locale = globalThis.document?.documentElement.lang || 'en'; // boot.js has chosen it
export const language = locale.slice(0, 2);
export const words = {};

export async function loadWords() {
  const found = await files[language]();
  Object.assign(words, found.words);
}

export function t(key, ...values) {
  const found = words[key];
  return typeof found === 'function' ? found(...values) : found;
}

export function errorText(code) {
  return words.errors[code] ?? words.errors.other;
}

export function presenceText(event, names) {
  const shown =
    names.length > 2
      ? t('andMore', names.slice(0, 2).join(', '), names.length - 2)
      : names.length === 2
        ? t('and', names[0], names[1])
        : names[0];
  const key = event === 'join' ? 'came' : 'went';
  return t(names.length > 1 && `${key}Many` in words ? `${key}Many` : key, shown);
}

export function dayText(ts, now = Date.now()) {
  const days = Math.round((dayOf(now) - dayOf(ts)) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  const otherYear = new Date(ts).getFullYear() !== new Date(now).getFullYear();
  return new Date(ts).toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(otherYear ? { year: 'numeric' } : {}),
  });
}
