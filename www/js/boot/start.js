// The way in, which can be used as soon as this has run: a form, and the open rooms. It asks for the rest of papo
// (main.js) afterwards.
import { Connection } from '../net/connection.js';
import { h } from '../page/dom.js';
import { loadWords, t } from '../page/i18n.js';
import { Memory } from '../page/memory.js';
import { Places } from '../page/places.js';
import { roomOf } from '../text/links.js';
import { JoinView } from '../views/join.js';

const mostTries = 4; // of the rest, while the server answers
const patienceMs = 100;

const tab = new Memory(() => sessionStorage);
const lasting = new Memory(() => localStorage);
const places = new Places(tab, lasting);
const notice = document.getElementById('loading'); // shows itself when it has stood for a while (base.css)
const connection = new Connection(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
let joinView = null;
let early = new Map(); // type -> what the server has said last, for the rest; null once that is there
let haveRooms = null;
const rooms = new Promise((resume) => {
  haveRooms = resume;
});
let waiting = null; // who wants to come in before the rest is there
let enter = (to) => {
  waiting = to;
};

// The rest is there: who has come in meanwhile, and who comes from now on, goes to `onEnter`.
function takeOver(onEnter) {
  enter = onEnter;
  if (waiting) enter(waiting);
  const messages = [...early.values()];
  early = null;
  for (const message of messages) connection.emit('message', message);
  notice.remove();
  tab.write('rescues', null);
  performance.mark('papo-complete');
}

// Until the rest is there.
function listen() {
  connection.on('open', () => {
    if (early) connection.send({ type: 'rooms', watch: true });
  });
  connection.on('closed', () => early?.clear());
  connection.on('message', (message) => {
    early?.set(message.type, message);
    if (early && message.type === 'rooms') showRooms();
  });
}

function showRooms() {
  if (!joinView?.isShown || !early.has('rooms')) return;
  joinView.showRooms(early.get('rooms').rooms);
  haveRooms();
}

// A link leads into its room at once. `?room=`, as papo's links once were, fills the form.
function showJoin() {
  const link = roomOf(location.hash);
  const asked = roomOf(new URLSearchParams(location.search).get('room') ?? '');
  const { name, room } = tab.read('typed') ?? { name: places.name, room: asked };
  joinView.show({ name, room: link || room, recent: places.recent });
  if (link) joinView.enter(link);
  if (waiting) joinView.hold();
}

// The rest takes network and processor for a while, so the form and the open rooms are painted before: with the second
// frame the first one is on the screen. A page that is out of sight paints nothing, and a slow server must not hold
// anybody up.
function painted() {
  return new Promise((resume) => {
    rooms.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resume))));
    setTimeout(resume, patienceMs);
  });
}

// However long the server is away. What does not come although it answers will not: some browsers remember for good
// that a module has failed (whatwg/html#6768), or papo has been upgraded meanwhile.
async function rest() {
  for (let tries = 1; ; tries++) {
    try {
      return await import('../main.js');
    } catch (error) {
      if (tries === mostTries || !(error instanceof TypeError)) throw error;
      await globalThis.papoBoot.served();
    }
  }
}

function tell(text) {
  const button = { type: 'button', className: 'button small', 'data-testid': 'load-again', onclick: loadAgain };
  notice.replaceChildren(h('span', {}, text), h('button', button, t('loadAgain')));
}

// What has been typed is there again; a password is kept nowhere.
function loadAgain() {
  if (joinView.isShown) tab.write('typed', { name: joinView.name.value, room: joinView.room.value });
  location.reload();
}

async function begin() {
  joinView = new JoinView(document.getElementById('join'), (to) => enter(to));
  if (places.here.rooms.length === 0) showJoin();
  showRooms();
  tab.write('typed', null);
  tell(t('stillLoading'));
  performance.mark('papo-interactive');
  if (joinView.isShown && !waiting) await painted();
  try {
    const { run } = await rest();
    run({ connection, joinView, places, memory: lasting, takeOver });
  } catch (error) {
    tell(t('loadFailed'));
    notice.classList.add('now');
    const isFree = () => !joinView.isTouched;
    if (isFree()) globalThis.papoBoot.rescue(isFree);
    throw error;
  }
}

listen();
connection.open();
loadWords().then(begin, () => globalThis.papoBoot.rescue());
