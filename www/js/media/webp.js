// A WebP without what it tells about its maker (RFC 9649). Stays: the picture, its colours and its animation, and how
// it is turned.
import { ascii, Damaged, isAt, Kept, little16, little24, little32 } from './bytes.js';
import { onlyOrientation, orientationOf } from './exif.js';

const mostExif = 256 * 1024;
const wanted = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);
const exifFlag = 0x08;
const xmpFlag = 0x04;

export async function cleanWebp(reader) {
  const head = await reader.exactly(0, 12);
  if (!isAt(head, 0, 'RIFF') || !isAt(head, 8, 'WEBP')) throw new Damaged('no WebP');
  const end = Math.min(reader.size, 8 + little32(head, 4));
  const chunks = []; // { type, from, to }, all of them
  let size = null;
  let extended = null; // the whole VP8X chunk
  let orientation = 1;
  for (let at = 12; at + 8 <= end;) {
    const start = await reader.exactly(at, 8);
    const type = ascii(start, 0, 4);
    const length = little32(start, 4);
    const next = at + 8 + length + (length & 1);
    if (at + 8 + length > end) throw new Damaged('no chunk');
    size ??= pictureSize(type, await reader.bytes(at + 8, 10));
    if (type === 'VP8X') extended = (await reader.exactly(at, 18)).slice();
    if (type === 'EXIF' && length <= mostExif)
      orientation = orientationOf(withoutPrefix(await reader.exactly(at + 8, length)));
    chunks.push({ type, from: at, to: Math.min(next, end) });
    at = next;
  }
  if (!size) throw new Damaged('no picture');
  return { kept: joined(chunks, extended, orientation, end === reader.size), ...size };
}

function joined(chunks, extended, orientation, isWhole) {
  const kept = new Kept();
  const isClean = chunks.every(({ type }) => wanted.has(type)) && !(extended && extended[8] & (exifFlag | xmpFlag));
  if (isClean && isWhole) {
    kept.stretch(0, chunks.at(-1).to);
    return kept;
  }
  const exif = extended && orientation !== 1 ? chunk('EXIF', onlyOrientation(orientation)) : null;
  const header = new Uint8Array(12);
  kept.add(header);
  for (const { type, from, to } of chunks) {
    if (type === 'VP8X') {
      extended[8] = (extended[8] & ~(exifFlag | xmpFlag)) | (exif ? exifFlag : 0);
      kept.add(extended);
    } else if (wanted.has(type)) {
      kept.stretch(from, to);
      if ((to - from) & 1) kept.add(new Uint8Array(1)); // the last one had no padding
    }
  }
  if (exif) kept.add(exif);
  header.set([...'RIFF....WEBP'].map((c) => c.charCodeAt(0)));
  new DataView(header.buffer).setUint32(4, kept.size - 8, true);
  return kept;
}

function pictureSize(type, data) {
  if (type === 'VP8X') return { width: little24(data, 4) + 1, height: little24(data, 7) + 1 };
  if (type === 'VP8L') {
    const bits = little32(data, 1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (type === 'VP8 ') return { width: little16(data, 6) & 0x3fff, height: little16(data, 8) & 0x3fff };
  return null;
}

// Some writers put JPEG's introduction before the data.
function withoutPrefix(exif) {
  return isAt(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif;
}

function chunk(type, data) {
  const bytes = new Uint8Array(8 + data.length + (data.length & 1));
  bytes.set([...type].map((c) => c.charCodeAt(0)));
  new DataView(bytes.buffer).setUint32(4, data.length, true);
  bytes.set(data, 8);
  return bytes;
}
