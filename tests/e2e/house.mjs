// What most tests stand on: a browser for the file, and for each test a server of its own with people in it. When a
// test ends, no page of theirs may have thrown anything, and the server must still be there.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import { Cable, enter, launch, person, Server } from './support.mjs';
import { Wire } from './wire.mjs';

// `setting`: of the Server.
export function house(setting = {}) {
  const here = {
    browser: null,
    server: null,
    people: [],
    wires: [],
    cables: [],

    // Another server in place of the one that is there.
    async serve(other) {
      await here.server?.remove();
      here.server = new Server(other);
      await here.server.start();
    },

    // Somebody with a browser of their own; without a name on a blank page.
    async come(name = '', room = 'sala1', options = {}, url = here.server.url) {
      const page = await person(here.browser, options);
      here.people.push(page);
      if (name) await enter(page, url, name, room);
      return page;
    },

    // Somebody without a browser.
    async wire(name, room = 'sala1') {
      const made = await Wire.join(here.server.url, name, room);
      here.wires.push(made);
      return made;
    },

    // To the server, and to be cut.
    async cable() {
      const made = new Cable();
      await made.lay(here.server);
      here.cables.push(made);
      return made;
    },
  };

  before(async () => {
    here.browser = await launch();
  });
  after(() => here.browser.close());
  beforeEach(async () => {
    Object.assign(here, { server: null, people: [], wires: [], cables: [] });
    await here.serve(setting);
  });
  afterEach(async () => {
    for (const page of here.people) {
      assert.deepEqual(page.problems, [], 'the page has thrown nothing');
      await page.context().close();
    }
    for (const wire of here.wires) wire.leave();
    for (const cable of here.cables) cable.remove();
    assert.equal(here.server.process.exitCode, null, 'the server is still there');
    await here.server.remove();
  });
  return here;
}
