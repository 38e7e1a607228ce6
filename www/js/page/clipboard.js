// Copying where the clipboard's own interface is missing, as it is without HTTPS. Where nothing helps, the text is
// selected, and people copy it themselves.

// `element` shows the text; a field is put beside it for a moment, so that it works in a dialog. 'copied' or
// 'selected'.
export async function copyText(text, element) {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    /* not here, or not allowed */
  }
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  field.setAttribute('aria-hidden', 'true');
  field.readOnly = true; // no keyboard comes up
  element.after(field);
  field.select();
  let done = false;
  try {
    // Behind a dialog nothing is focused, nor copied.
    done = document.activeElement === field && document.execCommand('copy');
  } catch {
    /* not allowed */
  }
  field.remove();
  focused?.focus({ preventScroll: true });
  if (done) return 'copied';
  getSelection().selectAllChildren(element);
  return 'selected';
}
