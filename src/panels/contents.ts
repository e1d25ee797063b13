/** What is in a stop, in a few words. */
import type { Ranking } from '../core/regions';
import type { Translation } from '../core/translation';

/** Kinds as the labeller numbers them, by the words they share. */
const GROUPS = [
  { kinds: [1], one: '%1 gap', many: '%1 gaps' },
  { kinds: [4], one: '%1 bridge', many: '%1 bridges' },
  { kinds: [2], one: '%1 free end', many: '%1 free ends' },
  { kinds: [5], one: '%1 weak branch', many: '%1 weak branches' },
  { kinds: [6], one: '%1 weak piece', many: '%1 weak pieces' },
  { kinds: [3, 7], one: '%1 island', many: '%1 islands' },
  { kinds: [8], one: '%1 branch', many: '%1 branches' }
] as const;

/** `2 gaps, 1 bridge`, what there is most of first; null where regions have no kinds. */
export function stopContents(
  { facts }: Ranking,
  regions: Uint32Array,
  trans: Translation
): string | null {
  if (facts === null) {
    return null;
  }
  const found = GROUPS.map(({ kinds, one, many }) => ({
    one,
    many,
    count: regions.filter(index => kinds.some(kind => kind === facts.kind[index])).length
  }));
  return found
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ one, many, count }) => trans._n(one, many, count))
    .join(', ');
}
