// Which modules the client is made of, and the page that names them: what the way in needs is asked for with the page, the
// others stand in a <template> for each part (www/js/load.js).
import { readFileSync } from 'node:fs';
import { posix, join } from 'node:path';

const imported = /^(?:import|export)\b[^;]*?\bfrom\s*'(\.[^']+)'|^import\s*'(\.[^']+)'/gmu;
const onlyLater = /\bimport\('(\.[^']+)'\)/gu;

function importsOf(www, module, pattern) {
  const found = [...readFileSync(join(www, module), 'utf8').matchAll(pattern)];
  return found.map(([, from, alone]) => posix.join(posix.dirname(module), from ?? alone));
}

// Paths below `www`, in the order in which a browser would find them; not those that are imported only when needed.
export function modulesOf(www, ...entries) {
  const found = [...entries];
  for (const module of found) found.push(...new Set(importsOf(www, module, imported).filter((path) => !found.includes(path))));
  return found;
}

// { entry, room, later }: the modules of the way in, of the rest, and of what the rest imports when it is needed.
export function partsOf(www) {
  const entry = modulesOf(www, 'js/start.js');
  const room = modulesOf(www, 'js/main.js').filter((module) => !entry.includes(module));
  const needed = [...new Set(room.flatMap((module) => importsOf(www, module, onlyLater)))];
  const later = modulesOf(www, ...needed).filter((module) => !entry.includes(module) && !room.includes(module));
  return { entry, room, later };
}

export function withPreloads(html, www) {
  const parts = partsOf(www);
  const links = (modules, indent) => [...modules].sort().map((module) => `${indent}<link rel="modulepreload" href="${module}">\n`).join('');
  const listed = html.replace(/^ *<link rel="modulepreload"[^>]*>\n/gmu, '')
    .replace(/^ *<script type="module"/mu, `${links(parts.entry.slice(1), '  ')}$&`);
  return ['room', 'later'].reduce((page, part) => page.replace(new RegExp(`(<template id="${part}-parts">[^]*?)( *</template>)`, 'u'),
    (_, before, end) => `${before}${links(parts[part], '    ')}${end}`), listed);
}
