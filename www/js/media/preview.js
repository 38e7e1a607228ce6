// Small previews, made where pictures are decoded anyway: the browser does that beside the page's own work, so typing
// goes on. What a browser cannot decode has no preview.
const edge = 320; // px of the longer side
const mostBytes = 64 * 1024; // as the server takes it
const largestArea = 100_000_000; // px; more could take the memory of a phone

// null when there can be none. `size`: { width, height } where they are known.
export async function preview(blob, { width = 0, height = 0 } = {}) {
  if (width * height > largestArea) return null;
  try {
    const bitmap = await decoded(blob, width, height);
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    for (const [share, quality] of [
      [1, 0.75],
      [1, 0.5],
      [0.5, 0.5],
    ]) {
      const small = await encoded(bitmap, scale * share, quality);
      if (small && small.size <= mostBytes) return small;
    }
  } catch {
    /* none */
  }
  return null;
}

// Decoded at the size that is wanted: a photo of 50 megapixels is not held to show 320.
function decoded(blob, width, height) {
  if (Math.max(width, height) <= edge) return createImageBitmap(blob);
  return createImageBitmap(blob, { [width >= height ? 'resizeWidth' : 'resizeHeight']: edge, resizeQuality: 'medium' });
}

async function encoded(bitmap, scale, quality) {
  const { canvas, context } = canvasOf(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const webp = await toBlob(canvas, 'image/webp', quality);
  if (webp.type === 'image/webp') return webp;
  context.globalCompositeOperation = 'destination-over'; // JPEG knows no transparency
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return toBlob(canvas, 'image/jpeg', quality);
}

// HEIC as JPEG where the browser can read it, which is where such photos mostly come from; else null.
export async function asJpeg(blob) {
  try {
    const bitmap = await createImageBitmap(blob);
    const { canvas, context } = canvasOf(bitmap.width, bitmap.height);
    context.drawImage(bitmap, 0, 0);
    return await toBlob(canvas, 'image/jpeg', 0.92);
  } catch {
    return null;
  }
}

function canvasOf(width, height) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  return { canvas, context: canvas.getContext('2d') };
}

function toBlob(canvas, type, quality) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, quality);
  });
}
