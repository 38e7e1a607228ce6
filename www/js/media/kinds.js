// What a file is by its name and type, as far as showing it goes. Pure.
export function extensionOf(name) {
  return name.includes('.') ? name.split('.').pop().toLowerCase() : '';
}

// How it is shown: picture, sound, video or file. HEIC is a file: most browsers do not show it.
export function kindOf({ type = '' }) {
  if (type.startsWith('image/')) return /hei[cf]/u.test(type) ? 'file' : 'picture';
  if (type.startsWith('audio/')) return 'sound';
  return type.startsWith('video/') ? 'video' : 'file';
}

const mimes = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  heic: 'image/heic',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

export function mimeOf(name) {
  return mimes[extensionOf(name)] ?? 'application/octet-stream';
}
