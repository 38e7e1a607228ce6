// Who comes back into a room, or by a link and with a name, does not wait for the way in: the modules that start.js would
// ask for only when it runs are asked for at once. A plain script, because modules are what it is ahead of.
(() => {
  function isExpected() {
    try {
      return sessionStorage.getItem('papo.places') !== null || (location.hash.length > 1 && localStorage.getItem('papo.name') !== null);
    } catch {
      return false;
    }
  }

  function ask() {
    const { content } = document.getElementById('room-parts');
    document.head.append(...[...content.querySelectorAll('[rel=modulepreload]')].map((link) => link.cloneNode()));
  }

  if (!isExpected()) return;
  if (document.readyState === 'loading') document.addEventListener('readystatechange', ask, { once: true });
  else ask();
})();
