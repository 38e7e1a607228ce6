// Pictures and files as they stand in a message. Every box has its size before anything is loaded.
import { shown } from '../media/grid.js';
import { extensionOf, kindOf } from '../media/kinds.js';
import { localPreview } from '../media/local.js';
import { h, icon, iconButton } from '../page/dom.js';
import { locale, t } from '../page/i18n.js';
import { fileSize } from '../text/format.js';

const widest = 420; // px
const unknown = { width: 240, height: 180 };
const ratios = { flattest: 4, tallest: 0.4 }; // beyond these it is cut to fit
const fadeMs = 200;

// `row` of timeline() or gathered(). `actions`: openImage(file, row), discard(id).
export function attachment(row, actions) {
  if (row.pictures) return grid(row, actions);
  const kind = kindOf(row.file);
  if (kind === 'picture') return boxed(picture(row, actions), row.file);
  if (row.file.upload) return uploadCard(row, actions);
  if (kind === 'sound' || kind === 'video') return player(row.file, kind);
  return fileCard(row.file);
}

function boxed(element, file) {
  const { width, height } = file.width && file.height ? file : unknown;
  const ratio = Math.min(ratios.flattest, Math.max(ratios.tallest, width / height));
  element.style.setProperty(
    '--width',
    `${Math.max(64, Math.min(widest, Math.round(Math.max(width, height * ratio))))}px`,
  );
  element.style.setProperty('--ratio', ratio);
  return element;
}

function grid(row, actions) {
  const tiles = row.pictures.slice(0, shown).map((each) => picture(each, actions));
  const more = row.pictures.length - shown;
  if (more > 0) tiles.at(-1).append(h('span', { className: 'more', 'aria-label': t('moreOf', more) }, `+${more}`));
  return h(
    'div',
    {
      className: 'pictures',
      role: 'group',
      'aria-label': t('pictureGrid', row.pictures.length),
      'data-count': tiles.length,
      'data-testid': 'picture-grid',
    },
    ...tiles,
  );
}

function picture(row, actions) {
  const { file } = row;
  if (file.upload) return uploadingPicture(row, actions);
  const local = localPreview(file);
  const under = local ?? file.thumb;
  const image = h('img', {
    className: 'full',
    alt: file.name,
    loading: 'lazy',
    decoding: 'async',
    'data-testid': 'message-image',
  });
  const element = h(
    'button',
    {
      type: 'button',
      className: 'picture',
      'aria-label': t('openImage', file.name),
      onclick: () => actions.openImage(file, row),
    },
    under && h('img', { className: local ? 'under sharp' : 'under', src: under, alt: '' }),
    image,
  );
  image.addEventListener('load', () => {
    element.classList.remove('gone');
    element.classList.add('loaded');
    setTimeout(() => element.querySelector('.under')?.remove(), fadeMs); // it would shine through
  });
  image.addEventListener('error', () => {
    element.classList.add('gone');
    element.dataset.gone = t('pictureGone');
  });
  image.src = file.url;
  return element;
}

function uploadingPicture(row, actions) {
  const { upload, thumb, name } = row.file;
  return h(
    'div',
    {
      className: 'picture uploading',
      'data-testid': 'message-upload',
      'data-state': upload.state,
      'aria-label': name,
      role: 'group',
    },
    thumb && h('img', { className: 'under sharp', src: thumb, alt: name }),
    ...progress(row, actions),
  );
}

function uploadCard(row, actions) {
  const { file } = row;
  return h(
    'div',
    { className: 'file-card uploading', 'data-testid': 'message-upload', 'data-state': file.upload.state },
    ...fileLabel(file),
    ...progress(row, actions),
  );
}

function progress({ id, state, file }, actions) {
  if (state === 'failed') return [];
  return [
    h('progress', { max: 1, value: file.upload.progress, 'aria-label': t('uploading'), 'data-upload': id }),
    iconButton('close', t('cancel'), {
      className: 'icon-button cancel',
      'data-testid': 'message-upload-cancel',
      onclick: () => actions.discard(id),
    }),
  ];
}

export function fileLabel(file) {
  const extension = extensionOf(file.name).slice(0, 4);
  return [
    h('span', { className: 'file-icon', 'aria-hidden': 'true' }, extension || icon('file')),
    h(
      'span',
      { className: 'file-text' },
      h('span', { className: 'file-name', dir: 'auto', title: file.name }, file.name),
      h(
        'span',
        { className: 'size' },
        [extension.toUpperCase(), fileSize(file.size, locale)].filter(Boolean).join(' · '),
      ),
    ),
  ];
}

export function downloadLink(file, className, ...children) {
  return h(
    'a',
    {
      className,
      href: `${file.url}?download`,
      download: file.name,
      title: t('downloadFile', file.name),
      'data-testid': 'message-file',
    },
    ...children,
  );
}

function fileCard(file) {
  return downloadLink(file, 'file-card', ...fileLabel(file), icon('download'));
}

function player(file, kind) {
  const media =
    kind === 'sound'
      ? h('audio', { controls: true, preload: 'none', src: file.url })
      : h('video', { controls: true, preload: 'metadata', playsInline: true, src: file.url, poster: file.thumb ?? '' });
  media.setAttribute('aria-label', file.name);
  return h(
    'div',
    { className: `player ${kind}`, 'data-testid': `message-${kind}` },
    media,
    downloadLink(file, 'file-line', ...fileLabel(file), icon('download')),
  );
}
