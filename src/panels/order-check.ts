/** Whether the order of the list leads to errors, by what was judged: regions further up against those further down. */
import type { Ranking } from '../core/regions';
import type { Review } from './review';

/** Fewer in either half say nothing. */
const FEWEST_IN_HALF = 10;
/** One-sided 95 % of the normal distribution. */
const Z = 1.645;

export interface Half {
  readonly judged: number;
  /** How many of them needed a change. */
  readonly changed: number;
}

export interface OrderCheck {
  readonly upper: Half;
  readonly lower: Half;
  /** Whether the upper half needed a change more often: beyond chance, perhaps, or not at all. */
  readonly helps: 'yes' | 'perhaps' | 'no';
}

/**
 * Counted are the regions judged fixed or correct, in the order of the stops; verdicts that were carried over are not.
 * @returns null for too few
 */
export function checkOrder(
  { table }: Pick<Ranking, 'table'>,
  { verdicts }: Pick<Review, 'verdicts'>
): OrderCheck | null {
  const needs = [...verdicts]
    .filter(([, { verdict, carried }]) => verdict !== 'unsure' && carried !== true)
    .sort(([a], [b]) => table.stop[a] - table.stop[b] || a - b)
    .map(([, { verdict }]) => verdict === 'fixed');
  const middle = Math.ceil(needs.length / 2);
  if (needs.length - middle < FEWEST_IN_HALF) {
    return null;
  }
  const [upper, lower] = [halfOf(needs.slice(0, middle)), halfOf(needs.slice(middle))];
  return { upper, lower, helps: compare(upper, lower) };
}

function halfOf(needs: readonly boolean[]): Half {
  return { judged: needs.length, changed: needs.filter(need => need).length };
}

/** Difference of two shares against its standard error (pooled). */
function compare(upper: Half, lower: Half): OrderCheck['helps'] {
  const difference = upper.changed / upper.judged - lower.changed / lower.judged;
  if (difference <= 0) {
    return 'no';
  }
  const share = (upper.changed + lower.changed) / (upper.judged + lower.judged);
  const error = Math.sqrt(share * (1 - share) * (1 / upper.judged + 1 / lower.judged));
  return difference >= Z * error ? 'yes' : 'perhaps';
}
