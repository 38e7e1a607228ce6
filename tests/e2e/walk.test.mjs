// Somebody talks in two rooms while all that can goes wrong, in whatever order: the network is cut, for long or for a
// moment, the server is killed, the page loaded again. The same walk each time; PAPO_SEED=2 takes another one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { house } from './house.mjs';
import { becomes, enter } from './support.mjs';

const seed = Number(process.env.PAPO_SEED ?? 1);
const steps = 60;
const rooms = ['sala1', 'sala2'];

const here = house({ options: ['--rate', '0'] });

// Gives dice: `roll(n)` is 0 to n - 1 (the generator of Numerical Recipes).
function dice(first) {
  let state = first;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

// Ana in both rooms, looking at the second one, and what has come of it all.
async function setOut() {
  const cable = await here.cable();
  const page = await here.come();
  await enter(page, cable.url, 'Ana', rooms[0]);
  await page.getByTestId('create-open').click();
  await page.getByTestId('create-room').fill(rooms[1]);
  await page.getByTestId('create-submit').click();
  await page.getByTestId('room-title').filter({ hasText: rooms[1] }).waitFor();
  const none = () => Object.fromEntries(rooms.map((room) => [room, []]));
  return { page, cable, room: rooms[1], said: none(), files: none(), count: 0, way: [] };
}

// What can happen, by name.
function happenings(walk, roll) {
  const { page, cable } = walk;
  const title = page.getByTestId('room-title');
  const input = page.getByTestId('composer-input');
  const others = {}; // room -> somebody without a browser
  const say = async () => {
    const text = `mine ${++walk.count}`;
    await input.fill(text);
    await input.press('Enter');
    walk.said[walk.room].push(text);
  };
  return {
    say,
    async sayThree() {
      for (let i = 0; i < 3; i++) await say();
    },
    async sendFiles() {
      const files = Array.from({ length: 1 + roll(3) }, () => ({
        name: `file ${++walk.count}.txt`,
        mimeType: 'text/plain',
        buffer: Buffer.from(randomBytes(roll(100_000)).toString('hex')),
      }));
      await page.getByTestId('file-input').setInputFiles(files);
      for (const { name } of files) await page.getByTestId('upload-item').filter({ hasText: name }).waitFor();
      await page.getByTestId('composer-send').click();
      walk.files[walk.room].push(...files.map((file) => file.name));
    },
    async hear() {
      const room = rooms[roll(rooms.length)];
      others[room] ??= await here.wire(`Bia ${++walk.count}`, room);
      await others[room].say(`theirs ${++walk.count}`);
    },
    async go() {
      walk.room = rooms.find((room) => room !== walk.room);
      await page.getByTestId('room-item').filter({ hasText: walk.room }).first().click();
      await title.filter({ hasText: walk.room }).waitFor();
    },
    async cutOrMend() {
      if (cable.isCut) cable.mend();
      else cable.cut();
    },
    async flicker() {
      if (cable.isCut) return;
      cable.cut();
      await pause(roll(80));
      cable.mend();
    },
    async kill() {
      await here.server.stop('SIGKILL');
      await pause(roll(200));
      await here.server.start();
      for (const room of rooms) delete others[room];
    },
    async reload() {
      cable.mend();
      await page.reload();
      await input.waitFor();
      walk.room = await title.innerText();
    },
  };
}

// Then the network is whole.
async function go(walk, acts, likely, roll) {
  for (let i = 0; i < steps; i++) {
    walk.way.push(likely[roll(likely.length)]);
    await acts[walk.way.at(-1)]();
    await pause(roll(60)); // nothing is waited for: things come close upon each other, or not
  }
  walk.cable.mend();
}

// Gives what a room has, of its last 200 messages.
async function readerOf(room) {
  const reader = await here.wire('Reader', room);
  return async () => {
    reader.send({ type: 'history', room, before: Number.MAX_SAFE_INTEGER, limit: 200 });
    return (await reader.next('history')).messages;
  };
}

test('whatever goes wrong, all that was said is kept and shown, once and in order', async () => {
  const roll = dice(seed);
  const walk = await setOut();
  const acts = happenings(walk, roll);
  await go(
    walk,
    acts,
    ['say', 'say', 'say', 'say', 'sayThree', 'hear', 'hear', 'go', 'cutOrMend', 'flicker', 'kill', 'reload'],
    roll,
  );
  for (const room of rooms) {
    const read = await readerOf(room);
    const stored = async () => (await read()).map((message) => message.text);
    await becomes(
      async () => (await stored()).filter((text) => text.startsWith('mine')),
      walk.said[room],
      `${room} after ${walk.way}`,
    );
    if (walk.room !== room) await acts.go();
    const shown = async () => (await walk.page.getByTestId('message-text').allInnerTexts()).slice(-12);
    await becomes(shown, (await stored()).slice(-12), `${room} as shown, after ${walk.way}`);
  }
  assert.ok(rooms.flatMap((room) => walk.said[room]).length > 20, 'enough was said');
});

// A page that is loaded again has lost the files it was sending, and asks before.
test('and so are files, as long as the page is there', async () => {
  const roll = dice(seed);
  const walk = await setOut();
  walk.cable.rate = 2_000_000; // bytes a second: some are under way when it is cut
  await go(
    walk,
    happenings(walk, roll),
    ['sendFiles', 'sendFiles', 'sendFiles', 'say', 'go', 'cutOrMend', 'flicker', 'flicker', 'kill'],
    roll,
  );
  for (const room of rooms) {
    const read = await readerOf(room);
    const stored = async () => (await read()).flatMap((message) => message.file?.name ?? []).sort();
    await becomes(stored, walk.files[room].sort(), `${room} after ${walk.way}`);
  }
  assert.ok(rooms.flatMap((room) => walk.files[room]).length > 10, 'enough was sent');
});
