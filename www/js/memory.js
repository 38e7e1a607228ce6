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

  write(key, value) {
    try {
      if (value === null) this.area.removeItem(`papo.${key}`);
      else this.area.setItem(`papo.${key}`, JSON.stringify(value));
    } catch { /* forgotten */ }
  }
}
