/** Verdicts by row of the ranking, and what they tell. */
import { RegionPlaces } from '../core/region-places';
import type { Ranking } from '../core/regions';
import type { Verdict, VerdictName } from '../core/state';

/** Verdicts by row of the ranking, with totals. */
export interface Review {
  readonly verdicts: ReadonlyMap<number, Verdict>;
  readonly counts: Readonly<Record<VerdictName, number>>;
}

/** Where verdicts, by region id, belong in a ranking; those of regions that it does not list are left out. */
export function readReview(
  ranking: Ranking,
  generation: number,
  verdicts: ReadonlyMap<string, Verdict>
): Review {
  const places = RegionPlaces.of(ranking);
  const found = new Map<number, Verdict>();
  const counts = { fixed: 0, correct: 0, unsure: 0 };
  for (const [id, verdict] of verdicts) {
    const index = places.indexOf(generation, id);
    if (index !== null) {
      found.set(index, verdict);
      counts[verdict.verdict] += 1;
    }
  }
  return { verdicts: found, counts };
}
