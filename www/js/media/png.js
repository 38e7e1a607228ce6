// A PNG without what it tells about its maker (PNG 3rd edition section 11). Stays: what the picture, its colours and
// its animation are made of, and how it is turned.
import { ascii, big32, Damaged, isAt, Kept } from './bytes.js';
import { onlyOrientation, orientationOf } from './exif.js';

const mostExif = 256 * 1024;
const harmless = new Set([
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'cICP',
  'mDCV',
  'cLLI',
  'sBIT',
  'bKGD',
  'hIST',
  'sPLT',
  'pHYs',
  'acTL',
  'fcTL',
  'fdAT',
]);
const isNeeded = (type) => /^[A-Z]/u.test(type);

export async function cleanPng(reader) {
  const head = await reader.exactly(0, 24);
  if (!isAt(head, 1, 'PNG\r\n\x1a\n') || !isAt(head, 12, 'IHDR')) throw new Damaged('no PNG');
  const size = { width: big32(head, 16), height: big32(head, 20) };
  const chunks = []; // { type, from, to }, those that stay
  let orientation = 1;
  for (let at = 8; ;) {
    const start = await reader.exactly(at, 8);
    const length = big32(start, 0);
    const type = ascii(start, 4, 4);
    const end = at + 12 + length;
    if (!/^[A-Za-z]{4}$/u.test(type) || end > reader.size) throw new Damaged('no chunk');
    if (type === 'eXIf' && length <= mostExif) orientation = orientationOf(await reader.exactly(at + 8, length));
    if (isNeeded(type) || harmless.has(type)) chunks.push({ type, from: at, to: end });
    if (type === 'IEND') break;
    at = end;
  }
  return { kept: joined(chunks, orientation), ...size };
}

function joined(chunks, orientation) {
  const kept = new Kept();
  kept.stretch(0, 8);
  for (const { type, from, to } of chunks) {
    kept.stretch(from, to);
    if (type === 'IHDR' && orientation !== 1) kept.add(chunk('eXIf', onlyOrientation(orientation)));
  }
  return kept;
}

function chunk(type, data) {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(
    [...type].map((c) => c.charCodeAt(0)),
    4,
  );
  bytes.set(data, 8);
  view.setUint32(data.length + 8, checksum(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function checksum(bytes) {
  let value = -1;
  for (const byte of bytes) {
    value ^= byte;
    for (let i = 0; i < 8; i++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
