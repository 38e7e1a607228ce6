import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../www/css/tokens.css', import.meta.url), 'utf8');
const selectors = {
  light: ':root',
  dark: ":root[data-theme='dark']",
  'light with more contrast': ":root[data-contrast='more']",
  'dark with more contrast': ":root[data-theme='dark'][data-contrast='more']",
};

// The colours of a block, in the sRGB form or in OKLCH, as linear red, green and blue.
function colours(selector, inOklch) {
  const part = inOklch ? css.slice(css.indexOf('@supports')) : css.slice(0, css.indexOf('@supports'));
  const start = part.indexOf(`${selector} {`);
  const block = part.slice(start, part.indexOf('}', start));
  const value = inOklch ? /--([\w-]+): oklch\(([^)]*)\)/gu : /--([\w-]+): (#[0-9a-f]{6})/gu;
  return Object.fromEntries(
    [...block.matchAll(value)].map(([, name, text]) => [
      name,
      inOklch ? fromOklch(text.split(' ').map(Number)) : fromHex(text),
    ]),
  );
}
function fromHex(hex) {
  return [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
}
// CSS Color 4, section 17; what the screen cannot show is cut off.
function fromOklch([lightness, chroma, hue]) {
  const [a, b] = [Math.cos, Math.sin].map((axis) => chroma * axis((hue * Math.PI) / 180));
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((v) => Math.min(1, Math.max(0, v)));
}
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const people = Array.from({ length: 12 }, (_, i) => `person-${i}`);
for (const [name, selector] of Object.entries(selectors)) {
  const least = name.includes('more') ? 7 : 4.5;
  for (const inOklch of [false, true]) {
    test(`text is readable on the ${name} set${inOklch ? ', in OKLCH' : ''}`, () => {
      const set = colours(selector, inOklch);
      const texts = ['ink', 'ink-soft', 'ink-faint', 'leaf-text', 'alert', ...people];
      const pairs = texts.flatMap((text) => ['paper', 'surface'].map((ground) => [text, ground]));
      pairs.push(
        ['ink-faint', 'sunken'],
        ['ink', 'leaf-soft'],
        ['ink-soft', 'leaf-soft'],
        ['on-leaf', 'leaf'],
        ['on-leaf', 'leaf-waiting'],
        ['on-leaf-soft', 'leaf'],
        ['on-ipe', 'ipe'],
        ...people.map((person) => [person, 'leaf-soft']),
      );
      for (const [text, ground] of pairs) {
        assert.ok(set[text] && set[ground], `${text} and ${ground} are there`);
        const ratio = contrast(set[text], set[ground]);
        assert.ok(ratio >= least, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    });
  }
  test(`the ${name} set has every name, and both forms of a colour are one colour`, () => {
    const [hex, oklch] = [colours(selector, false), colours(selector, true)];
    assert.deepEqual(Object.keys(hex), Object.keys(oklch));
    assert.deepEqual(Object.keys(hex), Object.keys(colours(':root', false)));
    for (const key of Object.keys(hex)) assert.ok(contrast(hex[key], oklch[key]) < 1.1, key);
  });
}
