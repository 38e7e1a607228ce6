// Pictures that somebody sent together are one row with several: the rows of timeline() go in, fewer come out. Pure.
import { kindOf } from './kinds.js';

const togetherMs = 60_000;
const most = 10; // in a grid; what is more begins the next one
export const shown = 4;

export function gathered(rows) {
  const result = [];
  for (let i = 0; i < rows.length;) {
    const run = runFrom(rows, i);
    result.push(run ? together(run) : rows[i]);
    i += run?.length ?? 1;
  }
  return result;
}

// Several that stand together, or null. A caption ends a grid, and stands under it.
function runFrom(rows, from) {
  if (!isPicture(rows[from])) return null;
  const run = [rows[from]];
  while (run.length < most && !run.at(-1).text) {
    const next = rows[from + run.length];
    if (!next || !isPicture(next) || next.from !== run[0].from || next.ts - run.at(-1).ts > togetherMs) break;
    run.push(next);
  }
  return run.length > 1 ? run : null;
}

function isPicture(row) {
  return row.kind === 'message' && row.state !== 'failed' && row.file !== undefined && kindOf(row.file) === 'picture';
}

function together(rows) {
  const [first, last] = [rows[0], rows.at(-1)];
  const state = rows.find((row) => row.state !== 'sent')?.state ?? 'sent';
  return {
    ...first,
    ts: last.ts,
    text: last.text,
    last: last.last,
    state,
    until: last.seq,
    pictures: rows,
    look: rows.map((row) => [row.key, row.state]),
  };
}
