// What people choose for themselves.
import { h } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { openDialog } from './dialog.js';

// `actions`: shortcuts(), doctor().
export function openSettings(settings, actions) {
  openDialog(
    'settings',
    t('settings'),
    options(settings, 'theme', t('theme'), t('themes')),
    options(settings, 'contrast', t('contrast'), t('contrasts')),
    options(settings, 'text', t('textSize'), t('textSizes')),
    toggle(settings, 'sounds', t('sounds'), t('soundsHint')),
    notificationsToggle(settings),
    options(settings, 'language', t('languageOf'), t('languages'), {
      hint: t('languageHint'),
      changed: () => location.reload(),
    }),
    h(
      'div',
      { className: 'actions' },
      h(
        'button',
        { type: 'button', className: 'button', 'data-testid': 'settings-shortcuts', onclick: actions.shortcuts },
        t('shortcuts'),
      ),
      h(
        'button',
        { type: 'button', className: 'button', 'data-testid': 'settings-doctor', onclick: actions.doctor },
        t('doctor'),
      ),
    ),
  );
}

// One of several: radio buttons, side by side.
function options(settings, key, legend, names, { hint = null, changed = () => {} } = {}) {
  return h(
    'fieldset',
    { className: 'options', 'data-testid': `settings-${key}` },
    h('legend', {}, legend),
    h(
      'div',
      { className: 'segments' },
      ...Object.entries(names).map(([value, name]) =>
        h(
          'label',
          {},
          h('input', {
            type: 'radio',
            name: `settings-${key}`,
            value,
            checked: settings.values[key] === value,
            onchange: () => {
              settings.set(key, value);
              changed();
            },
          }),
          h('span', {}, name),
        ),
      ),
    ),
    hint && h('p', { className: 'hint' }, hint),
  );
}

function toggle(settings, key, name, hint, properties = {}) {
  const text = h('span', { className: 'hint', id: `settings-${key}-hint` }, hint);
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    checked: settings.values[key],
    'data-testid': `settings-${key}`,
    'aria-describedby': text.id,
    onchange: () => settings.set(key, input.checked),
    ...properties,
  });
  return h('label', { className: 'toggle' }, h('span', { className: 'text' }, h('span', {}, name), text), input);
}

// Why there can be none; null when they are possible.
function whyNoNotifications() {
  if (!window.isSecureContext) return t('notificationsInsecure');
  if (!('Notification' in window)) return t('notificationsMissing');
  return Notification.permission === 'denied' ? t('notificationsDenied') : null;
}

// The browser is asked only when somebody wants them.
function notificationsToggle(settings) {
  const why = whyNoNotifications();
  const element = toggle(settings, 'notifications', t('notifications'), why ?? t('notificationsHint'), {
    disabled: why !== null,
    checked: why === null && settings.values.notifications && Notification.permission === 'granted',
    onchange: async ({ currentTarget: input }) => {
      const wanted = input.checked;
      const isGranted = wanted && (await Notification.requestPermission()) === 'granted';
      settings.set('notifications', isGranted);
      if (wanted && !isGranted) element.replaceWith(notificationsToggle(settings));
    },
  });
  element.classList.toggle('off', why !== null);
  return element;
}
