// Brings the parts of papo that are not on the way in. index.html names the files of each in a <template>: they are asked
// for all at once, and those that did not come once more as soon as the server answers.
const parts = new Map(); // id of a template -> the promise of its files
const mostTries = 5;
const patienceMs = 5_000;

// Resolves when everything that this template names is there, however long the server is away. Rejects when a file does not
// come although the server has it: browsers used to remember for good that a module had failed (whatwg/html#6768).
export function bring(id) {
  if (!parts.has(id)) parts.set(id, load([...document.getElementById(id).content.children]));
  return parts.get(id);
}

// Stylesheets of the page itself that did not come.
export function mendStyles() {
  return load([...document.querySelectorAll('link[rel=stylesheet]')].filter((link) => !hasRules(link)));
}

// Chromium gives the sheet of one that failed, but does not let anyone read it.
function hasRules({ sheet }) {
  try {
    return sheet.cssRules.length > 0;
  } catch {
    return false;
  }
}

async function load(links) {
  let missing = links;
  for (let tries = 0; tries < mostTries; tries++) {
    missing = (await Promise.all(missing.map(ask))).filter(Boolean);
    if (missing.length === 0) return;
    await untilServed(missing[0].href);
  }
  throw new Error(`${missing[0].href} does not come`);
}

// Gives what did not come, standing in the head, to be asked for again in its place. What neither comes nor fails holds
// nobody up: papo can do without a style, and import() waits by itself.
function ask(link) {
  if (!link.relList.supports(link.rel)) return null; // import() finds modules by itself, only later
  const element = link.cloneNode();
  return new Promise((done) => {
    element.onload = () => done(null);
    element.onerror = () => done(element);
    setTimeout(() => done(null), patienceMs);
    if (link.isConnected) link.replaceWith(element);
    else document.head.append(element);
  });
}

async function untilServed(href) {
  for (let round = 0, isServed = false; !isServed; round++) {
    await new Promise((resume) => { setTimeout(resume, Math.min(4_000, 250 * 2 ** round)); });
    isServed = await fetch(href, { cache: 'no-store' }).then(({ ok }) => ok, () => false);
  }
}
