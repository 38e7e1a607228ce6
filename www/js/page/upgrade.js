// A tab that is open while papo is upgraded runs files that the server no longer has. It is loaded again by itself, but
// under nobody's fingers: places, drafts and the outbox are kept, what somebody is doing just then is not.
const quietMs = 3_000; // since the last touch
const pauseMs = 1_000; // until it is looked at again
const touches = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

export function reloadWhenUpgraded({ connection, joinView, media, navigation }) {
  let opened = connection.isOpen ? 1 : 0; // times
  let touchedAt = 0;
  let timer = 0;
  const isFree = () => performance.now() - touchedAt > quietMs && !isInUse({ joinView, media, navigation });
  const look = async () => {
    if (isFree() && (await isGone()) && isFree()) location.reload();
  };
  for (const type of touches) {
    window.addEventListener(
      type,
      () => {
        touchedAt = performance.now();
      },
      { capture: true, passive: true },
    );
  }
  connection.on('open', async () => {
    opened++;
    if (opened > 1 && timer === 0 && (await isGone())) timer = setInterval(look, pauseMs);
  });
}

// Whether the server answers, and has another build: names of built files have the hash of their content.
async function isGone() {
  const answer = await fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  return answer?.status === 404;
}

function isInUse({ joinView, media, navigation }) {
  if (document.querySelector('dialog[open]') || media.uploads.items.length > 0) return true;
  if (joinView.isShown) return joinView.isTouched;
  const isTyped = [...document.querySelectorAll('#room input, #room textarea')].some((field) => field.value !== '');
  return isTyped || navigation.reader?.isAtEnd === false;
}
