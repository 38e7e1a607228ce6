// What a browser remembers for us; one that refuses (private windows, full quota) only forgets.
export class Memory {
  constructor(area) {
    try {
      this.area = typeof area === 'function' ? area() : area;
    } catch {
      this.area = null;
    }
  }

  read(key) {
    try {
      return JSON.parse(this.area.getItem(`papo.${key}`));
    } catch {
      return null;
    }
  }

  // The keys that begin so.
  keys(prefix) {
    try {
      const all = Array.from({ length: this.area.length }, (_, i) => this.area.key(i));
      return all.filter((key) => key.startsWith(`papo.${prefix}`)).map((key) => key.slice(5));
    } catch {
      return [];
    }
  }

  write(key, value) {
    try {
      if (value === null) this.area.removeItem(`papo.${key}`);
      else this.area.setItem(`papo.${key}`, JSON.stringify(value));
    } catch {
      /* forgotten */
    }
  }
}
