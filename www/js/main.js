// Puts the parts together: what the chat tells goes to the views, what the views want goes to the chat. The way in
// stands already (boot/start.js).
import { Media } from './media/media.js';
import { Chat } from './net/chat.js';
import { beatMs, Outbox } from './net/outbox.js';
import { Frame } from './page/frame.js';
import { Navigation } from './page/navigation.js';
import { Overview } from './page/overview.js';
import { roomsToPick } from './page/room_lists.js';
import { reloadWhenUpgraded } from './page/upgrade.js';
import { ComposerView } from './views/composer.js';
import { ConversationView } from './views/conversation.js';
import { EmojiPicker } from './views/emoji_picker.js';
import { EntryView } from './views/entry.js';
import { MessageTools } from './views/message_tools.js';
import { RoomView } from './views/room.js';
import { SearchView } from './views/search.js';
import { Suggestions } from './views/suggestions.js';

// `takeOver(onEnter)`: from now on who comes in goes to `onEnter`, and what the server has said already is told.
export function run({ connection, joinView, places, memory, takeOver }) {
  const outbox = new Outbox(memory);
  const chat = new Chat(connection, memory, outbox);
  const people = () => ({ me: chat.current?.me ?? null, members: chat.current?.members ?? [] });
  const changed = () => navigation.reader?.changed();

  const media = new Media(chat, document.getElementById('lightbox-place'), {
    say: (...message) => navigation.say(...message),
    goTo: (seq) => navigation.goTo(seq),
    send: () => composer.send(),
    focus: () => composer.focus(),
    changed: () => {
      composer.refresh();
      changed();
    },
  });
  const conversation = new ConversationView({
    changed,
    people,
    look: () => navigation.reader?.look(),
    toStart: () => navigation.reader?.toStart(),
    toEnd: () => navigation.reader?.toEnd(),
    toUnread: () => navigation.reader?.toUnread(),
    emptyRoom: () => frame.emptyRoom(chat.current.name, chat.current.members.length),
    openImage: (file, row) => media.openImage(file, row),
    retry: (id) => media.retry(id) || chat.current.retry(id),
    discard: (id) => media.discard(id) || chat.current.discard(id),
  });
  const composer = new ComposerView({
    say: (text) => (media.send(text) ? navigation.sent(chat.current) : navigation.say(chat.current, { text })),
    typing: () => chat.current.tellTyping(),
    limits: () => chat.limits,
    media,
  });
  const search = new SearchView({
    ask: (query, before) => chat.current.search(query, before),
    pick: (seq) => navigation.goTo(seq),
    toggled: (isOpen) => roomView.showSearch(isOpen),
  });
  const roomView = new RoomView(document.getElementById('room'), conversation, composer, search, {
    leave: (room) => navigation.leave(room && chat.mine.get(room.name)),
    pick: (room) => navigation.pick(room),
    enter: (to) => navigation.enter({ name: navigation.me, ...to }),
    mention: (name) => composer.insert(`@${name}`),
    gallery: media.galleryButton,
  });
  const entry = new EntryView(document.body, {
    enter: (to) => navigation.enter(to),
    cancel: (name) => navigation.giveUp(name),
  });
  const overview = new Overview({ chat, places, roomView, joinView });
  const navigation = new Navigation({
    chat,
    places,
    media,
    overview,
    views: { joinView, roomView, conversation, composer, search, entry },
  });
  const frame = new Frame({
    chat,
    connection,
    memory,
    actions: {
      changed,
      room: () => (roomView.isShown ? (chat.current?.name ?? null) : null),
      rooms: () => roomsToPick([...chat.mine.values()], chat.rooms),
      pick: (room) => navigation.pick(room),
      step: (by) => navigation.step(by),
      search: () => search.open(),
    },
  });
  const picker = new EmojiPicker(memory, {
    pick: (emoji) => composer.write(emoji),
    closed: () => composer.input.focus(),
  });
  const suggestions = new Suggestions(composer, { people, used: (emoji) => picker.used(emoji) });
  composer.add(picker.button, suggestions);
  new MessageTools(conversation);
  media.measure(conversation.element);

  chat.on('members', (room) => {
    if (room === chat.current) roomView.showPeople(room);
  });
  chat.on('typing', (room) => {
    if (room !== chat.current) return;
    composer.showTyping(room.typing);
    roomView.showPeople(room);
  });
  chat.on('found', (room, found) => {
    if (room === chat.current) search.show(found);
  });
  chat.on('rooms', () => overview.changed());
  chat.on('state', () => {
    roomView.showConnection(chat.connected ? 'connected' : chat.hasBeenUp ? 'reconnecting' : 'connecting');
    overview.changed();
  });
  document.addEventListener('visibilitychange', () => {
    overview.changed();
    if (document.hidden) return navigation.save();
    navigation.reader?.cameBack();
    connection.wake();
  });
  window.addEventListener('pagehide', () => {
    navigation.save();
    outbox.release();
  });
  window.addEventListener('pageshow', () => outbox.beat());
  window.addEventListener('online', () => connection.wake());
  // What is dropped beside the conversation must not replace the page.
  for (const type of ['dragover', 'drop']) window.addEventListener(type, (event) => event.preventDefault());
  setInterval(() => chat.tend(), beatMs);
  reloadWhenUpgraded({ connection, joinView, media, navigation });

  navigation.comeBack();
  takeOver((to) => navigation.enterFirst(to));
}
