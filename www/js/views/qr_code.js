// A QR code as a picture: dark on light in every theme, with the quiet zone that cameras need.
import { encode } from '../qr.js';

const namespace = 'http://www.w3.org/2000/svg';
const quiet = 4; // modules

// null when the text is too long for a code.
export function qrCode(text, label) {
  const rows = encode(text);
  if (!rows) return null;
  const size = rows.length + 2 * quiet;
  const svg = document.createElementNS(namespace, 'svg');
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, class: 'qr', 'shape-rendering': 'crispEdges' })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : ''))).join(''));
  svg.append(path);
  return svg;
}
