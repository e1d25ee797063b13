/** Which stops are unfolded: all or none, but for some; that of the region in hand by itself. */
import { useMemo, useState } from 'react';
import type { Ranking } from '../core/regions';

export interface Folding {
  readonly isUnfolded: (stop: number) => boolean;
  /** Whether stops are unfolded where nothing else is said. */
  readonly isAllUnfolded: boolean;
  readonly set: (stop: number, isUnfolded: boolean) => void;
  readonly setAll: (isUnfolded: boolean) => void;
}

interface Said {
  readonly ranking: Ranking;
  readonly isSearch: boolean;
  readonly all: boolean;
  readonly others: ReadonlySet<number>;
  /** Stop that was folded while its region was in hand. */
  readonly closed: number | null;
}

/**
 * @param inHand - the stop of the selected region
 * @param isSearch - whether the list shows what a filter has found, which is unfolded
 */
export function useFolding(ranking: Ranking, inHand: number | null, isSearch: boolean): Folding {
  const [said, setSaid] = useState<Said>(() => nothingSaid(ranking, isSearch, isSearch));
  if (said.ranking !== ranking || said.isSearch !== isSearch) {
    // Numbers of stops mean something else in another ranking.
    setSaid(nothingSaid(ranking, isSearch, isSearch || (said.all && !said.isSearch)));
  } else if (said.closed !== null && said.closed !== inHand) {
    setSaid({ ...said, closed: null });
  }
  return useMemo(
    () => ({
      isUnfolded: stop =>
        stop === inHand ? said.closed !== stop : said.others.has(stop) !== said.all,
      isAllUnfolded: said.all,
      set: (stop, isUnfolded) => {
        const others = new Set(said.others);
        if (isUnfolded === said.all) {
          others.delete(stop);
        } else {
          others.add(stop);
        }
        setSaid({ ...said, others, closed: stop === inHand && !isUnfolded ? stop : null });
      },
      setAll: all => {
        setSaid({ ...nothingSaid(ranking, isSearch, all), closed: all ? null : inHand });
      }
    }),
    [ranking, isSearch, said, inHand]
  );
}

function nothingSaid(ranking: Ranking, isSearch: boolean, all: boolean): Said {
  return { ranking, isSearch, all, others: new Set(), closed: null };
}
