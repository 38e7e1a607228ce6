// What all dialogs have in common: a title, a way out (button, Escape, a click beside it), and the focus where it was
// when they close.
import { h, iconButton } from '../page/dom.js';
import { t } from '../page/i18n.js';

// Opens it and gives the element; one that is open already is given as it is, without the children.
export function openDialog(testid, title, ...children) {
  const open = document.querySelector(`dialog[data-testid="${testid}"]`);
  if (open) return open;
  const heading = h('h2', { id: `${testid}-title`, tabIndex: -1, autofocus: true }, title);
  const dialog = h(
    'dialog',
    { className: 'panel', 'data-testid': testid, 'aria-labelledby': heading.id },
    h(
      'header',
      { className: 'panel-head' },
      heading,
      iconButton('close', t('close'), { 'data-testid': 'dialog-close', onclick: () => dialog.close() }),
    ),
    h('div', { className: 'panel-body' }, ...children),
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('pointerdown', (event) => {
    if (isBeside(dialog, event)) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// A dialog that also closes when one presses beside it. A press that began before it opened does not count.
export function dismissOutside(dialog) {
  let isPressed = false;
  dialog.addEventListener('pointerdown', (event) => {
    isPressed = isBeside(dialog, event);
  });
  dialog.addEventListener('click', (event) => {
    if (isPressed && isBeside(dialog, event)) dialog.close();
  });
}

function isBeside(dialog, { target, clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return target === dialog && (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom);
}
