// Runs before the page is painted: theme, contrast, size of text and language, and what becomes of a page that does not
// come whole. A plain script, because modules run too late, or do not come at all.
(() => {
  const root = document.documentElement;
  const files = document.currentScript.dataset; // language -> the file of its words
  const isDark = matchMedia('(prefers-color-scheme: dark)');
  const wantsContrast = matchMedia('(prefers-contrast: more)');
  const mostLoads = 3; // of a page that does not come whole; then it is left to whoever reads what the page says
  const mostTries = 3; // of a style
  const pauseMs = 1_000;
  const patienceMs = 5_000;
  let chosen = {};

  // Follows the system where nothing is chosen. settings.js calls it again when something is.
  function look(settings) {
    chosen = settings ?? {};
    const theme = ['light', 'dark'].includes(chosen.theme) ? chosen.theme : isDark.matches ? 'dark' : 'light';
    root.dataset.theme = theme;
    root.dataset.contrast = chosen.contrast === 'more' || wantsContrast.matches ? 'more' : 'normal';
    root.dataset.text = chosen.text ?? 'normal';
    for (const meta of document.querySelectorAll('meta[name=theme-color]')) meta.content = meta.dataset[theme];
  }

  // The first language of the reader that papo has. Its words are asked for now: the page waits for nothing else as
  // long.
  function speak() {
    const preferred = [chosen.language, ...navigator.languages].map((tag) => String(tag).slice(0, 2).toLowerCase());
    const language = preferred.find((each) => each in files) ?? 'en';
    root.lang = language === 'pt' ? 'pt-BR' : language;
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = files[language];
    document.head.append(link);
  }

  const pause = () =>
    new Promise((resume) => {
      setTimeout(resume, pauseMs);
    });

  // Resolves once the server answers.
  async function served() {
    do await pause();
    while (
      !(await fetch('/healthz', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      ))
    );
  }

  // Whether one more is allowed. What cannot be counted might never end.
  function isCounted() {
    try {
      const count = Number(sessionStorage.getItem('papo.rescues'));
      sessionStorage.setItem('papo.rescues', String(count + 1)); // start.js removes it
      return count < mostLoads;
    } catch {
      return false;
    }
  }

  // Loads the page again as soon as the server answers, if nobody would be interrupted.
  async function rescue(isFree = () => true) {
    if (!isCounted()) return;
    await served();
    if (isFree()) location.reload();
  }

  // In its place, and holding up neither scripts nor painting.
  function askAgain(style, tries) {
    const other = style.cloneNode();
    other.dataset.tries = tries;
    other.media = 'print';
    other.onload = () => {
      other.media = 'all';
    };
    style.replaceWith(other);
  }

  // A style that neither comes nor fails would keep everybody out.
  function askForLateStyles() {
    for (const style of document.querySelectorAll('link[rel=stylesheet]')) if (!style.sheet) askAgain(style, 0);
  }

  async function mend({ target }) {
    if (target.tagName === 'SCRIPT') return rescue();
    if (target.rel !== 'stylesheet') return undefined;
    const tries = Number(target.dataset.tries ?? 0) + 1;
    if (tries >= mostTries) return rescue();
    await served();
    return askAgain(target, tries);
  }

  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem('papo.settings'));
  } catch {
    /* not kept, or not readable: as the system has it */
  }
  look(kept);
  if ('en' in files) speak();
  for (const preference of [isDark, wantsContrast]) preference.addEventListener('change', () => look(chosen));
  addEventListener('error', mend, true); // of elements: it does not bubble
  setTimeout(askForLateStyles, patienceMs);
  globalThis.papoBoot = { look, served, rescue };
})();
