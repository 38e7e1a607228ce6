// How others come in: a code for their cameras, the address as text, ways to pass it on.
import { copyText } from '../page/clipboard.js';
import { h } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { roomUrl, toPassOn } from '../text/links.js';
import { encode } from '../text/qr.js';
import { openDialog } from './dialog.js';

const saidMs = 2_500;
const namespace = 'http://www.w3.org/2000/svg';
const quiet = 4; // modules of margin, which cameras need

export function openInvite(room, addresses) {
  openDialog('invite', room ? t('inviteTitle', room) : t('invite'), inviteCard(room, addresses));
}

// The same for a dialog and for an empty room. `lead` stands above it.
export function inviteCard(room, addresses, lead = null) {
  const urls = toPassOn(location, addresses);
  const card = h('div', { className: 'invite', 'data-testid': 'invite-card' });
  if (urls.length === 0) {
    card.append(
      lead ?? '',
      h(
        'p',
        { className: 'hint', 'data-testid': 'invite-none' },
        t('inviteNone'),
        ' ',
        h('code', { className: 'command' }, 'papo --host 0.0.0.0'),
      ),
    );
    return card;
  }
  const show = (address) =>
    card.replaceChildren(
      lead ?? '',
      ...panel(room, address, urls, (other) => {
        show(other);
        card.querySelector('select').focus();
      }),
    );
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
    h(
      'div',
      { className: 'actions' },
      copyButton(url, text, said),
      typeof navigator.share === 'function' && shareButton(room, url),
    ),
    said,
    h('p', { className: 'hint' }, t('inviteHint')),
    urls.length > 1 && h('label', { className: 'choice' }, t('inviteOthers'), select(urls, address, show)),
  ].filter(Boolean);
}

function select(urls, address, show) {
  const element = h(
    'select',
    { 'data-testid': 'invite-select', onchange: () => show(element.value) },
    ...urls.map((url) => h('option', { value: url, selected: url === address }, url.replace(/^https?:\/\//u, ''))),
  );
  return element;
}

function copyButton(url, text, said) {
  const button = h('button', { type: 'button', className: 'button primary', 'data-testid': 'invite-copy' }, t('copy'));
  button.addEventListener('click', async () => {
    const how = await copyText(url, text);
    said.textContent = how === 'copied' ? '' : t('copyYourself');
    if (how !== 'copied') return;
    button.textContent = t('copied');
    setTimeout(() => {
      button.textContent = t('copy');
    }, saidMs);
  });
  return button;
}

function shareButton(room, url) {
  return h(
    'button',
    {
      type: 'button',
      className: 'button',
      'data-testid': 'invite-share',
      onclick: () => navigator.share({ title: 'papo', text: t('shareText', room ?? 'papo'), url }).catch(() => {}),
    },
    t('share'),
  );
}

// As people would write it: browsers take it back. Spaces would end a link where it is pasted.
function readable(url) {
  try {
    return decodeURI(url).replace(/\s/gu, encodeURIComponent);
  } catch {
    return url;
  }
}

// A QR code as a picture, dark on light in every theme; null when the text is too long for one.
function qrCode(text, label) {
  const rows = encode(text);
  if (!rows) return null;
  const size = rows.length + 2 * quiet;
  const svg = document.createElementNS(namespace, 'svg');
  for (const [key, value] of Object.entries({
    viewBox: `0 0 ${size} ${size}`,
    role: 'img',
    'aria-label': label,
    class: 'qr',
    'shape-rendering': 'crispEdges',
  })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute(
    'd',
    rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : ''))).join(''),
  );
  svg.append(path);
  return svg;
}
