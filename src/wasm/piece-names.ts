/** The numbers of pieces: which are one, and what code each has. */
import type { Found } from '../core/found';
import { foundWeights } from '../core/found';
import { grown } from './run-graph';

/** Numbers that may lie idle before they are looked for. */
const SPARE = 4096;

/** Numbers are 1-based. Union-find over them; those that are gone are given anew. */
export class PieceNames {
  /** Code of each number. */
  codes: Uint32Array<ArrayBuffer>;

  /** @param found - by weights that are the codes. */
  constructor(found: Found) {
    const codes = foundWeights(found);
    this._count = codes.length;
    this._used = codes.length;
    this.codes = new Uint32Array(codes.length + SPARE);
    this.codes.set(codes, 1);
    this._parent = this.codes.map((_, piece) => (piece <= codes.length ? piece : 0));
  }

  /** Pieces there are. */
  get count(): number {
    return this._count;
  }

  get bytes(): number {
    return this.codes.byteLength + this._parent.byteLength;
  }

  find(piece: number): number {
    const parent = this._parent;
    while (parent[piece] !== piece) {
      parent[piece] = parent[parent[piece]];
      piece = parent[piece];
    }
    return piece;
  }

  /** @returns the number that both have from now on. */
  unite(a: number, b: number): number {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA !== rootB) {
      this._parent[rootB] = rootA;
      this._count -= 1;
    }
    return rootA;
  }

  /** A new piece. */
  add(code: number): number {
    const piece = this._free.pop() ?? (this._used += 1);
    if (piece >= this.codes.length) {
      this.codes = grown(this.codes, 2 * piece);
      this._parent = grown(this._parent, 2 * piece);
    }
    this.codes[piece] = code;
    this._parent[piece] = piece;
    this._count += 1;
    return piece;
  }

  /** No voxel is of this piece any more. */
  remove(piece: number): void {
    this._parent[piece] = 0;
    this._free.push(piece);
    this._count -= 1;
  }

  /** Whether most numbers are neither of a piece nor free, but only lead to another. */
  get isUntidy(): boolean {
    return this._used - this._free.length > 2 * this._count + SPARE;
  }

  /** Give all numbers free that lead to another. The caller must have seen to it that none of them is in use. */
  tidy(): void {
    this._free.length = 0;
    for (let piece = this._used; piece > 0; piece--) {
      if (this._parent[piece] !== piece) {
        this._parent[piece] = 0;
        this._free.push(piece);
      }
    }
  }

  private _count: number;
  /** Largest number given. */
  private _used: number;
  /** Of each number: another it is one with, or itself; 0 when it is free. */
  private _parent: Uint32Array<ArrayBuffer>;
  private readonly _free: number[] = [];
}
