// Files of the types that metadata is removed from, as small as they can be, with all that a camera puts into them.
const bytes = (...parts) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const big = (value, length) => {
  const out = Buffer.alloc(length);
  out.writeUIntBE(value, 0, length);
  return out;
};
const little = (value, length) => {
  const out = Buffer.alloc(length);
  out.writeUIntLE(value, 0, length);
  return out;
};

// An animated GIF: two frames of one colour each, shown for ever.
export function animatedGif(width = 12, height = 8) {
  const word = (value) => [value & 255, value >> 8];
  const head = [
    ...Buffer.from('GIF89a'),
    ...word(width),
    ...word(height),
    0x91,
    0,
    0,
    200,
    40,
    40,
    40,
    40,
    200,
    0,
    0,
    0,
    255,
    255,
    255,
  ];
  const loop = [0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0];
  const frame = (colour) => [
    0x21,
    0xf9,
    4,
    4,
    10,
    0,
    0,
    0,
    0x2c,
    0,
    0,
    0,
    0,
    ...word(width),
    ...word(height),
    0,
    2,
    ...blocks(codes(colour, width * height)),
    0,
  ];
  return Buffer.from([...head, ...loop, ...frame(0), ...frame(1), 0x3b]);
}

// LZW without its point: codes of 3 bits, and a clear code (4) before they would grow; 5 is the end.
function codes(colour, count) {
  const list = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? [4, colour] : [colour]))
    .flat()
    .concat(5);
  const bytes = [];
  list.forEach((code, i) => {
    const at = i * 3;
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) | ((code << (at & 7)) & 255);
    if ((at & 7) > 5) bytes[(at >> 3) + 1] = code >> (8 - (at & 7));
  });
  return bytes;
}
const blocks = (bytes) =>
  Array.from({ length: Math.ceil(bytes.length / 255) }, (_, i) => bytes.slice(i * 255, (i + 1) * 255)).flatMap(
    (part) => [part.length, ...part],
  );

export const secret = 'GPS 23.55S 46.63W'; // what nobody may find

// TIFF data with an orientation, a text and a second directory.
export function exif(orientation, isBig = true) {
  const number = isBig ? big : little;
  const entry = (tag, type, count, value) => bytes(number(tag, 2), number(type, 2), number(count, 4), value);
  return bytes(
    isBig ? 'MM' : 'II',
    number(42, 2),
    number(8, 4),
    number(2, 2),
    entry(0x010e, 2, secret.length, number(38, 4)),
    entry(0x0112, 3, 1, bytes(number(orientation, 2), [0, 0])),
    number(0, 4),
    secret,
  );
}

const segment = (marker, ...parts) => {
  const data = bytes(...parts);
  return bytes([0xff, marker], big(data.length + 2, 2), data);
};

export const jpegParts = {
  jfif: segment(0xe0, 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]),
  exif: (orientation, isBig) => segment(0xe1, 'Exif\0\0', exif(orientation, isBig)),
  xmp: segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', secret),
  icc: segment(0xe2, 'ICC_PROFILE\0\x01\x01', 'colours'),
  mpf: segment(0xe2, 'MPF\0', secret),
  iptc: segment(0xed, 'Photoshop 3.0\0', secret),
  adobe: segment(0xee, 'Adobe\0\x64\0\0\0\0\x01'),
  comment: segment(0xfe, secret),
  thumbnail: segment(0xe0, 'JFXX\0', secret),
  tables: bytes(segment(0xdb, [0], Buffer.alloc(64, 1)), segment(0xc4, [0], Buffer.alloc(16), [0])),
  frame: segment(0xc0, [8], big(480, 2), big(640, 2), [1, 1, 0x11, 0]),
  scan: bytes(segment(0xda, [1, 1, 0, 0, 63, 0]), [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
};
export const jpeg = (...parts) => bytes([0xff, 0xd8], ...parts, [0xff, 0xd9]);

function crc(data) {
  let value = -1;
  for (const byte of data) {
    value ^= byte;
    for (let i = 0; i < 8; i++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
export function pngChunk(type, ...parts) {
  const body = bytes(type, ...parts);
  return bytes(big(body.length - 4, 4), body, big(crc(body), 4));
}
export const png = (...chunks) =>
  bytes('\x89PNG\r\n\x1a\n', pngChunk('IHDR', big(3, 4), big(2, 4), [8, 2, 0, 0, 0]), ...chunks, pngChunk('IEND'));

export const webpChunk = (type, ...parts) => {
  const data = bytes(...parts);
  return bytes(type, little(data.length, 4), data, Buffer.alloc(data.length & 1));
};
export const webp = (...chunks) => {
  const all = bytes(...chunks);
  return bytes('RIFF', little(all.length + 4, 4), 'WEBP', all);
};
export const vp8x = (flags) => webpChunk('VP8X', [flags, 0, 0, 0], little(639, 3), little(479, 3));
