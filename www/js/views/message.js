// One message as it stands in the conversation.
import { h, icon } from '../dom.js';
import { clock, fileSize, fit, personColor, pieces } from '../format.js';
import { errorText, locale, t } from '../i18n.js';
import { avatar } from './people.js';

// `actions`: openImage(file), retry(id), discard(id). `box`: the largest picture in pixels, { width, height }.
export function messageElement(row, actions, box) {
  const element = h('div', {
    className: ['message', row.own && 'own', row.first && 'first', row.last && 'last'].filter(Boolean).join(' '),
    'data-testid': 'message', 'data-seq': row.seq ?? '', 'data-state': row.state,
  });
  if (!row.own && row.first) element.append(avatar(row.from), author(row.from));
  else element.append(h('span', { className: 'visually-hidden', 'data-testid': 'message-author' }, row.from));
  element.append(h('div', { className: 'body' }, row.file && attachment(row.file, actions, box),
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

function attachment(file, actions, box) {
  if (!file.type.startsWith('image/') || /hei[cf]/u.test(file.type)) return fileCard(file);
  const { width, height } = fit(file, box.width, box.height);
  const button = h('button', { type: 'button', className: 'picture', 'aria-label': t('openImage', file.name), onclick: () => actions.openImage(file) },
    h('img', { src: file.url, alt: file.name, loading: 'lazy', decoding: 'async', 'data-testid': 'message-image' }));
  button.style.width = `${width}px`;
  button.style.aspectRatio = `${width} / ${height}`;
  return button;
}

function fileCard(file) {
  return h('a', { className: 'file-card', href: `${file.url}?download`, download: file.name, 'data-testid': 'message-file' }, icon('file'),
    h('span', {}, file.name, h('span', { className: 'size' }, fileSize(file.size, locale))));
}

function problem(row, actions) {
  return h('div', { className: 'problem', role: 'alert' }, h('span', { className: 'error' }, errorText(row.error)),
    h('button', { type: 'button', className: 'button small', onclick: () => actions.retry(row.id) }, t('retry')),
    h('button', { type: 'button', className: 'button small', onclick: () => actions.discard(row.id) }, t('discard')));
}
