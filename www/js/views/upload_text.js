// How an upload is going, in words.
import { errorText, locale, t, words } from '../page/i18n.js';
import { fileSize } from '../text/format.js';

// Why it failed. `limits` as in `welcome`.
export function whyFailed({ error }, limits) {
  if (error === 'too_large') return t('tooLarge', fileSize(limits.upload, locale));
  return words.uploadErrors[error] ?? errorText(error);
}

// What the button says that tries again; null when that would change nothing.
export function anotherTry({ error, final }) {
  if (error === 'damaged') return t('sendAnyway');
  return final ? null : t('retry');
}

export function howItGoes(item) {
  const size = fileSize(item.blob?.size ?? item.file.size, locale);
  if (item.state === 'preparing') return `${size} · ${t('preparing')}`;
  if (item.state === 'waiting') return item.error ? t('offlineUpload') : `${size} · ${t('queued')}`;
  if (item.state === 'done') return item.note ? t(`${item.note}Note`) : `${size} · ${t('uploaded')}`;
  return item.pace
    ? `${t('speed', fileSize(item.pace.speed, locale))} · ${t('left', duration(item.pace.left))}`
    : `${size} · ${t('uploading')}`;
}

function duration(seconds) {
  return seconds < 60 ? t('seconds', seconds) : t('minutes', Math.round(seconds / 60));
}
