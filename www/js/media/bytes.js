// Reading here and there in a file of any size: a window of it is in memory, never the whole. Pure.
const windowSize = 256 * 1024;

// The structure of a file is not what its type asks for.
export class Damaged extends Error {}

export class ByteReader {
  #blob;
  #window = new Uint8Array(0);
  #start = 0;

  constructor(blob) {
    this.#blob = blob;
    this.size = blob.size;
  }

  // `length` bytes from `at`; fewer at the end of the file.
  async bytes(at, length) {
    const end = Math.min(at + length, this.size);
    if (at < this.#start || end > this.#start + this.#window.length) {
      this.#start = at;
      this.#window = new Uint8Array(await this.#blob.slice(at, at + Math.max(length, windowSize)).arrayBuffer());
    }
    return this.#window.subarray(at - this.#start, end - this.#start);
  }

  // The same, where it is damaged when there are fewer.
  async exactly(at, length) {
    const found = await this.bytes(at, length);
    if (found.length < length) throw new Damaged('it ends too soon');
    return found;
  }
}

export const big16 = (b, at) => (b[at] << 8) | b[at + 1];
export const big32 = (b, at) => big16(b, at) * 65536 + big16(b, at + 2);
export const little16 = (b, at) => b[at] | (b[at + 1] << 8);
export const little24 = (b, at) => little16(b, at) | (b[at + 2] << 16);
export const little32 = (b, at) => little16(b, at) + little16(b, at + 2) * 65536;

export const ascii = (b, at = 0, length = b.length) => String.fromCharCode(...b.subarray(at, at + length));
export const isAt = (b, at, text) =>
  at + text.length <= b.length && [...text].every((c, i) => b[at + i] === c.charCodeAt(0));

// What is kept of a file: stretches of it, and bytes that are new. Neighbouring stretches are one.
export class Kept {
  parts = []; // { from, to } or Uint8Array

  stretch(from, to) {
    const last = this.parts.at(-1);
    if (last?.to === from) last.to = to;
    else if (to > from) this.parts.push({ from, to });
  }

  add(bytes) {
    this.parts.push(bytes);
  }

  get size() {
    return this.parts.reduce((sum, part) => sum + (part.length ?? part.to - part.from), 0);
  }

  isAll(blob) {
    return this.parts.length === 1 && this.parts[0].from === 0 && this.parts[0].to === blob.size;
  }

  // Slices of the file, which are not copies.
  blob(blob) {
    if (this.isAll(blob)) return blob;
    return new Blob(
      this.parts.map((part) => (part.length === undefined ? blob.slice(part.from, part.to) : part)),
      { type: blob.type },
    );
  }
}
