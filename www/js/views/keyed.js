// Brings the children of a list in line with `items`. What is the same stays untouched, so that neither focus nor
// scroll nor a tap under way is lost.
const kept = new WeakMap(); // list -> Map(key -> { element, signature })

// `keyOf(item)` tells items apart, `make(item)` gives the element of one; it is made anew when the item has changed.
export function showKeyed(list, items, keyOf, make) {
  const before = kept.get(list) ?? new Map();
  const now = new Map();
  for (const item of items) {
    const signature = JSON.stringify(item);
    const known = before.get(keyOf(item));
    now.set(keyOf(item), known?.signature === signature ? known : { element: make(item), signature });
  }
  kept.set(list, now);
  const focused = list.contains(document.activeElement) ? pathOf(before, document.activeElement) : null;
  for (const [key, { element }] of before) if (now.get(key)?.element !== element) element.remove();
  let at = list.firstChild;
  for (const { element } of now.values()) {
    if (element === at) at = at.nextSibling;
    else list.insertBefore(element, at);
  }
  if (focused && !list.contains(document.activeElement))
    stops(now.get(focused.key)?.element)[focused.index]?.focus({ preventScroll: true });
}

const stops = (element) => [...(element?.querySelectorAll('button') ?? [])];

function pathOf(items, focused) {
  for (const [key, { element }] of items)
    if (element.contains(focused)) return { key, index: stops(element).indexOf(focused) };
  return null;
}
