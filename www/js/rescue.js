// Where the way in itself was cut off while it was loaded (start.js or what it imports), the page is loaded again: a few
// times, and only once the server answers. A plain script, because modules are what may be missing.
(() => {
  const most = 3; // times until papo is all there (start.js), then it is left to whoever reads what the page says
  const pauseMs = 1_000;
  const key = 'papo.rescues';

  const answers = () => fetch('/healthz', { cache: 'no-store' }).then(({ ok }) => ok, () => false);
  const pause = () => new Promise((resume) => { setTimeout(resume, pauseMs); });

  // Whether once more is allowed. What cannot be counted might never end.
  function isCounted() {
    try {
      const count = Number(sessionStorage.getItem(key));
      sessionStorage.setItem(key, String(count + 1));
      return count < most;
    } catch {
      return false;
    }
  }

  // `isFree`: nobody would be interrupted.
  async function rescue(isFree = () => true) {
    if (!isCounted()) return;
    while (!await answers()) await pause();
    if (isFree()) location.reload();
  }

  window.addEventListener('load', () => { if (!document.getElementById('join').hasChildNodes()) rescue(); });
  globalThis.papoRescue = rescue;
})();
