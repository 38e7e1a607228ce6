// A picture as large as the window, with the way to keep it.
import { h, icon, iconButton } from '../dom.js';
import { t } from '../i18n.js';

export function openLightbox(place, file) {
  const dialog = h('dialog', { className: 'lightbox', 'data-testid': 'lightbox', 'aria-label': file.name });
  const close = () => dialog.close();
  dialog.append(h('div', { className: 'bar' }, h('span', { className: 'name' }, file.name),
    h('a', { className: 'icon-button', href: `${file.url}?download`, download: file.name, title: t('download'), 'aria-label': t('download'), 'data-testid': 'lightbox-download' }, icon('download')),
    iconButton('close', t('close'), { onclick: close })),
  h('img', { src: file.url, alt: file.name, onclick: close }));
  dialog.addEventListener('close', () => dialog.remove());
  place.append(dialog);
  dialog.showModal();
}
