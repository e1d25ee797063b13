/** Long computations in steps, so that others run in between. */
import type { RankParameters, Ranking } from '../core/regions';
import type { Shape } from '../core/axes';
import type { Codes, LabelEngine, LabelJob, PassMap, RankOptions } from './ranker';
import { requestFor } from './ranker';

/** Bytes of codes labelled in one step: small enough for a frame, and for the cache. */
const STEP_BYTES = 1 << 18;

/** Run a computation that yields its progress (0 to 1), or a partial ranking, with a pause about every `budgetMs`, heeding the signal. */
export async function drive<T>(
  steps: Generator<number | Ranking, T, undefined>,
  { signal, onProgress, onPartial }: RankOptions = {},
  budgetMs = 12
): Promise<T> {
  let began = performance.now();
  for (;;) {
    throwIfAborted(signal);
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    if (typeof step.value !== 'number') {
      onPartial?.(step.value);
    } else if (performance.now() - began >= budgetMs) {
      onProgress?.(step.value);
      await pause();
      began = performance.now();
    }
  }
}

/**
 * Find, measure and order the regions of a map of doubt on this thread.
 * @param codes - `(z, y, x)`, C order; 0 is no doubt. Borrowed until the promise settles.
 * @param weights - weight of each code, at most 2**20 - 1; at most 256 for 8-bit codes, 65 536 for 16-bit ones. A code without one weighs 0.
 * Rejects with RangeError when arguments do not fit together, {@link LabellerError} when memory does not suffice.
 */
export async function rankHere(
  engine: LabelEngine,
  codes: Codes,
  shape: Shape,
  weights: Uint32Array,
  parameters: RankParameters,
  options: RankOptions = {}
): Promise<Ranking> {
  const request = requestFor(codes, shape, weights, parameters, options);
  const job = engine.begin(request);
  const maps = { codes, heights: options.heights ?? codes };
  try {
    const slices = slicesWithin(shape, request.codeBytes, STEP_BYTES);
    return await drive(rankSteps(job, maps, shape, slices), options);
  } finally {
    job.release();
  }
}

/** How many slices have at most `bytes`; at least one. */
export function slicesWithin(shape: Shape, codeBytes: number, bytes: number): number {
  return Math.max(1, Math.min(shape.z, Math.floor(bytes / (shape.y * shape.x * codeBytes))));
}

/** Codes of the slices `from` to `to`; not a copy. */
export function slicesOf(codes: Codes, shape: Shape, from: number, to: number): Codes {
  const slice = shape.y * shape.x;
  return codes.subarray(from * slice, to * slice);
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw abortReason(signal);
  }
}

export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error
    ? signal.reason
    : new DOMException('the ranking was cancelled', 'AbortError');
}

function* rankSteps(
  job: LabelJob,
  maps: Record<PassMap, Codes>,
  shape: Shape,
  slices: number
): Generator<number | Ranking, Ranking, undefined> {
  const { scan, settle, measure } = job.share;
  const { second } = job;
  for (let z = 0; z < shape.z; z += slices) {
    job.scan(slicesOf(maps.codes, shape, z, Math.min(z + slices, shape.z)));
    yield (scan * z) / shape.z;
  }
  for (const fraction of job.settle()) {
    yield scan + settle * fraction;
  }
  for (let z = 0; z < shape.z && second !== null; z += slices) {
    job.measure(slicesOf(maps[second], shape, z, Math.min(z + slices, shape.z)));
    yield scan + settle + (measure * z) / shape.z;
  }
  const before = scan + settle + measure;
  for (const step of job.finish()) {
    yield typeof step === 'number' ? before + (1 - before) * step : step;
  }
  return job.result();
}

/** Let waiting messages and events be handled. A message does it without the 4 ms of nested timers. */
export function pause(): Promise<void> {
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
