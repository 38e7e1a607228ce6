// Says in words what is wrong with the connection and what to try, and what this page cannot do without HTTPS.
import { diagnose, examine, missingAbilities } from '../net/doctor.js';
import { h } from '../page/dom.js';
import { t } from '../page/i18n.js';
import { openDialog } from './dialog.js';

export function openDoctor(socketUrl, onFine) {
  const finding = h('div', { className: 'finding', role: 'status', 'data-testid': 'doctor-finding' });
  const again = h('button', { type: 'button', className: 'button', 'data-testid': 'doctor-again' }, t('lookAgain'));
  const look = async () => {
    again.disabled = true;
    finding.replaceChildren(h('p', { className: 'hint' }, t('looking')));
    const result = diagnose(await examine(socketUrl));
    finding.dataset.result = result;
    finding.replaceChildren(...describe(result));
    again.disabled = false;
    if (result === 'fine') onFine();
  };
  again.addEventListener('click', look);
  openDialog('doctor', t('doctor'), finding, again, abilities());
  look();
}

function describe(result) {
  const key = `doctor${result[0].toUpperCase()}${result.slice(1)}`;
  const tries = t(`${key}Try`) ?? [];
  return [
    h('p', { className: 'lead' }, t(key)),
    tries.length > 0 && h('ul', { className: 'tries' }, ...tries.map((text) => h('li', {}, text))),
    result !== 'fine' && h('p', { className: 'hint' }, t('doctorDrafts')),
  ].filter(Boolean);
}

function abilities() {
  const missing = missingAbilities(window);
  return h(
    'section',
    { className: 'abilities', 'data-testid': 'abilities' },
    h('h3', {}, t('abilities')),
    h('p', { className: 'hint' }, t(missing.length > 0 ? 'abilitiesInsecure' : 'abilitiesSecure')),
    missing.length > 0 &&
      h('dl', {}, ...missing.map((key) => h('div', {}, h('dt', {}, t(key)), h('dd', {}, t(`${key}Instead`))))),
  );
}
