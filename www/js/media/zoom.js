// How a picture lies in its frame: at its middle, moved by x and y px and enlarged by `scale`. Pure.
const largest = 8;
const step = 1.6;
export const none = { scale: 1, x: 0, y: 0 };

// Enlarged by `factor` so that what is under `point` (px from the middle of the frame) stays there. `size`: of the
// picture as it lies in the frame unenlarged, `frame`: both { width, height }.
export function zoomed(view, factor, point, size, frame) {
  const scale = Math.min(largest, Math.max(1, view.scale * factor));
  const by = scale / view.scale;
  return held({ scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by }, size, frame);
}

export function moved(view, dx, dy, size, frame) {
  return held({ ...view, x: view.x + dx, y: view.y + dy }, size, frame);
}

export const larger = (view, ...rest) => zoomed(view, step, { x: 0, y: 0 }, ...rest);
export const smaller = (view, ...rest) => zoomed(view, 1 / step, { x: 0, y: 0 }, ...rest);

// Twice: enlarged there, or back.
export function toggled(view, point, size, frame) {
  return view.scale > 1 ? none : zoomed(view, 2.5, point, size, frame);
}

// The picture does not leave the frame: where it is larger its edges stay outside, else it is in the middle.
function held({ scale, x, y }, size, frame) {
  const room = (length, available) => Math.max(0, (length * scale - available) / 2);
  const clamp = (value, most) => Math.min(most, Math.max(-most, value)) + 0;
  return { scale, x: clamp(x, room(size.width, frame.width)), y: clamp(y, room(size.height, frame.height)) };
}
