// A picture as it may be shown to others: without where, when and with what it was taken. Its pixels are not touched:
// what is left out are whole segments of the file.
import { ByteReader, little16 } from './bytes.js';
import { cleanJpeg } from './jpeg.js';
import { cleanPng } from './png.js';
import { cleanWebp } from './webp.js';

const cleaners = { jpg: cleanJpeg, jpeg: cleanJpeg, png: cleanPng, webp: cleanWebp, gif: sizeOfGif };

// Gives { blob, width, height }, the size as the server will tell it; for other types the blob alone. Throws Damaged
// where the structure is not understood, because then nobody knows what is in it.
export async function cleaned(blob, extension) {
  const clean = cleaners[extension];
  if (!clean) return { blob };
  const { kept, ...size } = await clean(new ByteReader(blob));
  return { blob: kept ? kept.blob(blob) : blob, ...size };
}

async function sizeOfGif(reader) {
  const head = await reader.exactly(0, 10);
  return { width: little16(head, 6), height: little16(head, 8) };
}
