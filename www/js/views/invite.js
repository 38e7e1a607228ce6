// How others come in: a code for their cameras, the address as text, ways to pass it on.
import { roomUrl, toPassOn } from '../addresses.js';
import { copyText } from '../clipboard.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { openDialog } from './dialog.js';
import { qrCode } from './qr_code.js';

const saidMs = 2_500;

export function openInvite(room, addresses) {
  openDialog('invite', room ? t('inviteTitle', room) : t('invite'), inviteCard(room, addresses));
}

// The same for a dialog and for an empty room. `lead` stands above it.
export function inviteCard(room, addresses, lead = null) {
  const urls = toPassOn(location, addresses);
  const card = h('div', { className: 'invite', 'data-testid': 'invite-card' });
  if (urls.length === 0) {
    card.append(lead ?? '', h('p', { className: 'hint', 'data-testid': 'invite-none' }, t('inviteNone'), ' ', h('code', { className: 'command' }, 'papo --host 0.0.0.0')));
    return card;
  }
  const show = (address) => card.replaceChildren(lead ?? '', ...panel(room, address, urls, (other) => {
    show(other);
    card.querySelector('select').focus();
  }));
  show(urls[0]);
  return card;
}

function panel(room, address, urls, show) {
  const url = roomUrl(address, room);
  const whole = qrCode(url, t('inviteCode', url));
  const text = h('p', { className: 'address', dir: 'ltr', 'data-testid': 'invite-address' }, readable(url));
  const said = h('p', { className: 'hint', role: 'status', 'data-testid': 'invite-said' });
  return [
    whole ?? qrCode(roomUrl(address), t('inviteCode', roomUrl(address))),
    !whole && h('p', { className: 'hint' }, t('inviteShort')),
    text,
    h('div', { className: 'actions' }, copyButton(url, text, said), typeof navigator.share === 'function' && shareButton(room, url)),
    said,
    h('p', { className: 'hint' }, t('inviteHint')),
    urls.length > 1 && h('label', { className: 'choice' }, t('inviteOthers'), select(urls, address, show)),
  ].filter(Boolean);
}

function select(urls, address, show) {
  const element = h('select', { 'data-testid': 'invite-select', onchange: () => show(element.value) },
    ...urls.map((url) => h('option', { value: url, selected: url === address }, url.replace(/^https?:\/\//u, ''))));
  return element;
}

function copyButton(url, text, said) {
  const button = h('button', { type: 'button', className: 'button primary', 'data-testid': 'invite-copy' }, t('copy'));
  button.addEventListener('click', async () => {
    const how = await copyText(url, text);
    said.textContent = how === 'copied' ? '' : t('copyYourself');
    if (how !== 'copied') return;
    button.textContent = t('copied');
    setTimeout(() => { button.textContent = t('copy'); }, saidMs);
  });
  return button;
}

function shareButton(room, url) {
  return h('button', { type: 'button', className: 'button', 'data-testid': 'invite-share',
    onclick: () => navigator.share({ title: 'papo', text: t('shareText', room ?? 'papo'), url }).catch(() => {}) }, t('share'));
}

// As people would write it: browsers take it back. Spaces would end a link where it is pasted.
function readable(url) {
  try {
    return decodeURI(url).replace(/\s/gu, encodeURIComponent);
  } catch {
    return url;
  }
}
