// The one thing in a picture's Exif data that is needed to show it: how it is turned (Exif 2.32 section 4.6, TIFF 6.0).
import { big16, big32, isAt, little16, little32 } from './bytes.js';

const orientationTag = 0x0112;

// 1 to 8; 1 when nothing (or nothing sensible) is said. `tiff` begins with the byte order.
export function orientationOf(tiff) {
  const isBig = isAt(tiff, 0, 'MM');
  if (tiff.length < 14 || (!isBig && !isAt(tiff, 0, 'II'))) return 1;
  const [short, long] = isBig ? [big16, big32] : [little16, little32];
  const directory = long(tiff, 4);
  if (directory + 2 > tiff.length) return 1;
  for (let i = 0, count = short(tiff, directory); i < count; i++) {
    const at = directory + 2 + i * 12;
    if (at + 12 > tiff.length) return 1;
    if (short(tiff, at) !== orientationTag) continue;
    const value = short(tiff, at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

// Exif data that says this and nothing else.
export function onlyOrientation(orientation) {
  return Uint8Array.of(
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    orientationTag >> 8,
    orientationTag & 255,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  );
}
