// What this page has sent itself is shown from here until it has come back: nothing flickers on the way.
const most = 60;
const urls = new Map(); // address on the server -> object URL of the small preview

export function remember(url, objectUrl) {
  urls.set(url, objectUrl);
  for (const [key, old] of urls) {
    if (urls.size <= most) break;
    URL.revokeObjectURL(old);
    urls.delete(key);
  }
}

export const localPreview = (file) => urls.get(file.url);
