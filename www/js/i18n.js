// Everything the client says, in the browser's language: the words lie in words/, a file for each part of the client. Those
// of the way in are known from the beginning, the others learnt with their parts (words/all.js).
import { dayOf } from './format.js';
import { english, portuguese } from './words/join.js';

export const dictionaries = { en: { ...english }, pt: { ...portuguese } };

export function learn(...parts) {
  for (const part of parts) {
    Object.assign(dictionaries.en, part.english);
    Object.assign(dictionaries.pt, part.portuguese);
  }
}

export function pickLanguage(preferred) {
  for (const tag of preferred) {
    const language = String(tag).slice(0, 2).toLowerCase();
    if (language in dictionaries) return language;
  }
  return 'en';
}

const chosen = globalThis.document?.documentElement.dataset.language; // in the settings
export const language = pickLanguage([chosen, ...(globalThis.navigator?.languages ?? ['en'])]);
export const locale = language === 'pt' ? 'pt-BR' : 'en';
export const words = dictionaries[language];

export function t(key, ...values) {
  const found = words[key];
  return typeof found === 'function' ? found(...values) : found;
}

export function errorText(code) {
  return words.errors[code] ?? words.errors.other;
}

export function presenceText(event, names) {
  const shown = names.length > 2 ? t('andMore', names.slice(0, 2).join(', '), names.length - 2)
    : names.length === 2 ? t('and', names[0], names[1]) : names[0];
  const key = event === 'join' ? 'came' : 'went';
  return t(names.length > 1 && `${key}Many` in words ? `${key}Many` : key, shown);
}

export function dayText(ts, now = Date.now()) {
  const days = Math.round((dayOf(now) - dayOf(ts)) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  const otherYear = new Date(ts).getFullYear() !== new Date(now).getFullYear();
  return new Date(ts).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', ...(otherYear ? { year: 'numeric' } : {}) });
}
