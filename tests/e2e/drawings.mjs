// Photographs for the documentation's pictures, painted: none has to be fetched, kept or asked for.

// In the page. Each fills a canvas of w by h.
function paint([name, w, h]) {
  const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
  const pen = canvas.getContext('2d');
  let seed = [...name].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7);
  const chance = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const fade = (colors, from = 0, to = h) => {
    const made = pen.createLinearGradient(0, from, 0, to);
    colors.forEach((color, i) => made.addColorStop(i / (colors.length - 1), color));
    return made;
  };
  const fill = (style, x, y, width, height) => {
    pen.fillStyle = style;
    pen.fillRect(x, y, width, height);
  };
  const disc = (style, x, y, radius) => {
    pen.fillStyle = style;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.fill();
  };
  // A range of hills along the whole width, its crest around `y`.
  const hills = (style, y, rise, steps) => {
    const heights = Array.from(
      { length: steps + 1 },
      (_, i) => y - rise * (0.25 + 0.75 * chance()) * (i % 2 ? 1 : 0.45),
    );
    pen.fillStyle = style;
    pen.beginPath();
    pen.moveTo(0, h);
    pen.lineTo(0, heights[0]);
    for (let i = 1; i <= steps; i++)
      pen.bezierCurveTo(
        ((i - 0.6) * w) / steps,
        heights[i - 1],
        ((i - 0.4) * w) / steps,
        heights[i],
        (i * w) / steps,
        heights[i],
      );
    pen.lineTo(w, h);
    pen.fill();
  };
  const fir = (style, x, y, size) => {
    pen.fillStyle = style;
    for (let i = 0; i < 4; i++) {
      pen.beginPath();
      pen.moveTo(x, y - size + (i * size) / 5);
      pen.lineTo(x - size * (0.1 + i * 0.05), y - size * 0.62 + (i * size) / 5);
      pen.lineTo(x + size * (0.1 + i * 0.05), y - size * 0.62 + (i * size) / 5);
      pen.fill();
    }
  };
  const scenes = {
    lake() {
      fill(fade(['#7fb2d6', '#cfe3e6', '#f4e6cf'], 0, h * 0.55), 0, 0, w, h);
      disc('#fff4d6', w * 0.72, h * 0.2, h * 0.05);
      hills('#8ba4b3', h * 0.5, h * 0.32, 5);
      hills('#5d7f86', h * 0.54, h * 0.2, 7);
      hills('#2f5a4f', h * 0.57, h * 0.08, 11);
      fill(fade(['#5a8791', '#2f626f', '#173f4b'], h * 0.57), 0, h * 0.57, w, h);
      for (let i = 0; i < 90; i++)
        fill(
          `rgb(235 244 240 / ${0.05 + chance() * 0.16})`,
          chance() * w,
          h * (0.59 + chance() * 0.38),
          w * (0.02 + chance() * 0.1),
          h * 0.004,
        );
      for (let i = 0; i < 9; i++)
        fir('#173a31', w * (0.02 + i * 0.03), h * (0.7 + chance() * 0.05), h * (0.22 + chance() * 0.16));
    },
    trail() {
      fill(fade(['#bfe0ea', '#eef3e2'], 0, h * 0.5), 0, 0, w, h);
      hills('#9dbb98', h * 0.42, h * 0.16, 6);
      hills('#6f9c66', h * 0.52, h * 0.14, 5);
      fill(fade(['#7fa757', '#4f7d36'], h * 0.5), 0, h * 0.5, w, h);
      pen.fillStyle = fade(['#dcc9a0', '#b5976a'], h * 0.5);
      pen.beginPath();
      pen.moveTo(w * 0.53, h * 0.5);
      pen.bezierCurveTo(w * 0.7, h * 0.62, w * 0.3, h * 0.72, w * 0.22, h);
      pen.lineTo(w * 0.6, h);
      pen.bezierCurveTo(w * 0.52, h * 0.74, w * 0.78, h * 0.62, w * 0.55, h * 0.5);
      pen.fill();
      for (let i = 0; i < 7; i++)
        fir('#2c5331', w * (0.68 + i * 0.055), h * (0.62 + chance() * 0.2), h * (0.26 + chance() * 0.24));
      for (let i = 0; i < 120; i++)
        disc(['#f3d34a', '#f7f2e2', '#d96a5b'][i % 3], chance() * w * 0.3, h * (0.66 + chance() * 0.33), h * 0.006);
    },
    dusk() {
      fill(fade(['#25324f', '#7b5168', '#e78f5c', '#ffd28a'], 0, h * 0.62), 0, 0, w, h);
      disc('#ffe9b8', w * 0.36, h * 0.56, h * 0.09);
      hills('#5a4159', h * 0.64, h * 0.16, 6);
      hills('#332b40', h * 0.74, h * 0.14, 4);
      fill(fade(['#262233', '#14131d'], h * 0.74), 0, h * 0.76, w, h);
      for (let i = 0; i < 12; i++)
        fir('#14131d', w * chance(), h * (0.86 + chance() * 0.1), h * (0.2 + chance() * 0.2));
    },
    leaf() {
      fill(fade(['#dfe7cf', '#b9cba0']), 0, 0, w, h);
      for (let i = 0; i < 40; i++)
        disc(
          `rgb(${120 + chance() * 60} ${150 + chance() * 60} 90 / 25%)`,
          chance() * w,
          chance() * h,
          h * (0.03 + chance() * 0.1),
        );
      pen.translate(w / 2, h / 2);
      pen.rotate(-0.7);
      pen.fillStyle = fade(['#4f8a3a', '#2c5f2b'], -h * 0.3, h * 0.3);
      pen.beginPath();
      pen.moveTo(-w * 0.38, 0);
      pen.bezierCurveTo(-w * 0.15, -h * 0.42, w * 0.2, -h * 0.34, w * 0.4, 0);
      pen.bezierCurveTo(w * 0.2, h * 0.34, -w * 0.15, h * 0.42, -w * 0.38, 0);
      pen.fill();
      pen.strokeStyle = '#a9cf86';
      pen.lineWidth = h * 0.008;
      pen.beginPath();
      pen.moveTo(-w * 0.46, 0);
      pen.lineTo(w * 0.38, 0);
      for (let i = -3; i < 3; i++)
        for (const side of [-1, 1]) {
          pen.moveTo(i * w * 0.09, 0);
          pen.lineTo((i + 1) * w * 0.09, side * h * (0.2 - Math.abs(i) * 0.03));
        }
      pen.stroke();
    },
    poster() {
      fill('#f3ead7', 0, 0, w, h);
      fill('#1f613c', 0, 0, w, h * 0.2);
      pen.fillStyle = '#f3ead7';
      pen.font = `600 ${h * 0.1}px sans-serif`;
      pen.fillText('LAKE DAY', w * 0.06, h * 0.14);
      fill(fade(['#9cc3d8', '#f0dcb4'], h * 0.26, h * 0.6), w * 0.06, h * 0.26, w * 0.88, h * 0.46);
      pen.save();
      pen.beginPath();
      pen.rect(w * 0.06, h * 0.26, w * 0.88, h * 0.46);
      pen.clip();
      hills('#5d7f86', h * 0.52, h * 0.16, 5);
      hills('#2f5a4f', h * 0.6, h * 0.1, 7);
      pen.restore();
      for (let i = 0; i < 4; i++)
        fill('#8d8168', w * 0.06, h * (0.78 + i * 0.05), w * (i === 3 ? 0.5 : 0.88), h * 0.018);
    },
  };
  scenes[name]();
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
}

// JPEG files by name: lake, trail, dusk, leaf, poster.
export async function drawings(browser) {
  const page = await browser.newPage();
  const sizes = { lake: [1200, 800], trail: [1200, 900], dusk: [1200, 800], leaf: [900, 900], poster: [800, 1000] };
  const made = {};
  for (const [name, size] of Object.entries(sizes))
    made[name] = Buffer.from(await page.evaluate(paint, [name, ...size]), 'base64');
  await page.close();
  return made;
}
