// Draws a mark as the icons that systems ask for: node icons.mjs MARK.svg FOLDER
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './support.mjs';

const [, , mark, folder] = process.argv;
const svg = readFileSync(mark, 'utf8');
const fullBleed = svg.replace(/ rx="\d+"/u, ''); // whoever shows it cuts it into shape
const icons = [
  ['icon-192', 192, svg],
  ['icon-512', 512, svg],
  ['maskable-512', 512, fullBleed],
  ['apple-touch-icon', 180, fullBleed],
];

const browser = await launch();
for (const [name, size, source] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${source}`);
  await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
  await page.close();
}
await browser.close();
