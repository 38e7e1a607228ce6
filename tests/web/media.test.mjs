import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { gathered } from '../../www/js/media/grid.js';
import { Pace } from '../../www/js/net/pace.js';
import { Shelf } from '../../www/js/media/shelf.js';
import { extensionOf, kindOf } from '../../www/js/media/kinds.js';
import { matches, refusal, rightName } from '../../www/js/media/types.js';
import { larger, moved, none, smaller, toggled, zoomed } from '../../www/js/media/zoom.js';
import { RoomLog } from '../../www/js/log/room_log.js';
import { mostAttached, Uploads } from '../../www/js/net/uploads.js';
import { entry, FakeRoom } from './helpers.mjs';

globalThis.crypto ??= webcrypto; // Node 18

const bytesOf = (text) => Buffer.from(text, 'latin1');
const jpegStart = bytesOf('\xff\xd8\xff\xe0');
const limits = { upload: 1000, types: ['png', 'jpg', 'txt', 'pdf', 'docx', 'heic', 'mp4', 'exotic'] };

test('content is looked at as the server looks at it', () => {
  const good = {
    png: '\x89PNG\r\n\x1a\n',
    jpg: '\xff\xd8\xff',
    gif: 'GIF89a',
    webp: 'RIFF1234WEBP',
    pdf: '%PDF-1.7',
    docx: `PK\x03\x04${'x'.repeat(26)}word/`,
    odt: `PK\x03\x04${'x'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.text`,
    txt: 'oi\n',
    zip: 'PK\x05\x06',
    mp3: '\xff\xfb\x90',
    ogg: 'OggS',
    wav: 'RIFF1234WAVE',
    mp4: '\0\0\0\x18ftypmp42\0\0\0\0mp42isom',
    webm: '\x1a\x45\xdf\xa3....webm',
    heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
    avif: '\0\0\0\x18ftypavif\0\0\0\0mif1miaf',
  };
  for (const [extension, start] of Object.entries(good)) {
    assert.ok(matches(extension, bytesOf(start)), extension);
    assert.ok(!matches(extension, bytesOf('\0\x01\x02')), `not everything is ${extension}`);
  }
  assert.ok(!matches('pdf', bytesOf('  <html>%PDF-')), 'a page that hides');
  assert.ok(matches('unknown', bytesOf('\0')), 'what is not known is left to the server');
});

test('a refusal comes before a byte is sent', () => {
  const why = (name, size, start) => refusal({ name, size }, bytesOf(start), limits);
  assert.equal(why('a.png', 10, '\x89PNG\r\n\x1a\n'), null);
  assert.equal(why('a.exe', 10, 'MZ'), 'bad_type');
  assert.equal(why('README', 10, 'x'), 'bad_type');
  assert.equal(why('a.txt', 1000, 'x'), null);
  assert.equal(why('a.txt', 1001, 'x'), 'too_large');
  assert.equal(why('a.txt', 0, ''), 'empty_file');
  assert.equal(why('a.pdf', 10, 'hello'), 'bad_content');
});

test('pictures go under the extension of what they are', () => {
  assert.equal(rightName('a.PNG', bytesOf('\x89PNG\r\n\x1a\n')), 'a.PNG');
  assert.equal(rightName('a.b.png', jpegStart), 'a.b.jpg');
  assert.equal(rightName('photo', jpegStart), 'photo.jpg');
  assert.equal(rightName('a.jpeg', jpegStart), 'a.jpeg');
  assert.equal(rightName('a.pdf', jpegStart), 'a.pdf', 'what claims to be something else is refused');
  assert.equal(rightName('a.png', bytesOf('hello')), 'a.png');
  assert.equal(extensionOf('A.B.JPG'), 'jpg');
});

test('what is shown how', () => {
  assert.deepEqual(
    ['image/png', 'image/heic', 'audio/ogg', 'video/mp4', 'application/pdf'].map((type) => kindOf({ type })),
    ['picture', 'file', 'sound', 'video', 'file'],
  );
});

test('speed and time left', () => {
  const pace = new Pace(0);
  assert.equal(pace.tell(1000, 900), null);
  for (let i = 1; i <= 20; i++) pace.note(i * 100, i * 100);
  const { speed, left } = pace.tell(12_000, 2000);
  assert.ok(Math.abs(speed - 1000) < 1);
  assert.equal(left, 10);
  assert.equal(new Pace(0).tell(10, 100), null);
  for (let i = 1; i <= 20; i++) pace.note(2000 + i * 10, 2000 + i * 1000);
  assert.ok(pace.tell(12_000, 22_000).speed < 20, 'it follows');
});

const picture = (seq, from = 'ana', more = {}) => ({
  kind: 'message',
  key: `m${seq}`,
  seq,
  from,
  ts: seq * 1000,
  state: 'sent',
  first: false,
  last: false,
  file: { type: 'image/png', url: `/${seq}`, name: 'a.png' },
  ...more,
});

test('pictures that were sent together are one row', () => {
  const rows = gathered([
    picture(1, 'ana', { first: true }),
    picture(2),
    picture(3, 'ana', { last: true, text: 'look' }),
    picture(4),
    picture(5, 'bia'),
    picture(6, 'bia', { ts: 99_000 }),
  ]);
  assert.deepEqual(
    rows.map((row) => row.pictures?.length ?? 1),
    [3, 1, 1, 1],
  );
  const [grid] = rows;
  assert.deepEqual(
    [grid.key, grid.seq, grid.until, grid.first, grid.last, grid.text, grid.ts],
    ['m1', 1, 3, true, true, 'look', 3000],
  );
});

test('a caption ends a grid, and what failed or is no picture is in none', () => {
  assert.deepEqual(
    gathered([picture(1, 'ana', { text: 'a' }), picture(2, 'ana', { text: 'b' })]).map((row) => row.seq),
    [1, 2],
  );
  assert.equal(gathered([picture(1), picture(2, 'ana', { state: 'failed' })]).length, 2);
  assert.equal(gathered([picture(1), { kind: 'unread', key: 'unread' }, picture(2)]).length, 3);
  assert.equal(gathered([picture(1), picture(2, 'ana', { file: { type: 'application/pdf' } })]).length, 2);
});

test('no grid is so long that a few hundred messages fill no screen', () => {
  const rows = gathered(Array.from({ length: 25 }, (_, i) => picture(i + 1)));
  assert.deepEqual(
    rows.map((row) => row.pictures.length),
    [10, 10, 5],
  );
});

test('a grid tells what of it has changed', () => {
  const [one] = gathered([picture(1), picture(2, 'ana', { state: 'uploading' })]);
  const [two] = gathered([picture(1), picture(2)]);
  assert.equal(one.state, 'uploading');
  assert.notDeepEqual(one.look, two.look);
});

const frame = { width: 400, height: 400 };
const size = { width: 400, height: 200 };

test('zooming keeps what is under the fingers, and the picture in its frame', () => {
  const view = zoomed(none, 4, { x: 100, y: 0 }, size, frame);
  assert.deepEqual(view, { scale: 4, x: -300, y: 0 });
  assert.deepEqual(moved(view, -9999, 9999, size, frame), { scale: 4, x: -600, y: 200 });
  assert.deepEqual(zoomed(view, 0.001, { x: 0, y: 0 }, size, frame), { scale: 1, x: 0, y: 0 });
  assert.equal(zoomed(none, 100, { x: 0, y: 0 }, size, frame).scale, 8);
  assert.deepEqual(smaller(larger(none, size, frame), size, frame), none);
  assert.equal(toggled(none, { x: 0, y: 0 }, size, frame).scale, 2.5);
  assert.deepEqual(toggled(view, { x: 0, y: 0 }, size, frame), none);
});

function withFiles(room) {
  const kinds = { 0: 'image/png', 1: 'application/pdf' };
  const filled = (message) =>
    kinds[message.seq % 10] ? { ...message, file: { type: kinds[message.seq % 10], url: `/${message.seq}` } } : message;
  const page = room.history.bind(room);
  room.history = (question) => {
    const found = page(question);
    return { ...found, messages: found.messages.map(filled) };
  };
  const joined = room.joined.bind(room);
  room.joined = (...values) => {
    const found = joined(...values);
    return { ...found, messages: found.messages.map(filled) };
  };
  return room;
}

test('a room is looked through to its beginning, each picture once', () => {
  const room = withFiles(new FakeRoom(1000, { atOnce: 70 }));
  const log = new RoomLog();
  log.join(room.joined());
  const shelf = new Shelf();
  shelf.read(log);
  assert.deepEqual(
    shelf.pictures.map(({ seq }) => seq),
    [1000, 990, 980, 970, 960],
  );
  for (let question = shelf.question(log); question; question = shelf.question(log)) {
    room.answer(log, question);
    shelf.read(log);
    assert.ok(room.asked < 100, 'it comes to an end');
  }
  assert.deepEqual(
    shelf.pictures.map(({ seq }) => seq),
    Array.from({ length: 100 }, (_, i) => 1000 - 10 * i),
  );
  assert.deepEqual(
    shelf.files.map(({ seq }) => seq),
    Array.from({ length: 100 }, (_, i) => 991 - 10 * i),
  );
});

test('what is said meanwhile comes to the front, and a new log begins anew', () => {
  const log = new RoomLog();
  log.join(withFiles(new FakeRoom(20)).joined());
  const shelf = new Shelf();
  shelf.read(log);
  log.add({ ...entry(21), file: { type: 'image/gif', url: '/21' } });
  assert.equal(shelf.read(log), true);
  assert.equal(shelf.read(log), false);
  assert.deepEqual(
    shelf.pictures.map(({ seq }) => seq),
    [21, 20, 10],
  );
  log.join({
    epoch: 'f',
    seq: 1,
    messages: [{ ...entry(1), file: { type: 'image/gif', url: '/new' } }],
    more: false,
  });
  shelf.read(log);
  assert.deepEqual(
    shelf.pictures.map(({ file }) => file.url),
    ['/new'],
  );
  assert.equal(shelf.question(log), null);
});

// A server that answers when the test says so.
function bench() {
  const posts = [];
  const ready = [];
  let clock = 0;
  const uploads = new Uploads({
    now: () => clock,
    prepare: async (item) => (item.file.bad ? { error: item.file.bad } : { name: item.name, blob: { size: 100 } }),
    post: (item, onProgress) => {
      const made = { item, onProgress, isAborted: false };
      const done = new Promise((resolve) => {
        made.answer = async (status, body, wait = 0) => {
          resolve(status ? { status, body, wait } : null);
          await settle();
        };
      });
      posts.push(made);
      return {
        done,
        abort: () => {
          made.isAborted = true;
          made.answer(0);
        },
      };
    },
  });
  uploads.on('ready', (item) => ready.push(item.name));
  return {
    uploads,
    posts,
    ready,
    wait: (ms) => {
      clock += ms;
    },
  };
}
const settle = () =>
  new Promise((resume) => {
    setImmediate(resume);
  });
const files = (...names) => names.map((name) => ({ name, size: 100 }));
const states = (uploads) => uploads.items.map(({ state }) => state);

test('two are on their way at a time, and nothing is said before it is sent', async () => {
  const { uploads, posts, ready } = bench();
  uploads.add('r', files('a', 'b', 'c'));
  for (let i = 0; i < 4; i++) await settle();
  assert.deepEqual(states(uploads), ['sending', 'sending', 'waiting']);
  await posts[0].answer(201, { url: '/a' });
  assert.deepEqual(states(uploads), ['done', 'sending', 'sending']);
  assert.deepEqual(ready, []);
  uploads.send('r', '');
  assert.deepEqual(ready, ['a']);
  await posts[2].answer(201, {});
  assert.deepEqual(ready, ['a'], 'c waits for b');
  await posts[1].answer(201, {});
  assert.deepEqual(ready, ['a', 'b', 'c']);
});

test('the text is the caption of the last one that has none', async () => {
  const { uploads } = bench();
  uploads.add('r', files('a', 'b'));
  uploads.items[1].caption = 'own';
  assert.equal(uploads.send('r', 'text'), true);
  assert.deepEqual(
    uploads.items.map(({ caption }) => caption),
    ['text', 'own'],
  );
  uploads.add('r', files('c'));
  uploads.items[2].caption = 'own';
  assert.equal(uploads.send('r', 'text'), 'text');
  assert.equal(uploads.send('r', 'text'), false);
});

test('what is refused stays, with its reason; the rest is sent', async () => {
  const { uploads, posts, ready } = bench();
  uploads.add('r', [{ name: 'a', size: 1, bad: 'bad_type' }, ...files('b')]);
  await settle();
  await settle();
  await settle();
  assert.deepEqual(states(uploads), ['failed', 'sending']);
  uploads.send('r', '');
  await posts[0].answer(201, {});
  assert.deepEqual(ready, ['b']);
  uploads.retry(uploads.items[0].id);
  assert.deepEqual([uploads.items[0].state, uploads.items[0].final], ['failed', true], 'trying again would not help');
});

test('what seems damaged is tried as it is when the person wants it', async () => {
  const { uploads } = bench();
  uploads.add('r', [{ name: 'a', size: 1, bad: 'damaged' }]);
  await settle();
  await settle();
  const [item] = uploads.items;
  assert.deepEqual([item.state, item.final], ['failed', true]);
  delete item.file.bad;
  uploads.retry(item.id);
  assert.deepEqual([item.state, item.asItIs], ['preparing', true]);
});

test('what is given up is told, also when it was being prepared', async () => {
  const { uploads } = bench();
  const gone = [];
  uploads.on('gone', (item) => gone.push([item.name, item.state]));
  uploads.add('r', files('a', 'b'));
  await settle();
  await settle();
  uploads.remove(uploads.items[0].id);
  uploads.add('r', files('c'));
  uploads.leave('r');
  await settle();
  await settle();
  assert.deepEqual(
    gone.map(([name]) => name),
    ['a', 'b', 'c', 'c'],
  );
  assert.notEqual(gone.at(-1)[1], 'preparing', 'with what was made of it');
});

test('a broken one goes on by itself when the connection is back, and gives up some time', async () => {
  const { uploads, posts, wait } = bench();
  uploads.add('r', files('a'));
  await settle();
  await settle();
  await posts[0].answer(0);
  assert.deepEqual([uploads.items[0].state, uploads.items[0].error], ['waiting', 'network']);
  uploads.again();
  assert.equal(posts.length, 2);
  for (let i = 1; i < 6; i++) {
    await posts[i].answer(0);
    wait(1e6);
    uploads.again();
    await settle();
  }
  assert.equal(posts.length, 7, 'what has waited in vain is tried once more when the connection is back');
  await posts[6].answer(507, { code: 'no_space' });
  assert.deepEqual(
    [uploads.items[0].state, uploads.items[0].error, uploads.items[0].final],
    ['failed', 'no_space', false],
  );
  uploads.remove(uploads.items[0].id);
});

test('cancelling ends the request and makes room', async () => {
  const { uploads, posts } = bench();
  uploads.add('r', files('a', 'b', 'c'));
  for (let i = 0; i < 4; i++) await settle();
  uploads.remove(uploads.items[0].id);
  await settle();
  assert.ok(posts[0].isAborted);
  assert.deepEqual(states(uploads), ['sending', 'sending']);
});

test('what lay attached for so long that the server has removed it is uploaded again', async () => {
  const { uploads, posts, ready, wait } = bench();
  uploads.add('r', files('a'));
  await settle();
  await settle();
  await posts[0].answer(201, {});
  wait(51 * 60_000);
  uploads.send('r', '');
  assert.deepEqual([posts.length, ready.length], [2, 0]);
  await posts[1].answer(201, {});
  assert.deepEqual(ready, ['a']);
});

test('each room has its own, and a bound', () => {
  const { uploads } = bench();
  assert.equal(uploads.add('r', files(...'x'.repeat(mostAttached + 3))), 3);
  assert.equal(uploads.add('s', files('a')), 0);
  assert.equal(uploads.attached('s').length, 1);
  uploads.leave('r');
  assert.equal(uploads.items.length, 1);
});
