// Which modules the client is made of, and the page that asks for all of them at once.
import { readFileSync } from 'node:fs';
import { posix, join } from 'node:path';

const imported = /^(?:import|export)\b[^;]*?\bfrom\s*'(\.[^']+)'|^import\s*'(\.[^']+)'/gmu;

// Paths below `www`, in the order in which a browser would find them; not those that are imported only when needed.
export function modulesOf(www, entry = 'js/main.js') {
  const found = [entry];
  for (const module of found) {
    for (const [, from, alone] of readFileSync(join(www, module), 'utf8').matchAll(imported)) {
      const path = posix.join(posix.dirname(module), from ?? alone);
      if (!found.includes(path)) found.push(path);
    }
  }
  return found;
}

export function withPreloads(html, www) {
  const links = modulesOf(www).slice(1).sort().map((module) => `  <link rel="modulepreload" href="${module}">\n`).join('');
  const without = html.replace(/^ *<link rel="modulepreload"[^>]*>\n/gmu, '');
  return without.replace(/^ *<script type="module"/mu, `${links}$&`);
}
