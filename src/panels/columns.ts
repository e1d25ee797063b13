/** What the small line of a row tells, as far as it is wanted. */
import type { Column } from '../core/preferences';

/**
 * @param reason - why the region is in the list, or what is in the stop; null where that is not known
 * @param words - the size in a word, for where a reason is told
 * @param size - all of the size
 */
export function toldParts(
  columns: readonly Column[],
  reason: string | null,
  words: string,
  size: readonly string[]
): readonly string[] {
  const isReasonTold = reason !== null && columns.includes('reason');
  const told = !columns.includes('size') ? [] : isReasonTold ? [words] : size;
  return isReasonTold ? [reason, ...told] : told;
}
