// The way in, which can be used as soon as this has run. The rest of papo (main.js) is asked for behind it.
import { h } from './dom.js';
import { language, t } from './i18n.js';
import { roomOf } from './links.js';
import { bring, mendStyles } from './load.js';
import { Memory } from './memory.js';
import { Places } from './places.js';
import { JoinView } from './views/join.js';

const tab = new Memory(() => sessionStorage);
const notice = document.getElementById('loading'); // shows itself when it has stood for a while (base.css)
let waiting = null; // who wants to come in before the rest is there
let enter = (to) => { waiting = to; };

export const lasting = new Memory(() => localStorage);
export const places = new Places(tab, lasting);
export const joinView = new JoinView(document.getElementById('join'), (to) => enter(to));

// The rest is there: who has come in meanwhile, and who comes from now on, goes to `onEnter`.
export function takeOver(onEnter) {
  enter = onEnter;
  if (waiting) enter(waiting);
  notice.remove();
  tab.write('rescues', null);
  performance.mark('papo-complete');
}

// A link leads into its room at once. `?room=`, as papo's links once were, fills the form.
function showJoin() {
  const link = roomOf(location.hash);
  const { name, room } = tab.read('typed') ?? { name: places.name, room: roomOf(new URLSearchParams(location.search).get('room') ?? '') };
  joinView.show({ name, room: link || room, recent: places.recent });
  if (link) joinView.enter(link);
  if (waiting) joinView.hold();
}

// The rest takes the processor for a while: whoever looks at the form sees it before. A page that is out of sight draws nothing.
function painted() {
  return new Promise((resume) => {
    requestAnimationFrame(() => setTimeout(resume));
    setTimeout(resume, 100);
  });
}

function tell(text) {
  notice.replaceChildren(h('span', {}, text), h('button', { type: 'button', className: 'button small', 'data-testid': 'load-again', onclick: loadAgain }, t('loadAgain')));
}

// What has been typed is there again; a password is kept nowhere.
function loadAgain() {
  if (joinView.isShown) tab.write('typed', { name: joinView.name.value, room: joinView.room.value });
  location.reload();
}

document.documentElement.lang = language === 'pt' ? 'pt-BR' : 'en';
if (places.here.rooms.length === 0) showJoin();
tab.write('typed', null);
tell(t('stillLoading'));
performance.mark('papo-interactive');
const isAwaited = waiting || !joinView.isShown;
(isAwaited ? Promise.resolve() : painted()).then(() => Promise.all([mendStyles(), bring('room-parts')])).then(() => import('./main.js')).catch((error) => {
  tell(t('loadFailed'));
  notice.classList.add('now');
  const isFree = () => !joinView.isTouched;
  if (isFree()) globalThis.papoRescue?.(isFree);
  throw error;
});
