/** What every ranking engine takes and gives, whichever way it works: WebAssembly, plain TypeScript, or a worker that has one. */
import type { Shape } from '../core/axes';
import { voxelCount } from '../core/axes';
import type { RankParameters, Ranking } from '../core/regions';
import { WEIGHT_ONE } from '../core/regions';

export type Codes = Uint8Array | Uint16Array;

/** `simd` and `scalar` are builds of the WebAssembly labeller; `script` is the plain TypeScript version. Results are the same. */
export type Engine = 'simd' | 'scalar' | 'script';

export interface RankOptions {
  /** Rejects with its reason at the next pause. */
  readonly signal?: AbortSignal | undefined;
  /** Called with 0 to 1, at most about 60 times a second. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface Ranker {
  readonly engine: Engine;
  /**
   * Find, measure and order the regions of a map of doubt.
   * @param codes - `(z, y, x)`, C order; 0 is no doubt. Borrowed until the promise settles.
   * @param weights - weight of each code, at most 2**20 - 1; at most 256 for 8-bit codes, 65 536 for 16-bit ones.
   * Throws RangeError when arguments do not fit together, {@link LabellerError} when memory does not suffice.
   */
  rank(
    codes: Codes,
    shape: Shape,
    weights: Uint32Array,
    parameters: RankParameters,
    options?: RankOptions
  ): Promise<Ranking>;
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

export const MOST_AXIS = 65535;
/** Largest `maxVoxels` that the tree can count. */
export const MOST_REGION = 0xfffffd;

/** Throw RangeError unless everything fits together. Weights are looked at one by one, codes are not. */
export function checkRequest(
  codes: Codes,
  shape: Shape,
  weights: Uint32Array,
  { mode, connectivity, minVoxels, maxVoxels }: RankParameters
): void {
  for (const axis of ['z', 'y', 'x'] as const) {
    const size = shape[axis];
    expect(isWhole(size, 1, MOST_AXIS), `size ${axis} = ${size}`, `1 to ${MOST_AXIS}`);
  }
  const count = voxelCount(shape);
  expect(count < 2 ** 32, `${count} voxels`, 'fewer than 4294967296; rank a cropped part');
  expect(codes.length === count, `${codes.length} codes`, `${count} for the shape`);
  const codeCount = codes.BYTES_PER_ELEMENT === 1 ? 256 : 65536;
  expect(weights.length <= codeCount, `${weights.length} weights`, `at most ${codeCount}`);
  expect(
    weights.every(weight => weight <= WEIGHT_ONE),
    'a weight above 1048575',
    '0 to 1048575'
  );
  expect(['plateau', 'tree'].includes(mode), `mode ${mode}`, 'plateau or tree');
  expect([6, 18, 26].includes(connectivity), `connectivity ${connectivity}`, '6, 18 or 26');
  expect(isWhole(maxVoxels, 1, MOST_REGION), `maxVoxels ${maxVoxels}`, `1 to ${MOST_REGION}`);
  expect(isWhole(minVoxels, 1, 2 ** 32 - 1), `minVoxels ${minVoxels}`, '1 or more');
}

/** Run a long computation that yields its progress (0 to 1), letting others run in between and heeding the signal. */
export async function drive<T>(
  steps: Generator<number, T, undefined>,
  { signal, onProgress }: RankOptions = {},
  budgetMs = 12
): Promise<T> {
  let began = performance.now();
  for (;;) {
    throwIfAborted(signal);
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() - began >= budgetMs) {
      onProgress?.(step.value);
      await pause();
      began = performance.now();
    }
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw signal.reason instanceof Error
      ? signal.reason
      : new DOMException('the ranking was cancelled', 'AbortError');
  }
}

/** Let waiting messages and events be handled. A message does it without the 4 ms of nested timers. */
function pause(): Promise<void> {
  return new Promise(resolve => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function expect(fits: boolean, found: string, expected: string): void {
  if (!fits) {
    throw new RangeError(`found ${found}, expected ${expected}`);
  }
}
