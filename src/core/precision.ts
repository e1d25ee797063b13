/**
 * How often what was judged last needed a change, and what that says of the rest of the list. The same figures as `curator.precision` in
 * Python.
 */
import type { Verdict } from './state';

/** Regions that are looked back on unless told otherwise. */
export const RECENT = 20;
/** With fewer there is nothing to say. */
export const FEWEST_JUDGED = 5;

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959963984540054;

export interface Precision {
  /** How many of the regions judged last are counted: at most {@link last}. */
  readonly judged: number;
  /** How many of them needed a change. */
  readonly changed: number;
  /** `changed / judged`. */
  readonly share: number;
  /** Regions of the list without a verdict. */
  readonly remaining: number;
  /**
   * How many of those will need a change, if they do as often as the regions judged last; and the 95 % interval of it (Wilson's
   * score). It assumes that what comes is no worse than what was seen, which a list that is sorted well makes likely, not certain.
   */
  readonly left: number;
  readonly low: number;
  readonly high: number;
  /** How many were asked for. */
  readonly last: number;
}

/**
 * Counted are verdicts `fixed` (needed a change) and `correct` that a person gave to the region itself: neither `unsure` nor carried.
 *
 * @param verdicts - in any order; of equal times, the later in order counts as later
 * @param remaining - regions of the list without a verdict
 * @param last - how many to look back on, at least 5
 * @returns null for fewer than five
 */
export function precisionOf(
  verdicts: Iterable<Verdict>,
  remaining: number,
  last = RECENT
): Precision | null {
  const recent = needs(verdicts).slice(-last);
  const judged = recent.length;
  if (judged < FEWEST_JUDGED) {
    return null;
  }
  const changed = recent.reduce((sum, need) => sum + need, 0);
  const [low, high] = wilson(changed, judged);
  return {
    judged,
    changed,
    share: changed / judged,
    remaining,
    left: (changed / judged) * remaining,
    low: low * remaining,
    high: high * remaining,
    last
  };
}

/** For each verdict that counts, in order of time: the share that needed a change among it and those before it, `last` at most. */
export function precisionSeries(
  verdicts: Iterable<Verdict>,
  last = RECENT
): Float64Array<ArrayBuffer> {
  const all = needs(verdicts);
  let changed = 0;
  return Float64Array.from(all, (need, at) => {
    changed += need - (at >= last ? all[at - last] : 0);
    return changed / Math.min(at + 1, last);
  });
}

/** Whether the rule to stop holds: as many were judged as are looked back on, and fewer than this share needed a change. */
export function isReached(precision: Precision | null, stopBelow: number | null): boolean {
  return (
    precision !== null &&
    stopBelow !== null &&
    precision.judged >= precision.last &&
    precision.share < stopBelow
  );
}

/** 95 % interval of a share, by Wilson's score (Wilson 1927; Brown, Cai, DasGupta 2001). */
function wilson(changed: number, judged: number): readonly [low: number, high: number] {
  const share = changed / judged;
  const square = Z * Z;
  const middle = share + square / (2 * judged);
  const spread = Z * Math.sqrt((share * (1 - share)) / judged + square / (4 * judged * judged));
  const scale = 1 + square / judged;
  return [
    changed === 0 ? 0 : (middle - spread) / scale,
    changed === judged ? 1 : (middle + spread) / scale
  ];
}

/** 1 for a change, 0 for none, in order of time. */
function needs(verdicts: Iterable<Verdict>): readonly number[] {
  return [...verdicts]
    .filter(({ verdict, carried }) => verdict !== 'unsure' && carried !== true)
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ verdict }) => (verdict === 'fixed' ? 1 : 0));
}
