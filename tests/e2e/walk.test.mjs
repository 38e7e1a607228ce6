// Somebody talks in two rooms while all that can goes wrong, in whatever order: the network is cut, for long or for a moment,
// the server is killed, the page loaded again. The same walk each time; PAPO_SEED=2 takes another one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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

// What happens, by name; `walk` has what has come of it: { page, cable, room, sent, count }.
function happenings(walk, roll) {
  const { page, cable } = walk;
  const title = page.getByTestId('room-title');
  const input = page.getByTestId('composer-input');
  const others = {}; // room -> somebody without a browser
  const say = async () => {
    const text = `mine ${++walk.count}`;
    await input.fill(text);
    await input.press('Enter');
    walk.sent[walk.room].push(text);
  };
  return {
    say,
    async sayThree() { for (let i = 0; i < 3; i++) await say(); },
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

test('whatever goes wrong, all that was said is kept and shown, once and in order', async () => {
  const roll = dice(seed);
  const cable = await here.cable();
  const page = await here.come();
  await enter(page, cable.url, 'Ana', rooms[0]);
  await page.getByTestId('create-open').click();
  await page.getByTestId('create-room').fill(rooms[1]);
  await page.getByTestId('create-submit').click();
  await page.getByTestId('room-title').filter({ hasText: rooms[1] }).waitFor();

  const walk = { page, cable, room: rooms[1], sent: Object.fromEntries(rooms.map((room) => [room, []])), count: 0 };
  const acts = happenings(walk, roll);
  const likely = [...Object.keys(acts), 'say', 'say', 'say', 'hear'];
  const way = [];
  for (let i = 0; i < steps; i++) {
    way.push(likely[roll(likely.length)]);
    await acts[way.at(-1)]();
    await pause(roll(60)); // nothing is waited for: things come close upon each other, or not
  }
  cable.mend();

  for (const room of rooms) {
    const reader = await here.wire('Reader', room);
    const stored = async () => {
      reader.send({ type: 'history', room, before: Number.MAX_SAFE_INTEGER, limit: 200 });
      return (await reader.next('history')).messages.map((message) => message.text);
    };
    await becomes(async () => (await stored()).filter((text) => text.startsWith('mine')), walk.sent[room], `${room} after ${way}`);
    if (walk.room !== room) await acts.go();
    const shown = async () => (await page.getByTestId('message-text').allInnerTexts()).slice(-12);
    await becomes(shown, (await stored()).slice(-12), `${room} as shown, after ${way}`);
  }
  assert.ok(walk.sent[rooms[0]].length + walk.sent[rooms[1]].length > 20, 'enough was said');
});
