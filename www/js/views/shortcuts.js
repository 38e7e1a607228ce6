// The keys, listed.
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { shortcuts } from '../shortcuts.js';
import { openDialog } from './dialog.js';

export function openShortcuts() {
  const names = t('keyNames');
  openDialog('shortcuts', t('shortcuts'), h('dl', { className: 'keys' }, ...shortcuts.map(({ keys, does }) => h('div', {},
    h('dt', {}, t(does)), h('dd', {}, ...keys.map((key) => h('kbd', {}, names[key] ?? key)))))));
}
