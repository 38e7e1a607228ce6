// Puts the parts together: what the chat tells goes to the views, what the views want goes to the chat. The way in stands
// already (start.js).
import './words/all.js';
import { Chat } from './chat.js';
import { Connection } from './connection.js';
import { Frame } from './frame.js';
import { linkTo, roomOf } from './links.js';
import { bring } from './load.js';
import { Media } from './media.js';
import { beatMs, Outbox } from './outbox.js';
import { Overview } from './overview.js';
import { Reader } from './reader.js';
import { roomsToPick } from './room_lists.js';
import { joinView, lasting, places, takeOver } from './start.js';
import { ComposerView } from './views/composer.js';
import { ConversationView } from './views/conversation.js';
import { EntryView } from './views/entry.js';
import { RoomView } from './views/room.js';
import { SearchView } from './views/search.js';

const draftMs = 400; // from a change to its being kept
const besideConversation = '(min-width: 1100px)'; // as in room.css
const place = (id) => document.getElementById(id);
const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
const connection = new Connection(socketUrl);
const outbox = new Outbox(lasting);
const chat = new Chat(connection, lasting, outbox);
const seats = new Map(); // Room -> { reader, seenAt }: what there is for each of ours on this page
let wanted = null; // the name of the room to be looked at as soon as we are in it
let hasBeenUp = false;
let drafting = 0;
let talking = null; // the promise of what makes writing comfortable

const seat = () => seats.get(chat.current) ?? null;
const media = new Media(chat, place('lightbox-place'), {
  say, goTo,
  send: () => composer.send(),
  focus: () => composer.focus(),
  changed: () => { composer.refresh(); seat()?.reader.changed(); },
});
const conversation = new ConversationView({
  look: () => seat()?.reader.look(),
  changed: () => seat()?.reader.changed(),
  toStart: () => seat()?.reader.toStart(),
  toEnd: () => seat()?.reader.toEnd(),
  toUnread: () => seat()?.reader.toUnread(),
  emptyRoom: () => frame.emptyRoom(chat.current.name, chat.current.members.length),
  openImage: (file, row) => media.openImage(file, row),
  retry: (id) => media.retry(id) || chat.current.retry(id),
  discard: (id) => media.discard(id) || chat.current.discard(id),
});
const composer = new ComposerView({
  say: (text) => (media.send(text) ? sent(chat.current) : say(chat.current, { text })),
  typing: () => chat.current.tellTyping(),
  limits: () => chat.limits,
  media,
});
media.measure(conversation.element);
const search = new SearchView({
  ask: (query, before) => chat.current.search(query, before),
  pick: goTo,
  toggled: (isOpen) => roomView.showSearch(isOpen),
});
const roomView = new RoomView(place('room'), conversation, composer, search,
  { leave: (room) => leave(room ? chat.mine.get(room.name) : chat.current), pick, enter: (to) => enter({ name: me(), ...to }), mention: (name) => composer.insert(`@${name}`), gallery: media.galleryButton });
const entry = new EntryView(document.body, { enter, cancel: giveUp });
const overview = new Overview({ chat, places, roomView, joinView });
const frame = new Frame({
  chat, connection, memory: lasting, socketUrl,
  actions: { room: () => (roomView.isShown ? chat.current?.name ?? null : null), rooms: () => roomsToPick([...chat.mine.values()], chat.rooms), pick, step, changed: () => seat()?.reader.changed() },
});
conversation.people = () => ({ me: chat.current?.me ?? null, members: chat.current?.members ?? [] });

// The name one came with; in a room where that was taken it may be another one.
function me() {
  const [first] = chat.mine.values();
  return first?.me ?? places.name;
}

// What has been uploaded meanwhile, and has an id already, moves nobody who reads elsewhere.
function say(room, message, info, id = null) {
  const isHere = room === chat.current;
  if (isHere) room.unread.wrote(room.log.newest);
  room.say(message, info, id);
  if (isHere && id === null) sent(room);
}

function sent(room) {
  queueMicrotask(keepDraft); // the field is emptied after this
  seats.get(room).reader.toEnd();
}

// Where the results cover the conversation they make way for it.
function goTo(seq) {
  if (!matchMedia(besideConversation).matches) search.close();
  seat().reader.toMessage(seq);
}

// Into a room, which is looked at as soon as we are in it.
function enter(to) {
  const room = sit(to);
  wanted = room.name;
  if (room.isIn) show(room);
  overview.changed();
}

// From the way in: there is only the one that was asked for last.
function enterFirst(to) {
  for (const room of [...chat.mine.values()]) drop(room);
  enter(to);
}

function sit(to) {
  const room = chat.enter(to);
  if (seats.has(room)) return room;
  seats.set(room, { reader: new Reader(room, conversation, room.unread, media), seenAt: 0 });
  return room;
}

// To a room that is tapped, named or linked to.
function pick({ name, locked = chat.rooms.find((each) => each.name === name)?.locked }) {
  const room = chat.mine.get(name);
  if (!room && locked) return entry.ask({ name, locked }, me());
  if (!room) return enter({ room: name, name: me() });
  if (!room.refusal || room.log.epoch !== null) show(room);
  if (room.refusal) entry.ask(room, room.me, room.refusal);
}

// Through one's own rooms, as the sidebar has them.
function step(by) {
  const names = overview.lists().mine.map((room) => room.name);
  const next = chat.mine.get(names[names.indexOf(chat.current.name) + by]);
  if (next) pick(next);
}

function show(room) {
  const isAnother = room !== chat.current;
  if (isAnother) {
    putAway();
    chat.look(room);
  }
  joinView.hide();
  roomView.show(room);
  if (isAnother) { // when it is in sight, so that it can be measured
    composer.restore(room.draft);
    composer.showTyping(room.typing);
    media.show();
    composer.refresh();
  }
  wanted = null;
  seat().seenAt = performance.now();
  seat().reader.show();
  history.replaceState(null, '', linkTo(room.name));
  composer.focus();
  came(room);
  stay();
}

function came(room) {
  if (room.isIn) places.came({ room: room.name, name: me(), locked: room.locked });
}

// The room that was looked at is left as it is, to be found so again.
function putAway() {
  if (!chat.current) return;
  keepDraft();
  seat()?.reader.hide();
  chat.current.unread.save();
  search.clear();
}

function leave(room) {
  drop(room);
  if (chat.current) return;
  const [last] = [...seats].filter(([each]) => !each.refusal).sort(([, a], [, b]) => b.seenAt - a.seenAt).map(([each]) => each);
  if (last) return show(last);
  for (const each of [...chat.mine.values()]) drop(each);
  history.replaceState(null, '', location.pathname);
  showJoin({ name: room.me });
}

function drop(room) {
  if (room === chat.current) putAway();
  media.leave(room);
  seats.delete(room);
  chat.leave(room);
  stay();
}

// What could not be entered is no longer wanted; a room that was ours stays in the list until it is left.
function giveUp(name) {
  const room = chat.mine.get(name);
  if (room && !room.isIn && room.log.epoch === null) leave(room);
}

function showJoin(filled) {
  roomView.hide();
  joinView.show({ ...filled, recent: places.recent });
  overview.changed();
}

function stay() {
  places.stay([...chat.mine.values()].map((room) => room.place), chat.current?.name ?? null);
  overview.changed();
}

function keepDraft() {
  clearTimeout(drafting);
  drafting = 0;
  if (chat.current) chat.current.draft = composer.input.value;
}

// By another name or password.
function isSolvable(code) {
  return code === 'name_taken' || code === 'bad_name' || code === 'wrong_password';
}

// Not needed to see the first page: loaded once one is in a room.
function startTalking() {
  talking ??= bring('later-parts').then(() => import('./talk.js')).then(({ startTalk }) => startTalk({ conversation, composer, memory: lasting, people: conversation.people }))
    .catch(() => { talking = null; });
}

chat.on('joined', (room, isNewLog) => {
  startTalking();
  const { reader } = seats.get(room);
  if (isNewLog) reader.renew();
  if (room.name === wanted || (!chat.current && wanted === null)) show(room);
  entry.joined(room.name);
  roomView.rooms.create.joined(room.name);
  if (room === chat.current) {
    roomView.show(room);
    came(room);
    search.again();
  }
  stay();
});
chat.on('refused', (room, code) => {
  const wasWanted = room.name === wanted;
  if (wasWanted) wanted = null;
  const isNew = room.log.epoch === null;
  if (joinView.isShown || (isNew && chat.mine.size === 1)) {
    drop(room);
    showJoin({ name: room.me, room: room.name });
    return joinView.refuse(code);
  }
  if (isNew && !isSolvable(code) && roomView.rooms.create.refuse(room.name, code)) return drop(room);
  if (wasWanted || room === chat.current) entry.ask(room, room.me, code);
  overview.changed();
});
chat.on('timeline', (room, fresh, wereMissed) => {
  const { reader } = seats.get(room);
  const others = fresh.filter((each) => each.from !== room.me);
  if (others.length > 0 && (wereMissed || !reader.isWatching)) reader.missed(fresh[0].seq);
  reader.changed();
  if (fresh.length > 0) overview.changed();
});
chat.on('members', (room) => { if (room === chat.current) roomView.showPeople(room); });
chat.on('typing', (room) => {
  if (room !== chat.current) return;
  composer.showTyping(room.typing);
  roomView.showPeople(room);
});
chat.on('found', (room, found) => { if (room === chat.current) search.show(found); });
chat.on('rooms', () => overview.changed());
chat.on('state', () => {
  hasBeenUp ||= chat.connected;
  roomView.showConnection(chat.connected ? 'connected' : hasBeenUp ? 'reconnecting' : 'connecting');
  overview.changed();
});

composer.input.addEventListener('input', () => { drafting ||= setTimeout(keepDraft, draftMs); });
document.addEventListener('visibilitychange', () => {
  overview.changed();
  if (document.hidden) return save();
  seat()?.reader.cameBack();
  connection.wake();
});
document.addEventListener('keydown', (event) => {
  const isWriting = event.target.matches('input, textarea') || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== '/' || isWriting || !roomView.isShown || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  search.open();
});
window.addEventListener('hashchange', () => {
  const name = roomOf(location.hash);
  if (!name || name === chat.current?.name) return;
  if (joinView.isShown) joinView.enter(name);
  else pick({ name });
});
window.addEventListener('pagehide', () => { save(); outbox.release(); });
window.addEventListener('pageshow', () => outbox.beat());
setInterval(() => chat.tend(), beatMs);
window.addEventListener('online', () => connection.wake());
// What is dropped beside the conversation must not replace the page.
for (const type of ['dragover', 'drop']) window.addEventListener(type, (event) => event.preventDefault());

function save() {
  keepDraft();
  for (const room of chat.mine.values()) room.unread.save();
}

start();

// Back where this tab has been; who has not been anywhere is at the way in.
function start() {
  const before = places.here;
  for (const each of before.rooms) sit(each);
  const [name] = before.rooms.filter((each) => each.room === before.current).map((each) => each.name);
  if (chat.mine.size > 0) {
    show(chat.mine.get(before.current) ?? [...chat.mine.values()][0]);
    const asked = roomOf(location.hash) || roomOf(new URLSearchParams(location.search).get('room') ?? '');
    if (asked && asked !== chat.current.name) enter({ room: asked, name: name ?? places.name });
  }
  takeOver(enterFirst);
  connection.open();
}
