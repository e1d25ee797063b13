/** Mode plateau with a granularity: codes become classes, and voxels of one class are equal. */
import { WEIGHT_ONE } from '../core/regions';
import type { Codes } from './ranker';

export interface Classes {
  /** Weight of each class, numbered as {@link Classes.translate} does. */
  readonly weights: Uint32Array;
  /** A new array. */
  translate(codes: Codes): Codes;
}

/**
 * The class of a weight is the nearest multiple of `step`, the upper one of two; its weight is that multiple, at most that of the largest
 * doubt. Weights in class 0 become code 0, which is in no region.
 */
export function classesOf(weights: Uint32Array, step: number): Classes {
  const multiples = Array.from(weights, (weight, code) =>
    code === 0 ? 0 : Math.floor((2 * weight + step) / (2 * step))
  );
  const rising = [...new Set([0, ...multiples])].sort((a, b) => a - b);
  const numbers = new Map(rising.map((multiple, number) => [multiple, number]));
  const table = Uint16Array.from(multiples, multiple => numbers.get(multiple) ?? 0);
  return {
    weights: Uint32Array.from(rising, multiple => Math.min(multiple * step, WEIGHT_ONE)),
    translate: codes => codes.map(code => table[code] ?? 0)
  };
}
