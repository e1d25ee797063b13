/** A list of unsigned 32-bit numbers that grows without leaving garbage at every step. */
export class NumberList {
  length = 0;

  push(value: number): void {
    if (this.length === this._data.length) {
      const larger = new Uint32Array(2 * this._data.length);
      larger.set(this._data);
      this._data = larger;
    }
    this._data[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this._data[index];
  }

  /** A copy of what is in the list. */
  toArray(): Uint32Array<ArrayBuffer> {
    return this._data.slice(0, this.length);
  }

  private _data = new Uint32Array(256);
}
