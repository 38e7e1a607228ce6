// A JPEG without what it tells about its maker (ISO 10918-1 annex B; Exif, XMP, IPTC, comments, embedded previews and
// whatever hangs behind the end). Stays: the picture, its colours (JFIF, ICC, Adobe) and how it is turned.
import { ascii, big16, Damaged, isAt, Kept } from './bytes.js';
import { onlyOrientation, orientationOf } from './exif.js';

const startOfScan = 0xda;
const endOfImage = 0xd9;
const scanned = 256 * 1024;
const isFrame = (marker) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const standsAlone = (marker) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
const isApp = (marker) => marker >= 0xe0 && marker <= 0xef;

export async function cleanJpeg(reader) {
  const head = await reader.exactly(0, 3);
  if (head[0] !== 0xff || head[1] !== 0xd8 || head[2] !== 0xff) throw new Damaged('no JPEG');
  const segments = []; // { marker, from, to }, those that stay
  let orientation = 1;
  let hasExif = false;
  let size = null;
  let hasScan = false;
  for (let at = 2; ;) {
    if (at >= reader.size && hasScan) break; // cut off in the picture: browsers show what is there
    const [mark, marker] = await reader.exactly(at, 2);
    if (mark !== 0xff) throw new Damaged('no marker');
    if (marker === 0xff) {
      at++;
      continue;
    } // fill byte
    if (standsAlone(marker) || marker === endOfImage) {
      segments.push({ marker, from: at, to: at + 2 });
      at += 2;
      if (marker === endOfImage) break;
      continue;
    }
    const length = big16(await reader.exactly(at + 2, 2), 0);
    const data = await reader.exactly(at + 4, Math.max(length, 2) - 2);
    if (length < 2) throw new Damaged('no length');
    if (isFrame(marker)) size = frameSize(data);
    if (marker === 0xe1 && !hasExif && isAt(data, 0, 'Exif\0\0')) {
      orientation = orientationOf(data.subarray(6));
      hasExif = true;
    }
    let end = at + 2 + length;
    if (marker === startOfScan) {
      end = await endOfScan(reader, end);
      hasScan = true;
    }
    if (stays(marker, data)) segments.push({ marker, from: at, to: end });
    at = end;
  }
  if (!hasScan || !size) throw new Damaged('no picture');
  const isTurned = orientation >= 5;
  return {
    kept: joined(segments, orientation),
    width: isTurned ? size.height : size.width,
    height: isTurned ? size.width : size.height,
  };
}

function stays(marker, data) {
  if (marker === 0xfe) return false;
  if (!isApp(marker)) return true;
  return (
    (marker === 0xe0 && isAt(data, 0, 'JFIF\0')) ||
    (marker === 0xe2 && ascii(data, 0, 12) === 'ICC_PROFILE\0') ||
    (marker === 0xee && isAt(data, 0, 'Adobe'))
  );
}

function frameSize(data) {
  if (data.length < 5) throw new Damaged('no size');
  return { height: big16(data, 1), width: big16(data, 3) };
}

// Where the next marker stands that is not part of the coded picture (0xFF00 is data, 0xFFD0 to D7 restart).
async function endOfScan(reader, from) {
  for (let at = from; at + 1 < reader.size;) {
    const bytes = await reader.bytes(at, scanned);
    let i = bytes.indexOf(0xff);
    for (; i >= 0 && i + 1 < bytes.length; i = bytes.indexOf(0xff, i + 1)) {
      const next = bytes[i + 1];
      if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at + i;
    }
    at += i < 0 ? bytes.length : i; // the last byte may begin a marker
  }
  return reader.size;
}

// The new Exif segment stands where the standard wants it: first, behind JFIF's.
function joined(segments, orientation) {
  const kept = new Kept();
  kept.stretch(0, 2);
  const isFirst = segments[0]?.marker === 0xe0 ? 1 : 0;
  segments.forEach(({ from, to }, i) => {
    if (i === isFirst && orientation !== 1) kept.add(exifSegment(orientation));
    kept.stretch(from, to);
  });
  return kept;
}

function exifSegment(orientation) {
  const exif = onlyOrientation(orientation);
  return Uint8Array.of(0xff, 0xe1, 0, exif.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...exif);
}
