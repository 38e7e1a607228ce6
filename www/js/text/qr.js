// QR codes (ISO/IEC 18004:2015): text as UTF-8 in byte mode, versions 1 to 10, error correction level M. Pure: a square
// of dark and light, drawn elsewhere.

// For each version: error correction codewords of a block, then [blocks, data codewords of each].
const blocksOf = [
  null,
  [10, [1, 16]],
  [16, [1, 28]],
  [26, [1, 44]],
  [18, [2, 32]],
  [24, [2, 43]],
  [16, [4, 27]],
  [18, [4, 31]],
  [22, [2, 38], [2, 39]],
  [22, [3, 36], [2, 37]],
  [26, [4, 43], [1, 44]],
];
const alignmentOf = [
  null,
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];
const newest = blocksOf.length - 1;

const dataSize = (version) => blocksOf[version].slice(1).reduce((sum, [count, size]) => sum + count * size, 0);
const countBits = (version) => (version < 10 ? 8 : 16);
const capacity = (version) => Math.floor((dataSize(version) * 8 - 4 - countBits(version)) / 8);

export const mostBytes = capacity(newest);

// Rows of booleans, true is dark; the quiet zone is not in it. null when the text is too long. `mask` is for tests.
export function encode(text, mask = null) {
  const bytes = new TextEncoder().encode(text);
  let version = 1;
  while (version <= newest && capacity(version) < bytes.length) version++;
  if (version > newest) return null;
  const frame = drawFrame(version);
  const codewords = interleave(dataCodewords(bytes, version), version);
  if (mask !== null) return finish(frame, codewords, mask, version);
  const candidates = masks.map((_, each) => finish(frame, codewords, each, version));
  const points = candidates.map(penalty);
  return candidates[points.indexOf(Math.min(...points))];
}

// ---- section 7.4: bits to codewords -------------------------------------------------------------
function dataCodewords(bytes, version) {
  const bits = [];
  const push = (value, length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, countBits(version));
  for (const byte of bytes) push(byte, 8);
  const size = dataSize(version);
  push(0, Math.min(4, size * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const codewords = [];
  for (let i = 0; i < bits.length; i += 8)
    codewords.push(bits.slice(i, i + 8).reduce((value, bit) => value * 2 + bit, 0));
  for (let pad = 0xec; codewords.length < size; pad ^= 0xec ^ 0x11) codewords.push(pad);
  return codewords;
}

// ---- section 7.5: Reed-Solomon over GF(2^8), x^8 + x^4 + x^3 + x^2 + 1 --------------------------------
const powers = new Uint8Array(255);
const logarithms = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++, value = (value << 1) ^ (value > 127 ? 0x11d : 0)) {
  powers[i] = value;
  logarithms[value] = i;
}
const multiply = (a, b) => (a && b ? powers[(logarithms[a] + logarithms[b]) % 255] : 0);

// Without the leading 1.
function generator(degree) {
  let polynomial = [1];
  for (let i = 0; i < degree; i++) {
    const product = [...polynomial, 0];
    polynomial.forEach((coefficient, at) => {
      product[at + 1] ^= multiply(coefficient, powers[i]);
    });
    polynomial = product;
  }
  return polynomial.slice(1);
}

function remainder(data, divisor) {
  const rest = new Array(divisor.length).fill(0);
  for (const codeword of data) {
    const factor = codeword ^ rest.shift();
    rest.push(0);
    divisor.forEach((coefficient, at) => {
      rest[at] ^= multiply(coefficient, factor);
    });
  }
  return rest;
}

// Section 7.6: the first codeword of each block, then the second ones, and so on.
function interleave(data, version) {
  const [correction, ...groups] = blocksOf[version];
  const divisor = generator(correction);
  const blocks = [];
  let at = 0;
  for (const [count, size] of groups) {
    for (let i = 0; i < count; i++, at += size) blocks.push(data.slice(at, at + size));
  }
  const checks = blocks.map((block) => remainder(block, divisor));
  const columns = (rows) =>
    Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, i) => rows.map((row) => row[i]));
  return [...columns(blocks), ...columns(checks)].flat().filter((codeword) => codeword !== undefined);
}

// ---- sections 6.3 and 7.7: what stands in every symbol, then the codewords around it -----------------
// Modules are true, false, or null where nothing stands yet.
function drawFrame(version) {
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => new Array(size).fill(null));
  const put = (x, y, dark) => {
    if (rows[y]?.[x] !== undefined) rows[y][x] = dark;
  };
  for (const [left, top] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ]) {
    for (let y = -1; y <= 7; y++) {
      for (let x = -1; x <= 7; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        put(left + x, top + y, ring !== 2 && ring !== 4);
      }
    }
  }
  for (const y of alignmentOf[version]) {
    for (const x of alignmentOf[version]) {
      if (rows[y][x] !== null) continue; // a finder pattern is there
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) put(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }
  }
  for (let i = 8; i < size - 8; i++) {
    rows[6][i] = i % 2 === 0;
    rows[i][6] = i % 2 === 0;
  }
  putFormat(rows, 0); // keeps its place
  putVersion(rows, version);
  return rows;
}

// The remainder of a BCH code.
function check(value, bits, divisor) {
  let rest = value << bits;
  for (let i = 31 - Math.clz32(rest); i >= bits; i--) if ((rest >> i) & 1) rest ^= divisor << (i - bits);
  return rest;
}

// Section 7.9; level M is 00.
function putFormat(rows, mask) {
  const size = rows.length;
  const format = ((mask << 10) | check(mask, 10, 0x537)) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const dark = ((format >> i) & 1) === 1;
    const [x, y] = i < 6 ? [8, i] : i < 8 ? [8, i + 1] : i < 9 ? [7, 8] : [14 - i, 8];
    rows[y][x] = dark;
    if (i < 8) rows[8][size - 1 - i] = dark;
    else rows[size - 15 + i][8] = dark;
  }
  rows[size - 8][8] = true;
}

// Section 7.10.
function putVersion(rows, version) {
  if (version < 7) return;
  const bits = (version << 12) | check(version, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const [a, b] = [rows.length - 11 + (i % 3), Math.floor(i / 3)];
    rows[a][b] = ((bits >> i) & 1) === 1;
    rows[b][a] = rows[a][b];
  }
}

// Section 7.8.2: where a mask turns a module over.
const masks = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

// Up and down in columns of two, from the right, around the vertical timing pattern.
function finish(frame, codewords, mask, version) {
  const rows = frame.map((row) => [...row]);
  const size = rows.length;
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (frame[y][x] !== null) continue;
        const bit = ((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        rows[y][x] = (bit === 1) !== masks[mask](x, y);
        at++;
      }
    }
  }
  putFormat(rows, mask);
  putVersion(rows, version);
  return rows;
}

// Section 7.8.3: runs, blocks, what looks like a finder pattern, and too much of one shade.
export function penalty(rows) {
  const size = rows.length;
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]))].map((line) =>
    line.map((dark) => (dark ? '1' : '0')).join(''),
  );
  let points = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/gu)) points += run.length - 2;
    for (const pattern of ['10111010000', '00001011101']) {
      for (let at = line.indexOf(pattern); at >= 0; at = line.indexOf(pattern, at + 1)) points += 40;
    }
  }
  let dark = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (rows[y][x]) dark++;
      if (
        y > 0 &&
        x > 0 &&
        rows[y][x] === rows[y - 1][x] &&
        rows[y][x] === rows[y][x - 1] &&
        rows[y][x] === rows[y - 1][x - 1]
      )
        points += 3;
    }
  }
  return points + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}
