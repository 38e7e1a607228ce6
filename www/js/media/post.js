// One upload on its way. Its own connection, so that what is said does not wait for it.
const stallMs = 45_000; // without a byte going through

// `onProgress(share)`, 0 to 1. Gives { done, abort() }; `done` is { status, body, wait } (ms that the server asks for), or
// null when the network broke off.
export function post({ blob, name, thumb }, onProgress) {
  const form = new FormData();
  if (thumb) form.append('thumb', thumb, 'thumb');
  form.append('file', blob, name);
  const request = new XMLHttpRequest();
  request.open('POST', '/upload');
  request.responseType = 'json';
  let stall = 0;
  const alive = () => { clearTimeout(stall); stall = setTimeout(() => request.abort(), stallMs); };
  const done = new Promise((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => { alive(); onProgress(total > 0 ? loaded / total : 0); };
    request.onload = () => resolve({ status: request.status, body: request.response, wait: Number(request.getResponseHeader('Retry-After') ?? 0) * 1000 });
    request.onerror = request.onabort = () => resolve(null);
    request.onloadend = () => clearTimeout(stall);
  });
  alive();
  request.send(form);
  return { done, abort: () => request.abort() };
}
