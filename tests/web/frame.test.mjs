import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, roomUrl, toPassOn } from '../../www/js/text/links.js';
import { alertFor } from '../../www/js/page/alerts.js';
import { diagnose, missingAbilities, watchFailure } from '../../www/js/net/doctor.js';
import { Emitter } from '../../www/js/net/emitter.js';
import { Memory } from '../../www/js/page/memory.js';
import { filterRooms } from '../../www/js/page/room_lists.js';
import { choices, normalize, Settings } from '../../www/js/page/settings.js';
import { shortcutOf, shortcuts } from '../../www/js/views/shortcuts.js';
import { words as english } from '../../www/js/words/en.js';
import { words as portuguese } from '../../www/js/words/pt.js';
import { area } from './helpers.mjs';

test('what is passed on is never the computer itself', () => {
  for (const name of ['localhost', 'papo.localhost', '127.0.0.1', '127.3.2.1', '[::1]'])
    assert.ok(isLoopback(name), name);
  for (const name of ['papo', 'papo.local', '192.168.0.7', '[fd00::2]', '1270.example'])
    assert.ok(!isLoopback(name), name);
  assert.deepEqual(toPassOn(new URL('http://localhost:5000/'), ['http://192.168.0.7:5000', 'http://127.0.0.1:5000']), [
    'http://192.168.0.7:5000',
  ]);
  assert.deepEqual(toPassOn(new URL('http://127.0.0.1:5000/'), []), []);
});

test('how the page was reached comes first, each address once', () => {
  const addresses = ['http://192.168.0.7:5000', 'http://10.0.0.5:5000'];
  assert.deepEqual(toPassOn(new URL('http://10.0.0.5:5000/?x'), addresses), [
    'http://10.0.0.5:5000',
    'http://192.168.0.7:5000',
  ]);
  assert.deepEqual(toPassOn(new URL('https://chat.example.org/'), addresses)[0], 'https://chat.example.org');
  assert.deepEqual(
    toPassOn(new URL('http://localhost/'), ['nonsense', ...addresses]),
    addresses,
    'what is no address is left out',
  );
});

test('a link leads into its room', () => {
  assert.equal(roomUrl('http://10.0.0.5:5000', 'turma 7B'), 'http://10.0.0.5:5000/#turma%207B');
  assert.equal(roomUrl('http://10.0.0.5:5000', null), 'http://10.0.0.5:5000/');
  assert.equal(decodeURIComponent(new URL(roomUrl('http://a', '#/?& ção')).hash.slice(1)), '#/?& ção');
});

const about = { isMention: true, isFresh: true };
const around = { isHidden: true, isWatched: false, mayNotify: true, sounds: true, sinceSoundMs: Infinity };

test('only mentions are told, and only when they are made', () => {
  assert.equal(alertFor({ ...about, isMention: false }, around), null);
  assert.equal(alertFor({ ...about, isFresh: false }, around), null);
  assert.equal(alertFor(about, around), 'notification');
});

test('a sound comes where no notification may, and not to who is looking', () => {
  assert.equal(alertFor(about, { ...around, mayNotify: false }), 'sound');
  assert.equal(alertFor(about, { ...around, isHidden: false }), 'sound', 'in sight, but at another room');
  assert.equal(alertFor(about, { ...around, isHidden: false, isWatched: true }), null);
  assert.equal(alertFor(about, { ...around, mayNotify: false, sounds: false }), null);
  assert.equal(alertFor(about, { ...around, mayNotify: false, sinceSoundMs: 2_999 }), null, 'not one after the other');
  assert.equal(alertFor(about, { ...around, mayNotify: false, sinceSoundMs: 3_000 }), 'sound');
});

test('what is wrong follows from what answers', () => {
  assert.equal(diagnose({ isOnline: true, http: 'papo', socket: true }), 'fine');
  assert.equal(diagnose({ isOnline: true, http: 'papo', socket: false }), 'blocked');
  assert.equal(diagnose({ isOnline: true, http: 'none', socket: false }), 'unreachable');
  assert.equal(diagnose({ isOnline: false, http: 'none', socket: false }), 'offline');
  assert.equal(
    diagnose({ isOnline: false, http: 'papo', socket: true }),
    'fine',
    'papo on this computer needs no network',
  );
  assert.equal(diagnose({ isOnline: true, http: 'other', socket: false }), 'other');
  assert.equal(diagnose({ isOnline: true, http: 'full', socket: false }), 'full');
  for (const words of [english, portuguese]) {
    for (const key of ['Blocked', 'Unreachable', 'Offline', 'Other', 'Full'])
      assert.ok(words[`doctor${key}`] && words[`doctor${key}Try`].length > 0, key);
  }
});

// Timers that go off when the test says so.
class Clock {
  #timers = [];
  #now = 0;
  setTimeout(run, ms) {
    return this.#timers.push({ run, at: this.#now + ms });
  }
  clearTimeout(id) {
    delete this.#timers[id - 1];
  }
  tick(ms) {
    this.#now += ms;
    this.#timers.forEach(({ run, at }, index) => {
      if (at <= this.#now) {
        delete this.#timers[index];
        run();
      }
    });
  }
}

test('a failure is one after some seconds, and over with the first message', () => {
  const clock = new Clock();
  const connection = new Emitter();
  const told = [];
  watchFailure(connection, (isFailing) => told.push(isFailing), clock);
  clock.tick(3_999);
  assert.deepEqual(told, []);
  connection.emit('closed');
  clock.tick(1);
  assert.deepEqual(told, [true], 'counted from the first failure');
  connection.emit('closed');
  connection.emit('message', {});
  assert.deepEqual(told, [true, false]);
  connection.emit('closed');
  clock.tick(2_000);
  connection.emit('message', {});
  clock.tick(10_000);
  assert.deepEqual(told, [true, false], 'a blip is none');
});

test('what a page without HTTPS lacks is named, with what there is instead', () => {
  assert.deepEqual(
    missingAbilities({ isSecureContext: true, Notification: class {}, navigator: { clipboard: {} } }),
    [],
  );
  const missing = missingAbilities({ isSecureContext: false, Notification: class {}, navigator: {} });
  assert.deepEqual(missing, ['abilityNotifications', 'abilityInstalling', 'abilityClipboard']);
  for (const words of [english, portuguese])
    for (const key of missing) assert.ok(words[key] && words[`${key}Instead`], key);
});

test('settings are kept, applied, and never nonsense', () => {
  const kept = area();
  const applied = [];
  const settings = new Settings(new Memory(kept), (values) => applied.push(values));
  const heard = [];
  settings.on('change', (key) => heard.push(key));
  assert.deepEqual(settings.values, {
    theme: 'system',
    contrast: 'system',
    text: 'normal',
    language: 'system',
    sounds: true,
    notifications: false,
  });
  settings.set('theme', 'dark');
  assert.equal(applied.at(-1).theme, 'dark');
  assert.deepEqual(heard, ['theme']);
  assert.equal(new Settings(new Memory(kept), () => {}).values.theme, 'dark');
  settings.set('theme', 'purple');
  assert.equal(settings.values.theme, 'system');
  for (const nonsense of [null, 7, 'x', [], { theme: {}, sounds: 'yes', other: 1 }]) {
    assert.deepEqual(Object.keys(normalize(nonsense)), Object.keys(choices));
    assert.equal(normalize(nonsense).sounds, true);
  }
});

const press = (key, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

test('keys do what the help says, and nothing while somebody writes with them', () => {
  assert.equal(shortcutOf(press('?', { shiftKey: true }), false), 'help');
  assert.equal(shortcutOf(press('?', { shiftKey: true }), true), null);
  assert.equal(shortcutOf(press('/'), false), 'search');
  assert.equal(shortcutOf(press('/'), true), null);
  assert.equal(shortcutOf(press('/', { ctrlKey: true }), false), null);
  assert.equal(shortcutOf(press('k', { ctrlKey: true }), true), 'rooms');
  assert.equal(shortcutOf(press('K', { metaKey: true }), false), 'rooms');
  assert.equal(shortcutOf(press('k'), false), null);
  assert.equal(shortcutOf(press('K', { ctrlKey: true, shiftKey: true }), false), null, 'that is the browser’s');
  assert.equal(shortcutOf(press('ArrowUp', { altKey: true }), true), 'previous');
  assert.equal(shortcutOf(press('ArrowDown', { altKey: true }), true), 'next');
  assert.equal(shortcutOf(press('ArrowDown', { altKey: true, shiftKey: true }), true), null);
  assert.equal(shortcutOf(press('ArrowDown'), true), null);
  assert.equal(shortcutOf(press('k', { ctrlKey: true, isComposing: true }), true), null);
  for (const words of [english, portuguese]) for (const { does } of shortcuts) assert.ok(words[does], does);
});

test('rooms are found by how they begin, accents and case aside', () => {
  const rooms = ['Água', 'sala de jogos', 'jogos', 'xadrez e jogos', 'bijogos'].map((name) => ({ name }));
  const found = (typed) => filterRooms(rooms, typed).map(({ name }) => name);
  assert.deepEqual(found('JOG'), ['jogos', 'sala de jogos', 'xadrez e jogos', 'bijogos']);
  assert.deepEqual(found('agua'), ['Água']);
  assert.deepEqual(
    found(' '),
    rooms.map(({ name }) => name),
  );
  assert.deepEqual(found('nothing'), []);
});
