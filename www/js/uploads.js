// Files on their way to the server, one after the other. Emits change, and done(item, answer).
import { Emitter } from './emitter.js';
import { randomId } from './ids.js';

export class Uploads extends Emitter {
  items = []; // { id, file, name, state: waiting | sending | failed, progress: 0..1, error }
  #request = null;

  // `limits` as in `welcome`: what the server would refuse is not sent first.
  add(file, limits) {
    const item = { id: randomId(), file, name: file.name || 'image.png', state: 'waiting', progress: 0, error: null };
    const extension = item.name.includes('.') ? item.name.split('.').pop().toLowerCase() : '';
    if (!limits.types.includes(extension)) Object.assign(item, { state: 'failed', error: 'bad_type', final: true });
    else if (file.size > limits.upload) Object.assign(item, { state: 'failed', error: 'too_large', final: true });
    this.items.push(item);
    this.#next();
  }

  cancel(id) {
    const item = this.items.find((each) => each.id === id);
    this.items = this.items.filter((each) => each !== item);
    if (item?.state === 'sending') this.#request.abort();
    this.#next();
  }

  // One, or all that the network broke off.
  retry(id = null) {
    for (const item of this.items) {
      const wanted = id ? item.id === id : item.error === 'network';
      if (wanted && item.state === 'failed') Object.assign(item, { state: 'waiting', progress: 0, error: null });
    }
    this.#next();
  }

  clear() {
    for (const item of [...this.items]) this.cancel(item.id);
  }

  #next() {
    this.emit('change');
    if (this.items.some((item) => item.state === 'sending')) return;
    const item = this.items.find((each) => each.state === 'waiting');
    if (item) this.#send(item);
  }

  #send(item) {
    item.state = 'sending';
    const form = new FormData();
    form.append('file', item.file, item.name);
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open('POST', '/upload');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => { item.progress = total > 0 ? loaded / total : 0; this.emit('change'); };
    request.onload = () => this.#answered(item, request);
    request.onerror = () => this.#fail(item, 'network');
    request.send(form);
    this.emit('change');
  }

  #answered(item, { status, response }) {
    if (status !== 201) return this.#fail(item, response?.code ?? 'other');
    this.items = this.items.filter((each) => each !== item);
    this.emit('done', item, response);
    this.#next();
  }

  #fail(item, error) {
    Object.assign(item, { state: 'failed', error });
    this.#next();
  }
}
