// A file before it is sent: is it one that is taken, what does it tell that nobody asked for, how does it look.
import { ByteReader, Damaged, little16 } from './bytes.js';
import { cleanJpeg } from './jpeg.js';
import { extensionOf, kindOf, mimeOf } from './kinds.js';
import { cleanPng } from './png.js';
import { asJpeg, preview } from './preview.js';
import { refusal, rightName, sniffed } from './types.js';
import { cleanWebp } from './webp.js';

const cleaners = { jpg: cleanJpeg, jpeg: cleanJpeg, png: cleanPng, webp: cleanWebp, gif: sizeOfGif };

// Gives what to send and to show: { name, blob, thumb, width, height, note } (`note`: what one should know of it), or
// { error }. `asItIs`: also when it is damaged.
export async function prepare({ file, name: given, asItIs }, limits) {
  const tooSoon = refusal({ name: given, size: file.size }, new Uint8Array(0), {
    ...limits,
    types: [...limits.types, extensionOf(given)],
  });
  if (tooSoon && tooSoon !== 'bad_content') return { error: tooSoon };
  let first;
  try {
    first = new Uint8Array(await file.slice(0, sniffed).arrayBuffer());
  } catch {
    return { error: 'unreadable' }; // a folder, or a file that has gone
  }
  const name = rightName(given, first);
  const error = refusal({ name, size: file.size }, first, limits);
  if (error) return { error };
  if (extensionOf(name) === 'heic') return heic(name, file, limits);
  return picture(name, file, asItIs);
}

async function picture(name, file, asItIs) {
  if (kindOf({ type: mimeOf(name) }) !== 'picture') return { name, blob: file };
  let clean = { blob: file };
  try {
    clean = await cleaned(file, extensionOf(name));
  } catch (error) {
    if (!(error instanceof Damaged)) return { error: 'unreadable' };
    if (!asItIs) return { error: 'damaged' };
  }
  return { name, ...clean, thumb: await preview(clean.blob, clean) };
}

async function heic(name, file, limits) {
  const jpeg = limits.types.includes('jpg') ? await asJpeg(file) : null;
  return jpeg ? picture(name.replace(/heic$/iu, 'jpg'), jpeg, false) : { name, blob: file, note: 'heic' };
}

// A picture as it may be shown to others: without where, when and with what it was taken. Its pixels are not touched:
// what is left out are whole segments of the file.
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
