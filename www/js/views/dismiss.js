// A dialog that also closes when one presses beside it. A press that began before it opened does not count.
export function dismissOutside(dialog) {
  let isPressed = false;
  dialog.addEventListener('pointerdown', (event) => { isPressed = isBeside(dialog, event); });
  dialog.addEventListener('click', (event) => { if (isPressed && isBeside(dialog, event)) dialog.close(); });
}

function isBeside(dialog, { target, clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return target === dialog && (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom);
}
