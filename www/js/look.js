// How the page looks, before it is first painted: a plain script, because modules come too late. settings.js calls it
// again when something is chosen, and what the system prefers is followed where nothing is.
(() => {
  const root = document.documentElement;
  const isDark = matchMedia('(prefers-color-scheme: dark)');
  const wantsContrast = matchMedia('(prefers-contrast: more)');
  let chosen = {};

  function show(look) {
    chosen = look ?? {};
    const theme = ['light', 'dark'].includes(chosen.theme) ? chosen.theme : isDark.matches ? 'dark' : 'light';
    root.dataset.theme = theme;
    root.dataset.contrast = chosen.contrast === 'more' || wantsContrast.matches ? 'more' : 'normal';
    root.dataset.text = chosen.text ?? 'normal';
    root.dataset.language = chosen.language ?? '';
    for (const meta of document.querySelectorAll('meta[name=theme-color]')) meta.content = meta.dataset[theme];
  }

  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem('papo.settings'));
  } catch { /* not kept, or not readable: as the system has it */ }
  show(kept);
  for (const preference of [isDark, wantsContrast]) preference.addEventListener('change', () => show(chosen));
  globalThis.papoLook = show;
})();
