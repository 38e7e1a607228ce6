// What may be sent: by a file's name, and by how its content begins, as the server looks at it. Pure.
import { ascii, isAt } from './bytes.js';
import { extensionOf } from './kinds.js';

export const sniffed = 4096; // bytes that a type is known by

const hex = (text) =>
  text
    .split(' ')
    .map((byte) => String.fromCharCode(parseInt(byte, 16)))
    .join('');
const begins =
  (...starts) =>
  (b) =>
    starts.some((start) => isAt(b, 0, start));
const isZip = begins('PK\x03\x04', 'PK\x05\x06');
const isRiff = (kind) => (b) => isAt(b, 0, 'RIFF') && isAt(b, 8, kind);
const isEntry =
  (...names) =>
  (b) =>
    isAt(b, 0, 'PK\x03\x04') && names.some((name) => isAt(b, 30, name));
const isPackage = isEntry(
  '[Content_Types].xml',
  '_rels/',
  'docProps/',
  'word/',
  'xl/',
  'ppt/',
  'customXml/',
  '[trash]/',
);
const isOpenDocument = (b) =>
  isEntry('mimetype')(b) && ascii(b, 30, 96).includes('application/vnd.oasis.opendocument.');
const isText = (b) =>
  isAt(b, 0, hex('ff fe')) ||
  isAt(b, 0, hex('fe ff')) ||
  b.every((byte) => byte >= 0x20 || (byte >= 8 && byte <= 13) || byte === 0x1b);
const isPdf = (b) => ascii(b, 0, 1024).includes('%PDF-') && !/^[\xef\xbb\xbf\s\0]*</u.test(ascii(b, 0, 1024));
const isMp3 = (b) => isAt(b, 0, 'ID3') || (b[0] === 0xff && (b[1] & 0xe6) === 0xe2);
const isWebm = (b) => isAt(b, 0, hex('1a 45 df a3')) && ascii(b, 0, 64).includes('webm');

// ISO 14496-12 section 4.3: a file type box with one of these brands.
const hasBrand =
  (...brands) =>
  (b) => {
    if (!isAt(b, 4, 'ftyp')) return false;
    const end = Math.min(b.length, 512, Math.max(12, (b[2] << 8) | b[3]));
    for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) if (brands.includes(ascii(b, at, 4))) return true;
    return false;
  };

const isJpeg = begins(hex('ff d8 ff'));
const matchers = {
  png: begins(`${hex('89')}PNG\r\n\x1a\n`),
  jpg: isJpeg,
  jpeg: isJpeg,
  gif: begins('GIF87a', 'GIF89a'),
  webp: isRiff('WEBP'),
  avif: hasBrand('avif', 'avis'),
  heic: hasBrand('heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'),
  pdf: isPdf,
  docx: isPackage,
  xlsx: isPackage,
  pptx: isPackage,
  odt: isOpenDocument,
  ods: isOpenDocument,
  odp: isOpenDocument,
  txt: isText,
  md: isText,
  csv: isText,
  zip: isZip,
  mp3: isMp3,
  ogg: begins('OggS'),
  wav: isRiff('WAVE'),
  mp4: hasBrand(
    'isom',
    'iso2',
    'iso3',
    'iso4',
    'iso5',
    'iso6',
    'mp41',
    'mp42',
    'avc1',
    'M4V ',
    'M4A ',
    'MSNV',
    'dash',
    '3gp4',
    '3gp5',
    'qt  ',
  ),
  webm: isWebm,
};
const pictures = ['png', 'jpg', 'gif', 'webp', 'avif', 'heic'];

// Types that are not known here are left to the server.
export function matches(extension, firstBytes) {
  return matchers[extension]?.(firstBytes) ?? true;
}

// The name under which the server takes it. Pictures often have another one's extension, or none: theirs is put right.
export function rightName(name, firstBytes) {
  const extension = extensionOf(name);
  if (matchers[extension]?.(firstBytes)) return name;
  const isPicture = !(extension in matchers) || [...pictures, 'jpeg'].includes(extension);
  const real = isPicture && pictures.find((each) => matchers[each](firstBytes));
  if (!real) return name;
  return `${extension in matchers ? name.slice(0, -extension.length - 1) : name.replace(/\.$/u, '')}.${real}`;
}

// Why it cannot be sent, as the server would say it; null when it can.
export function refusal({ name, size }, firstBytes, limits) {
  const extension = extensionOf(name);
  if (!limits.types.includes(extension)) return 'bad_type';
  if (size > limits.upload) return 'too_large';
  if (size === 0) return 'empty_file';
  return matches(extension, firstBytes) ? null : 'bad_content';
}
