/** The checked face of the WebAssembly labeller's memory; nothing else touches it. Memory map: `assembly/job.ts`. */
import { searchLimits } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { Codes, RankRequest } from './ranker';
import { LabellerError } from './ranker';
import type { Shape } from '../core/axes';

/** Exports of the module. Addresses and counts come back as signed 32-bit numbers. */
export interface LabellerExports {
  jobAddress(): number;
  open(job: number, ...sizesAndParameters: number[]): void;
  scan(job: number, slices: number): void;
  close(job: number): void;
  settle(job: number, fromZ: number, toZ: number): void;
  tabulate(job: number): void;
  measure(job: number, fromZ: number, toZ: number): void;
  gather(job: number): void;
  openGrain(job: number, step: number): void;
  openHierarchy(job: number): void;
  listEdges(job: number, fromZ: number, toZ: number): void;
  sortEdges(job: number): void;
  placeEdges(job: number, fromZ: number, toZ: number): void;
  linkEdges(job: number, fromZ: number, toZ: number): void;
  layOut(job: number): void;
  cut(job: number, step: number, leastVoxels: number, mostVoxels: number): void;
  openRows(job: number): void;
  takeMask(job: number): number;
  countPieces(job: number, mask: number, from: number, to: number): void;
  reopen(job: number, ...sizes: number[]): void;
  takeText(job: number, bytes: number): number;
  takeConsequences(job: number): number;
  order(job: number, ...parameters: number[]): number;
  openVariants(job: number, edgeZ: number, edgeY: number, edgeX: number): void;
  fillHeights(job: number, slices: number): void;
  prepareVariants(job: number, lowest: number): void;
  centreLine(job: number): void;
  nearestLine(job: number): void;
  additions(job: number, cut: number): void;
  removals(job: number, cut: number): void;
  islands(job: number): void;
  branchPieces(job: number): void;
  keepRegions(job: number): void;
  openFlips(job: number, ...sizesAndEdges: number[]): number;
  drawLine(job: number, sizeZ: number, sizeY: number, sizeX: number): void;
  buildFlips(job: number, from: number, to: number): void;
  takeRegions(job: number, bytes: number): number;
  flipRegions(job: number, results: number, regions: number): void;
}

/** Fields of the job block, as indices of uint32. */
const FIELD = {
  weights: 9,
  slab: 10,
  rows: 11,
  runs: 12,
  runCount: 14,
  kept: 15,
  dropped: 16,
  table: 17,
  droppedVoxels: 18,
  uncovered: 20,
  order: 24,
  text: 34,
  codes: 73
} as const;
export type Field = keyof typeof FIELD;

export const MODES = { plateau: 0, tree: 1, variants: 2, delta: 3, threshold: 4, branch: 5 };
const MOST_PAGES = 65536;
/** What the labeller takes at a time; fits into the cache. */
const SLAB_BYTES = 1 << 18;

export interface LabellerInstance {
  readonly memory: WebAssembly.Memory;
  readonly exports: LabellerExports;
  /** Throws; called by a routine for which memory is short. Set by the job in hand. */
  refuse: () => never;
}

export function instantiate(module: WebAssembly.Module): LabellerInstance {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const outOfMemory = (): never => instance.refuse();
  const { exports } = new WebAssembly.Instance(module, { env: { memory, outOfMemory } });
  const instance: LabellerInstance = {
    memory,
    exports: exports as unknown as LabellerExports,
    refuse: () => {
      throw new RangeError('the labeller found less memory than it needs');
    }
  };
  return instance;
}

/** One job's fields, slab and areas. */
export class LabellerMemory {
  readonly exports: LabellerExports;
  readonly job: number;

  constructor(
    instance: LabellerInstance,
    private readonly _shape: Shape,
    private readonly _onReleased: () => void
  ) {
    this._memory = instance.memory;
    this.exports = instance.exports;
    this.job = instance.exports.jobAddress();
    instance.refuse = () => this._refuse();
  }

  /** Of all memory that there is. */
  get bytes(): number {
    return this._memory.buffer.byteLength;
  }

  /** Whole slices that the slab holds. */
  get slabSlices(): number {
    return this._slabSlices;
  }

  /** Begin a search. */
  open({ shape, codeBytes, weights, parameters }: RankRequest): void {
    const { mode, connectivity } = parameters;
    this._slabSlices = slicesWithin(shape, codeBytes, SLAB_BYTES);
    this.exports.open(
      this.job,
      shape.z,
      shape.y,
      shape.x,
      codeBytes,
      MODES[mode],
      connectivity,
      ...searchLimits(parameters),
      this._slabSlices
    );
    this.write('weights', weights);
  }

  /** Do something with all slices, slab by slab; yields how far it is, between two fractions. */
  *eachSlab(
    act: (fromZ: number, toZ: number) => void,
    before: number,
    after: number
  ): Generator<number, void, undefined> {
    const sizeZ = this._shape.z;
    for (let z = 0; z < sizeZ; z += this._slabSlices) {
      const end = Math.min(z + this._slabSlices, sizeZ);
      act(z, end);
      yield before + ((after - before) * end) / sizeZ;
    }
  }

  /** Copy whole slices into the slab, as many at a time as it holds; yields how many. */
  *fillSlabs(values: Codes): Generator<number> {
    const count = values.length / (this._shape.y * this._shape.x);
    for (let z = 0; z < count; z += this._slabSlices) {
      const end = Math.min(z + this._slabSlices, count);
      this.write('slab', slicesOf(values, this._shape, z, end));
      yield end - z;
    }
  }

  /** Copy values to where a field points to, `offset` bytes further on. */
  write(field: Field, values: ArrayBufferView, offset = 0): void {
    this.writeAt(this.field(field) + offset, values);
  }

  writeAt(address: number, values: ArrayBufferView): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.view(Uint8Array, address, bytes.length).set(bytes);
  }

  /** The memory may serve another job. Twice is safe. */
  release(): void {
    if (!this._released) {
      this._released = true;
      this._onReleased();
    }
  }

  field(name: Field): number {
    return this.view(Uint32Array, this.job, FIELD[name] + 1)[FIELD[name]];
  }

  wideField(name: Field): number {
    const [low, high] = this.view(Uint32Array, this.job + 4 * FIELD[name], 2);
    return low + high * 2 ** 32;
  }

  /** A fresh view: memory may have grown since the last call. */
  view<T extends Column>(type: ColumnType<T>, address: number, length: number): T {
    return new type(this._memory.buffer, address, length);
  }

  private _refuse(): never {
    const { z, y, x } = this._shape;
    throw new LabellerError(
      'memory',
      `found a map of ${z} × ${y} × ${x} voxels whose regions need more memory than there is (at most 4 GiB), expected less`,
      'Rank a cropped part, set certain voxels of the map to 0, or round its values.'
    );
  }

  private readonly _memory: WebAssembly.Memory;
  private _slabSlices = 1;
  private _released = false;
}

export type Column =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

export type ColumnType<T extends Column> = new (
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number
) => T;
