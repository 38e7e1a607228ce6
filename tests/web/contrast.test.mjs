import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../www/css/tokens.css', import.meta.url), 'utf8').split('@supports')[0];
const [light, dark] = css.split('@media').map((part) => Object.fromEntries([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6})/gu)].map((m) => [m[1], m[2]])));

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

for (const [name, set] of Object.entries({ light, dark })) {
  test(`text is readable on the ${name} set`, () => {
    const texts = ['ink', 'ink-soft', 'ink-faint', 'leaf-text', 'alert', ...Array.from({ length: 12 }, (_, i) => `person-${i}`)];
    const pairs = texts.flatMap((text) => ['paper', 'surface'].map((ground) => [text, ground]));
    pairs.push(['ink-faint', 'sunken'], ['ink', 'leaf-soft'], ['on-leaf', 'leaf'], ['on-ipe', 'ipe'], ...Array.from({ length: 12 }, (_, i) => [`person-${i}`, 'leaf-soft']));
    for (const [text, ground] of pairs) {
      assert.ok(set[text] && set[ground], `${text} and ${ground} are there`);
      const ratio = contrast(set[text], set[ground]);
      assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });
}
