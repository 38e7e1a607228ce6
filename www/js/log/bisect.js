// The first index in [from, to) where `is` holds, else `to`; `is` changes but once. Pure.
export function firstIndex(from, to, is) {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (is(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
