// Which key does what, and the list of them that the help shows.
import { h } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { openDialog } from './dialog.js';

export const shortcuts = [
  { keys: ['/'], does: 'keySearch' },
  { keys: ['Ctrl', 'K'], does: 'keyRooms' },
  { keys: ['Alt', 'ArrowUp'], does: 'keyPrevious' },
  { keys: ['Alt', 'ArrowDown'], does: 'keyNext' },
  { keys: ['Enter'], does: 'keySend' },
  { keys: ['Shift', 'Enter'], does: 'keyLine' },
  { keys: ['Escape'], does: 'keyClose' },
  { keys: ['?'], does: 'keyHelp' },
];

// 'help', 'search', 'rooms', 'previous', 'next', or null. `isWriting`: the key goes to a field of text.
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }, isWriting) {
  if (isComposing) return null;
  if (ctrlKey !== metaKey && !altKey && !shiftKey && key.toLowerCase() === 'k') return 'rooms';
  if (altKey && !ctrlKey && !metaKey && !shiftKey) return { ArrowUp: 'previous', ArrowDown: 'next' }[key] ?? null;
  if (isWriting || ctrlKey || metaKey || altKey) return null;
  return { '?': 'help', '/': 'search' }[key] ?? null;
}

export function openShortcuts() {
  const names = t('keyNames');
  openDialog(
    'shortcuts',
    t('shortcuts'),
    h(
      'dl',
      { className: 'keys' },
      ...shortcuts.map(({ keys, does }) =>
        h('div', {}, h('dt', {}, t(does)), h('dd', {}, ...keys.map((key) => h('kbd', {}, names[key] ?? key)))),
      ),
    ),
  );
}
