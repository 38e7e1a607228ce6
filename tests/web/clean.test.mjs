import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader, Damaged } from '../../www/js/media/bytes.js';
import { cleaned } from '../../www/js/media/prepare.js';
import { onlyOrientation, orientationOf } from '../../www/js/media/exif.js';
import { exif, jpeg, jpegParts as j, png, pngChunk, secret, vp8x, webp, webpChunk } from './media_files.mjs';

async function clean(data, extension) {
  const { blob, ...size } = await cleaned(new Blob([data]), extension);
  return { data: Buffer.from(await blob.arrayBuffer()), ...size };
}
const refuses = (data, extension) => assert.rejects(cleaned(new Blob([data]), extension), Damaged);
const hides = (data) => assert.ok(!data.includes(secret), 'nothing of it is left');

test('a JPEG keeps its picture and colours, and nothing else', async () => {
  const { data, width, height } = await clean(
    jpeg(j.jfif, j.exif(1), j.xmp, j.thumbnail, j.icc, j.mpf, j.iptc, j.adobe, j.comment, j.tables, j.frame, j.scan),
    'jpg',
  );
  assert.deepEqual(data, jpeg(j.jfif, j.icc, j.adobe, j.tables, j.frame, j.scan));
  assert.deepEqual([width, height], [640, 480]);
});

test('a JPEG that is turned says so still, in either byte order, and is as wide as it is shown', async () => {
  for (const isBig of [true, false]) {
    const { data, width, height } = await clean(jpeg(j.jfif, j.exif(6, isBig), j.tables, j.frame, j.scan), 'jpeg');
    hides(data);
    const at = data.indexOf('Exif\0\0');
    assert.equal(at, 2 + j.jfif.length + 4, 'behind JFIF');
    assert.equal(orientationOf(data.subarray(at + 6)), 6);
    assert.deepEqual([width, height], [480, 640]);
  }
  const { data } = await clean(jpeg(j.exif(3), j.tables, j.frame, j.scan), 'jpg');
  assert.equal(data.indexOf('Exif\0\0'), 6, 'first, where there is no JFIF');
});

test('what hangs behind a JPEG and what stands between its scans goes', async () => {
  const { data } = await clean(
    Buffer.concat([jpeg(j.tables, j.frame, j.scan, j.comment, j.scan), Buffer.from(`ftypmp42${secret}`)]),
    'jpg',
  );
  assert.deepEqual(data, jpeg(j.tables, j.frame, j.scan, j.scan));
});

test('a scan is longer than what is read at once, and a marker stands at the seam', async () => {
  for (const shift of [0, 1, 2]) {
    const long = Buffer.concat([j.scan, Buffer.alloc(256 * 1024 - shift, 7)]);
    const { data } = await clean(jpeg(j.tables, j.frame, long, j.comment, j.scan), 'jpg');
    assert.ok(data.equals(jpeg(j.tables, j.frame, long, j.scan)));
  }
});

test('a JPEG that was cut off in its picture is taken, one that is broken before is not', async () => {
  const whole = jpeg(j.exif(1), j.tables, j.frame, j.scan);
  const { data } = await clean(whole.subarray(0, -4), 'jpg');
  assert.deepEqual(data, jpeg(j.tables, j.frame, j.scan).subarray(0, -4));
  for (let length = 0; length < whole.length - j.scan.length - 2; length++)
    await refuses(whole.subarray(0, length), 'jpg');
  await refuses(jpeg(j.exif(1), Buffer.from(secret), j.tables, j.frame, j.scan), 'jpg');
  await refuses(jpeg(j.tables, j.scan), 'jpg');
});

test('what has nothing to hide is sent as it is', async () => {
  for (const [data, extension] of [
    [jpeg(j.jfif, j.tables, j.frame, j.scan), 'jpg'],
    [png(pngChunk('IDAT', 'x')), 'png'],
    [webp(webpChunk('VP8L', Buffer.alloc(9, 1))), 'webp'],
  ]) {
    const blob = new Blob([data]);
    assert.equal((await cleaned(blob, extension)).blob, blob);
  }
});

test('a PNG keeps its picture, colours and animation', async () => {
  const colours = ['gAMA', 'cHRM', 'sRGB', 'iCCP', 'pHYs', 'bKGD'].map((type) => pngChunk(type, 'c'));
  const { data, width, height } = await clean(
    Buffer.concat([
      png(
        ...colours,
        pngChunk('tEXt', secret),
        pngChunk('zTXt', secret),
        pngChunk('iTXt', secret),
        pngChunk('tIME', 'now'),
        pngChunk('eXIf', exif(1)),
        pngChunk('iDOT', secret),
        pngChunk('acTL', 'a'),
        pngChunk('tRNS', 't'),
        pngChunk('IDAT', 'x'),
        pngChunk('fdAT', 'y'),
        pngChunk('eXIf', exif(1)),
      ),
      Buffer.from(secret),
    ]),
    'png',
  );
  assert.deepEqual(
    data,
    png(...colours, pngChunk('acTL', 'a'), pngChunk('tRNS', 't'), pngChunk('IDAT', 'x'), pngChunk('fdAT', 'y')),
  );
  assert.deepEqual([width, height], [3, 2]);
});

test('a PNG that is turned says so still', async () => {
  const { data } = await clean(png(pngChunk('eXIf', exif(8)), pngChunk('IDAT', 'x')), 'png');
  assert.deepEqual(data, png(pngChunk('eXIf', onlyOrientation(8)), pngChunk('IDAT', 'x')), 'with the right checksum');
});

test('a PNG that is broken is not sent', async () => {
  const whole = png(pngChunk('IDAT', 'x'));
  for (let length = 0; length < whole.length; length++) await refuses(whole.subarray(0, length), 'png');
});

test('a WebP loses its metadata, and its header tells so', async () => {
  const frame = webpChunk('VP8 ', Buffer.alloc(11, 3));
  const { data, width, height } = await clean(
    webp(
      vp8x(0x2c),
      webpChunk('ICCP', 'colours'),
      frame,
      webpChunk('EXIF', exif(1)),
      webpChunk('XMP ', secret),
      webpChunk('ABCD', secret),
    ),
    'webp',
  );
  assert.deepEqual(data, webp(vp8x(0x20), webpChunk('ICCP', 'colours'), frame));
  assert.deepEqual([width, height], [640, 480]);
});

test('a WebP that is turned says so still, and what hangs behind it goes', async () => {
  const frame = webpChunk('VP8L', Buffer.alloc(10, 1));
  for (const prefix of ['', 'Exif\0\0']) {
    const { data } = await clean(
      Buffer.concat([webp(vp8x(0x08), frame, webpChunk('EXIF', prefix, exif(6, false))), Buffer.from(secret)]),
      'webp',
    );
    assert.deepEqual(data, webp(vp8x(0x08), frame, webpChunk('EXIF', onlyOrientation(6))));
  }
});

test('a WebP that is broken is not sent', async () => {
  const whole = webp(vp8x(0), webpChunk('VP8L', Buffer.alloc(10, 1)));
  await refuses(whole.subarray(0, -1), 'webp');
  await refuses(webp(), 'webp');
  await refuses(Buffer.from('RIFF'), 'webp');
});

test('other types are not touched', async () => {
  const blob = new Blob([secret]);
  assert.equal((await cleaned(blob, 'pdf')).blob, blob);
});

test('a large file is read in windows, not as a whole', async () => {
  const reads = [];
  const blob = {
    size: 1e9,
    slice: (from, to) => ({
      arrayBuffer: async () => {
        reads.push(to - from);
        return new ArrayBuffer(to - from);
      },
    }),
  };
  const reader = new ByteReader(blob);
  await reader.bytes(0, 10);
  await reader.bytes(1000, 10);
  await reader.bytes(9e8, 10);
  assert.deepEqual(reads, [262144, 262144]);
});

test('an orientation that makes no sense is none', () => {
  assert.equal(orientationOf(exif(9)), 1);
  assert.equal(orientationOf(exif(0)), 1);
  assert.equal(orientationOf(exif(5).subarray(0, 20)), 1);
  assert.equal(orientationOf(Buffer.from('MM')), 1);
});
