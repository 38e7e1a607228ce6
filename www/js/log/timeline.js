// What a conversation shows, in order: days, messages in groups, comings and goings, the line before what is new, what
// is still on its way. Pure, but that an entry's row is the same object each time. `entries` are a part of the log;
// `before` is the entry that stands before them, if any.
import { dayOf } from '../text/format.js';

const groupMs = 5 * 60_000;
const shortestDay = 22 * 3_600_000; // before that no clock has to be asked, whatever summer time does

const rowsOf = new WeakMap(); // entry of a log -> its row: most are wanted again in the next frame

export function timeline({ entries, before = null, notices, outbox, me, firstUnread = 0 }) {
  const rows = [];
  const left = before ? notices.filter((notice) => notice.after >= before.seq) : [...notices];
  const takeNotices = (upTo) => {
    while (left.length > 0 && left[0].after < upTo) addNotice(rows, left.shift());
  };
  let day = before && dayOf(before.ts);
  let nextDay = day === null ? -Infinity : day + shortestDay;
  let previous = before && { from: before.from, ts: before.ts }; // the message that a next one may belong to
  const addMessage = (row) => {
    if (row.ts >= nextDay && dayOf(row.ts) !== day) {
      day = dayOf(row.ts);
      nextDay = day + shortestDay;
      rows.push({ kind: 'day', key: `d${day}`, day });
    }
    if (row.seq && row.seq === firstUnread) rows.push({ kind: 'unread', key: 'unread' });
    if (rows.length > 0 && rows.at(-1).kind !== 'message') previous = null;
    row.first = previous?.from !== row.from || row.ts - previous.ts > groupMs;
    row.last = true;
    if (!row.first) previous.last = false;
    rows.push(row);
    previous = row;
  };
  // A lost log begins at 1 again: the number alone does not tell entries apart.
  for (const entry of entries) {
    takeNotices(entry.seq);
    addMessage(rowOf(entry, me));
  }
  takeNotices(Infinity);
  for (const { message, info, ts, state, error } of outbox) {
    const notBefore = Math.max(ts, rows.findLast((row) => row.ts)?.ts ?? 0); // the server's clock is another one
    addMessage({
      kind: 'message',
      key: `p${message.id}`,
      id: message.id,
      ts: notBefore,
      from: me,
      text: message.text,
      file: info ?? undefined,
      own: true,
      state,
      error,
    });
  }
  return rows;
}

function rowOf(entry, me) {
  let row = rowsOf.get(entry);
  if (!row)
    rowsOf.set(
      entry,
      (row = {
        ...entry,
        kind: 'message',
        key: `m${entry.seq}.${entry.ts}`,
        state: 'sent',
        own: false,
        first: false,
        last: false,
      }),
    );
  row.own = entry.from === me;
  return row;
}

// Those who came and left one after the other share a line. Who did both is where the last of it left them.
function addNotice(rows, { after, event, name }) {
  if (rows.at(-1)?.kind !== 'notice') rows.push({ kind: 'notice', key: `n${after}`, came: [], went: [] });
  const row = rows.at(-1);
  const without = (names) => names.filter((each) => each !== name);
  row.came = event === 'join' ? [...without(row.came), name] : without(row.came);
  row.went = event === 'leave' ? [...without(row.went), name] : without(row.went);
}
