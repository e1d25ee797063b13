/** What is in a stop, in a few words. */
import type { Ranking } from '../core/regions';
import type { Translation } from '../core/translation';

/** Kinds as the labeller numbers them, by the words they share. */
const GROUPS: readonly {
  readonly kinds: readonly number[];
  readonly words: (count: number, trans: Translation) => string;
}[] = [
  { kinds: [1], words: (count, trans) => trans._n('%1 gap', '%1 gaps', count) },
  { kinds: [4], words: (count, trans) => trans._n('%1 bridge', '%1 bridges', count) },
  { kinds: [2], words: (count, trans) => trans._n('%1 free end', '%1 free ends', count) },
  { kinds: [5], words: (count, trans) => trans._n('%1 weak branch', '%1 weak branches', count) },
  { kinds: [6], words: (count, trans) => trans._n('%1 weak piece', '%1 weak pieces', count) },
  { kinds: [3, 7], words: (count, trans) => trans._n('%1 island', '%1 islands', count) },
  { kinds: [8], words: (count, trans) => trans._n('%1 branch', '%1 branches', count) }
];

/** `2 gaps, 1 bridge`, what there is most of first; null where regions have no kinds. */
export function stopContents(
  { facts }: Ranking,
  regions: Uint32Array,
  trans: Translation
): string | null {
  if (facts === null) {
    return null;
  }
  const found = GROUPS.map(({ kinds, words }) => ({
    words,
    count: regions.filter(index => kinds.some(kind => kind === facts.kind[index])).length
  }));
  return found
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ words, count }) => words(count, trans))
    .join(', ');
}
