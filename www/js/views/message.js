// One message as it stands in the conversation.
import { h } from '../dom.js';
import { clock, personColor, pieces } from '../format.js';
import { errorText, locale, t } from '../i18n.js';
import { avatar } from './people.js';
import { attachment } from './pictures.js';

// `actions`: openImage(file, row), retry(id), discard(id).
export function messageElement(row, actions) {
  const element = h('div', {
    className: ['message', row.own && 'own', row.first && 'first', row.last && 'last'].filter(Boolean).join(' '),
    'data-testid': 'message', 'data-seq': row.seq ?? '', 'data-state': row.state,
  });
  if (!row.own && row.first) element.append(avatar(row.from), author(row.from));
  else element.append(h('span', { className: 'visually-hidden', 'data-testid': 'message-author' }, row.from));
  element.append(h('div', { className: 'body' }, row.file && attachment(row, actions),
    row.text && h('div', { className: 'bubble', 'data-testid': 'message-text', title: clock(row.ts, locale) }, ...linked(row.text)),
    h('span', { className: 'time' }, clock(row.ts, locale), row.state === 'pending' && h('span', { className: 'waiting' }, ` · ${t('waiting')}`)), row.state === 'failed' && problem(row, actions)));
  return element;
}

function author(name) {
  const element = h('span', { className: 'author', 'data-testid': 'message-author' }, name);
  element.style.color = `var(--person-${personColor(name)})`;
  return element;
}

function linked(text) {
  return pieces(text).map((piece) => (piece.href
    ? h('a', { href: piece.href, target: '_blank', rel: 'noopener noreferrer' }, piece.text) : piece.text));
}

function problem(row, actions) {
  return h('div', { className: 'problem', role: 'alert' }, h('span', { className: 'error' }, row.file?.why ?? errorText(row.error)),
    !row.file?.upload?.final && h('button', { type: 'button', className: 'button small', onclick: () => actions.retry(row.id) }, t('retry')),
    h('button', { type: 'button', className: 'button small', onclick: () => actions.discard(row.id) }, t('discard')));
}
