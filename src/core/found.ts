/** What a search has found, before it is listed and put in order: plain data that a worker can transfer. */
import type { Shape, Spacing } from './axes';
import type { RankParameters } from './rank-parameters';
import { rankingKey } from './rank-parameters';

/** Bytes of a region; the fields are those of `wasm/assembly/table.ts`. */
export const RECORD_BYTES = 64;

/** Regions that are counted, not listed. */
export interface RegionCount {
  readonly count: number;
  readonly voxels: number;
}

/** `n` regions by first voxel (then step of the search), and their runs in scan order. */
export interface Found {
  readonly mode: RankParameters['mode'];
  /** Names the search in region ids. */
  readonly key: string;
  /** Smaller regions were not searched for, but counted. */
  readonly least: number;
  readonly shape: Shape;
  readonly spacing: Spacing;
  /** Largest doubt of the map. */
  readonly maximum: number;
  /** {@link RECORD_BYTES} each. */
  readonly records: Uint8Array<ArrayBuffer>;
  /** Whether the pieces of the segmentation around each region are known. */
  readonly hasPieces: boolean;
  /** Rows as in {@link RegionRows}. */
  readonly rowStart: Uint32Array<ArrayBuffer>;
  readonly start: Uint16Array<ArrayBuffer>;
  readonly end: Uint16Array<ArrayBuffer>;
  /** Number (1-based) of the region that each run belongs to; 0 for those that are only counted. */
  readonly owner: Uint32Array<ArrayBuffer>;
  readonly dropped: RegionCount;
  /** Voxels above the floor that are in no region. */
  readonly uncovered: number;
}

/** Which of them are listed, in rank order. */
export interface RegionOrder {
  /** 0-based record of each. */
  readonly records: Uint32Array<ArrayBuffer>;
  /** In the unit of the map; NaN where a formula gives no finite number. */
  readonly score: Float64Array<ArrayBuffer>;
  readonly stop: Uint32Array<ArrayBuffer>;
  readonly smaller: RegionCount;
  readonly larger: RegionCount;
  /** Regions that are left out, since better ones show them. */
  readonly shown: number;
  /** Regions whose score is no finite number. */
  readonly unscored: number;
}

/** Whether a list with these parameters can be made of what was found, without another search. */
export function isFound(found: Found, parameters: RankParameters): boolean {
  return rankingKey(parameters, found.maximum) === found.key && parameters.minVoxels >= found.least;
}

/** Buffers to transfer when a found set is posted. */
export function foundBuffers({ records, rowStart, start, end, owner }: Found): ArrayBuffer[] {
  return [records, rowStart, start, end, owner].map(column => column.buffer);
}

/** Largest weight of each region. */
export function foundWeights({ records }: Found): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(records.buffer, records.byteOffset);
  return Uint32Array.from(
    { length: records.length / RECORD_BYTES },
    (_, record) => words[16 * record + 13]
  );
}
