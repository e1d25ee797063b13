/** The checked face of the WebAssembly labeller's memory; nothing else touches it. Fields and memory: `assembly/job.ts`. */
import { searchLimits } from '../core/regions';
import { slicesOf, slicesWithin } from './drive';
import type { Codes, RankRequest } from './ranker';
import { LabellerError } from './ranker';
import type { Shape } from '../core/axes';

/** Exports of the module. Addresses and counts come back as signed 32-bit numbers. */
export interface LabellerExports {
  open(...sizesAndParameters: number[]): void;
  scan(slices: number): void;
  close(): void;
  settle(fromZ: number, toZ: number): void;
  tabulate(): void;
  measure(fromZ: number, toZ: number): void;
  gather(): void;
  openGrain(step: number): void;
  openHierarchy(): void;
  listEdges(fromZ: number, toZ: number): void;
  sortEdges(): void;
  placeEdges(fromZ: number, toZ: number): void;
  linkEdges(fromZ: number, toZ: number): void;
  layOut(): void;
  cut(step: number, leastVoxels: number, mostVoxels: number): void;
  openRows(): void;
  takeMask(): number;
  countPieces(mask: number, from: number, to: number): void;
  reopen(...sizes: number[]): void;
  takeText(bytes: number): number;
  takeConsequences(): number;
  order(...parameters: number[]): number;
  openVariants(edgeZ: number, edgeY: number, edgeX: number): void;
  fillHeights(slices: number): void;
  prepareVariants(lowest: number): void;
  centreLine(): void;
  nearestLine(): void;
  additions(cut: number): void;
  removals(cut: number): void;
  islands(): void;
  branchPieces(): void;
  keepRegions(): void;
  openFlips(...sizesAndEdges: number[]): number;
  drawLine(): void;
  buildFlips(from: number, to: number): void;
  takeRegions(bytes: number): number;
  flipRegions(results: number, regions: number): void;
}

/** What hosts read besides: globals of the module (`assembly/job.ts`). */
export type Field =
  | 'weights'
  | 'slab'
  | 'rows'
  | 'runs'
  | 'runCount'
  | 'kept'
  | 'dropped'
  | 'table'
  | 'droppedVoxels'
  | 'uncovered'
  | 'orderBlock'
  | 'text'
  | 'codes'
  | 'used';

export const MODES = { plateau: 0, tree: 1, variants: 2, delta: 3, threshold: 4, branch: 5 };
const MOST_PAGES = 65536;
/** What the labeller takes at a time; fits into the cache. */
const SLAB_BYTES = 1 << 18;

export interface LabellerInstance {
  readonly memory: WebAssembly.Memory;
  readonly exports: LabellerExports & Readonly<Record<Field, WebAssembly.Global>>;
  /** Throws; called by a routine for which memory is short. Set by the job in hand. */
  refuse: () => never;
}

export function instantiate(module: WebAssembly.Module): LabellerInstance {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  const outOfMemory = (): never => instance.refuse();
  const { exports } = new WebAssembly.Instance(module, { env: { memory, outOfMemory } });
  const instance: LabellerInstance = {
    memory,
    exports: exports as unknown as LabellerInstance['exports'],
    refuse: () => {
      throw new RangeError('the labeller found less memory than it needs');
    }
  };
  return instance;
}

/** What a field holds: 32 bits without a sign, or 64 bits, of which fewer than 53 are used. */
export function fieldOf(exports: LabellerInstance['exports'], name: Field): number {
  const value = Number(exports[name].value);
  return value < 0 ? value + 2 ** 32 : value;
}

/** One job's fields, slab and areas. */
export class LabellerMemory {
  readonly exports: LabellerInstance['exports'];

  constructor(
    instance: LabellerInstance,
    private readonly _shape: Shape,
    private readonly _onReleased: () => void
  ) {
    this._memory = instance.memory;
    this.exports = instance.exports;
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

  /** An address or a count. */
  field(name: Field): number {
    return fieldOf(this.exports, name);
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
