// Which rows of a conversation stand together in a block of the page. A browser lays out and paints a block by itself:
// one that only moves, because others come above it, costs next to nothing, and a few blocks cost less than many rows.
// Pure.
const blockSeqs = 8; // messages in a block: as many as are painted again when one of them changes

// `drawn`: [{ row }] in order, rows as of timeline(). Where a block ends does not depend on which rows there are, as
// long as they have a number; those that have none are with what follows them, the last ones with what is before.
export function inBlocks(drawn) {
  const blocks = [];
  let number = null; // of the last block
  let waiting = [];
  for (const each of drawn) {
    waiting.push(each);
    if (!each.row.seq) continue;
    const its = Math.floor(each.row.seq / blockSeqs);
    if (its === number) blocks.at(-1).push(...waiting);
    else blocks.push(waiting);
    number = its;
    waiting = [];
  }
  if (waiting.length > 0 && blocks.length > 0) blocks.at(-1).push(...waiting);
  else if (waiting.length > 0) blocks.push(waiting);
  return blocks;
}
