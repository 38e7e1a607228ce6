// Puts the parts together: what the chat tells goes to the views, what the views want goes to the chat.
import { Chat } from './chat.js';
import { Connection } from './connection.js';
import { language } from './i18n.js';
import { Memory } from './memory.js';
import { beatMs, Outbox } from './outbox.js';
import { Reader } from './reader.js';
import { startTalk } from './talk.js';
import { Unread } from './unread.js';
import { Uploads } from './uploads.js';
import { ComposerView } from './views/composer.js';
import { ConversationView } from './views/conversation.js';
import { JoinView } from './views/join.js';
import { openLightbox } from './views/lightbox.js';
import { RoomView } from './views/room.js';
import { SearchView } from './views/search.js';

const typingMs = 5_000;
const besideConversation = '(min-width: 1100px)'; // as in room.css
const place = (id) => document.getElementById(id);
const lasting = new Memory(() => localStorage);
const ofThisTab = new Memory(() => sessionStorage);
const connection = new Connection(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
const marks = new Unread(lasting);
const outbox = new Outbox(lasting);
const chat = new Chat(connection, lasting, outbox, marks);
const uploads = new Uploads();
const typing = new Map(); // name -> timer
let unread = 0;

document.documentElement.lang = language === 'pt' ? 'pt-BR' : 'en';

const conversation = new ConversationView({
  look: () => reader.look(),
  changed: () => reader.changed(),
  toEnd: () => reader.toEnd(),
  toUnread: () => reader.toUnread(),
  openImage: (file) => openLightbox(place('lightbox-place'), file),
  retry: (id) => chat.retry(id),
  discard: (id) => chat.discard(id),
});
const reader = new Reader(chat, conversation, marks);
const composer = new ComposerView({
  say: (text) => say({ text }),
  files: sendFiles,
  typing: () => chat.typing(),
  cancelUpload: (id) => uploads.cancel(id),
  retryUpload: (id) => uploads.retry(id),
  limits: () => chat.limits,
});
const search = new SearchView({
  ask: (query, before) => chat.search(query, before),
  pick: goTo,
  toggled: (isOpen) => roomView.showSearch(isOpen),
});
const roomView = new RoomView(place('room'), conversation, composer, search, { leave, pick, files: sendFiles });
const joinView = new JoinView(place('join'), enter);
startTalk({ conversation, composer, memory: lasting, people: () => ({ me: chat.place?.name ?? null, members: chat.members }) });

function sendFiles(files) {
  for (const file of files) uploads.add(file, chat.limits);
}

function say(message, info) {
  marks.wrote(chat.log.newest);
  chat.say(message, info);
  reader.toEnd();
}

// Where the results cover the conversation they make way for it.
function goTo(seq) {
  if (!matchMedia(besideConversation).matches) search.close();
  reader.toMessage(seq);
}

function enter(to) {
  conversation.clear();
  chat.enter(to);
}

function leave() {
  const { name } = chat.place;
  marks.leave();
  search.clear();
  chat.leave();
  ofThisTab.write('place', null);
  uploads.clear();
  typing.clear();
  composer.showTyping([]);
  roomView.hide();
  joinView.show({ name });
  showTitle();
}

function pick(room) {
  if (room.name === chat.place.room) return;
  const { name } = chat.place;
  leave();
  joinView.show({ name, room: room.name });
  if (!room.locked) joinView.submit.click();
}

function showTitle() {
  const room = chat.isIn || place('join').hidden ? `${chat.place?.room} · papo` : 'papo';
  document.title = unread > 0 ? `(${unread}) ${room}` : room;
}

function showTimeline(fresh, wereMissed) {
  if (!chat.place || roomView.place.hidden) return;
  const others = fresh.filter((entry) => entry.from !== chat.place.name);
  if (document.hidden) unread += others.length;
  if (others.length > 0 && (wereMissed || !reader.isWatching)) reader.missed(fresh[0].seq);
  for (const entry of others) stopTyping(entry.from);
  reader.changed();
  showTitle();
}

function stopTyping(name) {
  clearTimeout(typing.get(name));
  typing.delete(name);
  composer.showTyping([...typing.keys()]);
}

chat.on('joined', (isNewLog) => {
  const { room, name } = chat.place;
  lasting.write('name', name);
  ofThisTab.write('place', { room, name });
  history.replaceState(null, '', `?room=${encodeURIComponent(room)}`);
  const isNew = roomView.place.hidden;
  joinView.hide();
  roomView.show(chat);
  roomView.showConnection(true);
  if (isNew) composer.focus();
  if (isNewLog) {
    marks.enter(room, chat.log);
    reader.open();
  }
  search.again();
  uploads.retry();
});
chat.on('found', (found) => search.show(found));
chat.on('refused', (code) => {
  const { room, name } = chat.place;
  chat.place = null;
  ofThisTab.write('place', null);
  roomView.hide();
  if (place('join').hidden) joinView.show({ room, name });
  joinView.refuse(code);
});
chat.on('timeline', showTimeline);
chat.on('members', () => { if (!roomView.place.hidden) roomView.show(chat); });
chat.on('rooms', () => {
  joinView.showRooms(chat.rooms);
  if (!roomView.place.hidden && chat.place) roomView.rooms.show(chat.rooms, chat.place.room);
});
chat.on('state', () => roomView.showConnection(chat.connected));
chat.on('typing', (name) => {
  clearTimeout(typing.get(name));
  typing.set(name, setTimeout(() => stopTyping(name), typingMs));
  composer.showTyping([...typing.keys()]);
});
uploads.on('change', () => composer.showUploads(uploads.items, chat.limits));
uploads.on('done', (item, answer) => {
  if (!chat.place) return;
  const { filename, ...info } = answer;
  say({ file: filename }, info);
});

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return marks.save();
  unread = 0;
  if (!roomView.place.hidden) reader.cameBack();
  showTitle();
  connection.wake();
});
document.addEventListener('keydown', (event) => {
  const isWriting = event.target.matches('input, textarea') || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== '/' || isWriting || roomView.place.hidden) return;
  event.preventDefault();
  search.open();
});
window.addEventListener('pagehide', () => { marks.save(); outbox.release(); });
window.addEventListener('pageshow', () => outbox.beat());
setInterval(() => chat.tend(), beatMs);
window.addEventListener('online', () => connection.wake());
// What is dropped beside the conversation must not replace the page.
for (const type of ['dragover', 'drop']) window.addEventListener(type, (event) => event.preventDefault());

const asked = new URLSearchParams(location.search).get('room') ?? '';
const before = ofThisTab.read('place');
const name = lasting.read('name') ?? '';
joinView.show({ name: before?.name ?? name, room: asked || (before?.room ?? '') });
if (before && (!asked || asked === before.room)) enter(before);
connection.open();
