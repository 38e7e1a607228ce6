// What a conversation shows, in order: days, messages in groups, comings and goings, what is still on its way. Pure.
import { dayOf } from './format.js';

const groupMs = 5 * 60_000;

export function timeline({ entries, notices, outbox, me }) {
  const rows = [];
  const left = [...notices];
  const takeNotices = (upTo) => { while (left.length > 0 && left[0].after < upTo) addNotice(rows, left.shift()); };
  let day = null;
  const addMessage = (row) => {
    if (dayOf(row.ts) !== day) {
      day = dayOf(row.ts);
      rows.push({ kind: 'day', key: `d${day}`, day });
    }
    const before = rows.at(-1);
    row.first = before?.kind !== 'message' || before.from !== row.from || row.ts - before.ts > groupMs;
    row.last = true;
    if (!row.first) before.last = false;
    rows.push(row);
  };
  // A lost log begins at 1 again: the number alone does not tell entries apart.
  for (const entry of entries) {
    takeNotices(entry.seq);
    addMessage({ ...entry, kind: 'message', key: `m${entry.seq}.${entry.ts}`, own: entry.from === me, state: 'sent' });
  }
  takeNotices(Infinity);
  for (const { message, info, ts, state, error } of outbox) {
    addMessage({ kind: 'message', key: `p${message.id}`, id: message.id, ts, from: me, text: message.text,
      file: info ?? undefined, own: true, state, error });
  }
  return rows;
}

// Those who came (or left) one after the other share a line.
function addNotice(rows, { after, event, name }) {
  const before = rows.at(-1);
  if (before?.kind === 'notice' && before.event === event) {
    if (!before.names.includes(name)) before.names.push(name);
    return;
  }
  rows.push({ kind: 'notice', key: `n${after}.${rows.length}`, event, names: [name] });
}
