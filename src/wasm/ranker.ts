/** What ranking takes and gives, whichever way it is done: WebAssembly, plain TypeScript, here or in a worker. */
import type { Shape, Spacing } from '../core/axes';
import { voxelCount } from '../core/axes';
import type { Found, RegionOrder } from '../core/found';
import type { RankParameters, Ranking } from '../core/regions';
import { MOST_REGION, REGION_MODES, WEIGHT_ONE, searchesHeights } from '../core/regions';
import type { FlipJob, FlipRequest } from './flips';
import { checkScoreLength } from './score';

export type Codes = Uint8Array | Uint16Array;

/** `simd` and `scalar` are builds of the WebAssembly labeller; `script` is the plain TypeScript version. Results are the same. */
export type EngineName = 'simd' | 'scalar' | 'script';

export interface RankOptions {
  /** Rejects with its reason at the next pause. */
  readonly signal?: AbortSignal | undefined;
  /** Called with 0 to 1, at most about 60 times a second. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** Called with what is found so far, before a long search ends. */
  readonly onPartial?: ((ranking: Ranking) => void) | undefined;
  /** Of the modes `branch` and `variants`: `round(255 * probability)` of each voxel, at least 128 in the segmentation and below outside. Borrowed. */
  readonly heights?: Uint8Array | undefined;
  /**
   * The generation's segmentation, for the modes that search no heights: one bit per voxel, lowest first, rows of whole bytes. With it
   * the pieces around each region are counted, and are a part of the default score.
   */
  readonly mask?: Uint8Array | undefined;
  /** Voxel size, for the modes `branch` and `variants`, and volumes in formulas; cubes when left out. */
  readonly spacing?: Spacing | undefined;
  /** Largest doubt of the map, which granularity is told in the unit of; 1 when left out. */
  readonly maximum?: number | undefined;
}

/** A map to be ranked, without its codes. */
export interface RankRequest {
  readonly shape: Shape;
  readonly codeBytes: 1 | 2;
  /** Weight of each code, at most 2**20 - 1; at most 256 for 8-bit codes, 65 536 for 16-bit ones. */
  readonly weights: Uint32Array;
  readonly parameters: RankParameters;
  /** Voxel size; mode `variants` measures with it, and only the ratios count. */
  readonly spacing: Spacing;
  /** Largest doubt of the map. */
  readonly maximum: number;
  /** See {@link RankOptions.mask}; null where there is none, and in modes that search heights. A worker gets it with the last slices. */
  mask: Uint8Array | null;
}

/** Which map a pass over the volume reads. */
export type PassMap = 'codes' | 'heights';

/** Something that can label, on the thread it is called on. */
export interface LabelEngine {
  readonly name: EngineName;
  /** Start a job. Several may be under way; each has its own memory. The request must have been checked. */
  begin(request: RankRequest): LabelJob;
  /**
   * List and order what was found. Throws RangeError when the score cannot be read.
   * @param consequences - of each region, see `consequence-order.ts`; a score that asks for them cannot be read without
   */
  order(
    found: Found,
    parameters: RankParameters,
    consequences?: Float64Array<ArrayBuffer> | null
  ): RegionOrder;
  /** Make a segmentation ready for flips to be tried on it. Throws {@link LabellerError} `wasm` where that cannot be done. */
  flips(request: FlipRequest): FlipJob;
}

/**
 * A map being ranked. Calls in this order: `scan` with the codes, slab after slab; `settle`; where there is a `second` pass, `measure`
 * with that map, slab after slab; `finish`; `result`; and `release` in any case. Slabs are whole slices, in order. Throws
 * {@link LabellerError} when memory does not suffice.
 */
export interface LabelJob {
  /** What `measure` must be given. */
  readonly second: PassMap | null;
  /** Parts of the whole work, as fractions; the rest is for finishing. */
  readonly share: { readonly scan: number; readonly settle: number; readonly measure: number };
  scan(codes: Codes): void;
  /** Yields 0 to 1. */
  settle(): Generator<number, void, undefined>;
  measure(values: Codes): void;
  /** Yields 0 to 1, and a ranking of what is found so far where there is much to come. */
  finish(): Generator<number | Ranking, void, undefined>;
  result(): Ranking;
  /** What can be asked after the result, until the job is released; null where that is nothing. */
  readonly kept: KeptJob | null;
  release(): void;
}

/** A job that has all granularities of a map (or all sizes, in mode `tree`). */
export interface KeptJob {
  /**
   * Another ranking of the same map and mode. Yields 0 to 1, and once the list without its rows. Not to be left half done. Throws {@link
   * LabellerError} when memory does not suffice.
   */
  recut(parameters: RankParameters): Generator<number | Ranking, Ranking, undefined>;
  /** Of memory that it holds. */
  readonly bytes: number;
  release(): void;
}

/** `worker`, `wasm`: cannot start; `lost`: stopped working; `memory`: the job is too large; `data`: what was sent cannot be read. */
export type LabellerProblem = 'worker' | 'wasm' | 'lost' | 'memory' | 'data';

export class LabellerError extends Error {
  constructor(
    readonly code: LabellerProblem,
    message: string,
    /** What a person can do about it. */
    readonly remedy: string,
    options?: ErrorOptions
  ) {
    super(message, options);
    this.name = 'LabellerError';
  }
}

export function isLabellerError(error: unknown): error is LabellerError {
  return error instanceof LabellerError;
}

const CUBE: Spacing = { z: 1, y: 1, x: 1 };

export const MOST_AXIS = 65535;
/** Most regions of a stop. */
export const MOST_IN_STOP = 64;

/** Throw RangeError unless everything fits together. Weights are looked at one by one. */
export function checkRequest({
  shape,
  codeBytes,
  weights,
  parameters,
  spacing,
  maximum,
  mask
}: RankRequest): void {
  for (const axis of ['z', 'y', 'x'] as const) {
    const size = shape[axis];
    expect(isWhole(size, 1, MOST_AXIS), `size ${axis} = ${size}`, `1 to ${MOST_AXIS}`);
  }
  const count = voxelCount(shape);
  expect(count < 2 ** 32, `${count} voxels`, 'fewer than 4294967296; rank a cropped part');
  const codeCount = codeBytes === 1 ? 256 : 65536;
  expect(weights.length <= codeCount, `${weights.length} weights`, `at most ${codeCount}`);
  expect(
    weights.every(weight => weight <= WEIGHT_ONE),
    'a weight above 1048575',
    '0 to 1048575'
  );
  expect(isLength(maximum) || maximum === 0, `maximum ${maximum}`, 'a number, 0 or more');
  checkParameters(parameters);
  for (const axis of ['z', 'y', 'x'] as const) {
    const edge = spacing[axis];
    expect(isLength(edge), `spacing ${axis} = ${edge}`, 'a length above 0');
  }
  if (mask !== null) {
    const bytes = shape.z * shape.y * Math.ceil(shape.x / 8);
    expect(mask.length === bytes, `a mask of ${mask.length} bytes`, `${bytes} for the shape`);
  }
}

/** Throw RangeError unless every parameter is in its limits. */
export function checkParameters(parameters: RankParameters): void {
  const { mode, connectivity, granularity } = parameters;
  expect(REGION_MODES.includes(mode), `mode ${mode}`, `one of ${REGION_MODES.join(', ')}`);
  expect([6, 18, 26].includes(connectivity), `connectivity ${connectivity}`, '6, 18 or 26');
  expect(
    isLength(granularity) || granularity === 0,
    `granularity ${granularity}`,
    'a number, 0 or more'
  );
  checkListing(parameters);
}

/** Throw RangeError unless what decides on list, order and stops is in its limits. */
export function checkListing(parameters: RankParameters): void {
  const { minVoxels, maxVoxels, score, stopWindow, stopRegions } = parameters;
  expect(isWhole(maxVoxels, 1, MOST_REGION), `maxVoxels ${maxVoxels}`, `1 to ${MOST_REGION}`);
  expect(isWhole(minVoxels, 1, 2 ** 32 - 1), `minVoxels ${minVoxels}`, '1 or more');
  checkScoreLength(score);
  for (const axis of ['z', 'y', 'x'] as const) {
    const size = stopWindow[axis];
    expect(isWhole(size, 1, MOST_AXIS), `stopWindow ${axis} = ${size}`, `1 to ${MOST_AXIS}`);
  }
  expect(
    isWhole(stopRegions, 1, MOST_IN_STOP),
    `stopRegions ${stopRegions}`,
    `1 to ${MOST_IN_STOP}`
  );
}

/** The checked request for a map whose codes are at hand, or coming. Throws RangeError. */
export function requestFor(
  codes: Codes,
  shape: Shape,
  weights: Uint32Array,
  parameters: RankParameters,
  { heights, mask, spacing = CUBE, maximum = 1 }: RankOptions
): RankRequest {
  const request: RankRequest = {
    shape,
    codeBytes: codes.BYTES_PER_ELEMENT === 1 ? 1 : 2,
    weights,
    parameters,
    spacing,
    maximum,
    mask: searchesHeights(parameters.mode) ? null : (mask ?? null)
  };
  checkRequest(request);
  const count = voxelCount(shape);
  expect(codes.length === count, `${codes.length} codes`, `${count} for the shape`);
  const wanted = searchesHeights(parameters.mode) ? count : 0;
  const found = searchesHeights(parameters.mode) ? (heights?.length ?? 0) : 0;
  expect(found === wanted, `${found} heights`, `${wanted} for the shape`);
  return request;
}

function isLength(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function expect(fits: boolean, found: string, expected: string): void {
  if (!fits) {
    throw new RangeError(`found ${found}, expected ${expected}`);
  }
}
