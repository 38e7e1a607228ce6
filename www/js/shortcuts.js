// Which key does what. Pure; the list of them is what the help shows.
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

// 'help', 'rooms', 'previous', 'next', or null. `isWriting`: the key goes to a field of text.
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, isComposing }, isWriting) {
  if (isComposing) return null;
  if ((ctrlKey !== metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k') return 'rooms';
  if (altKey && !ctrlKey && !metaKey && !shiftKey) return { ArrowUp: 'previous', ArrowDown: 'next' }[key] ?? null;
  return key === '?' && !isWriting && !ctrlKey && !metaKey && !altKey ? 'help' : null;
}
