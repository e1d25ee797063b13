/** Which stops are unfolded: all or none, but for some; that of the region in hand by itself. */
import { useCallback, useState } from 'react';
import type { Ranking } from '../core/regions';

export interface Folding {
  readonly isUnfolded: (stop: number) => boolean;
  /** Whether stops are unfolded where nothing else is said. */
  readonly isAllUnfolded: boolean;
  readonly set: (stop: number, isOpen: boolean) => void;
  readonly setAll: (isOpen: boolean) => void;
}

interface Said {
  readonly ranking: Ranking;
  readonly isSearch: boolean;
  readonly all: boolean;
  readonly others: ReadonlySet<number>;
  /** The stop in hand was folded while this region was selected. */
  readonly closed: { readonly selected: number | null } | null;
}

/**
 * @param inHand - the stop of the selected region; before one is selected, that which is shown unfolded
 * @param isSearch - whether the list shows what a filter has found, which is unfolded
 */
export function useFolding(
  ranking: Ranking,
  selected: number | null,
  inHand: number | null,
  isSearch: boolean
): Folding {
  const [said, setSaid] = useState<Said>(() => nothingSaid(ranking, isSearch, isSearch));
  if (said.ranking !== ranking || said.isSearch !== isSearch) {
    // Numbers of stops mean something else in another ranking.
    setSaid(nothingSaid(ranking, isSearch, isSearch || (said.all && !said.isSearch)));
  } else if (said.closed !== null && said.closed.selected !== selected) {
    setSaid({ ...said, closed: null });
  }
  const isUnfolded = useCallback(
    (stop: number): boolean =>
      stop === inHand ? said.closed === null : said.others.has(stop) !== said.all,
    [said, inHand]
  );
  return {
    isUnfolded,
    isAllUnfolded: said.all,
    set: (stop, isOpen) => {
      const others = new Set(said.others);
      if (isOpen === said.all) {
        others.delete(stop);
      } else {
        others.add(stop);
      }
      const closed = isOpen ? null : { selected };
      setSaid({ ...said, others, closed: stop === inHand ? closed : said.closed });
    },
    setAll: all => {
      setSaid({ ...nothingSaid(ranking, isSearch, all), closed: all ? null : { selected } });
    }
  };
}

function nothingSaid(ranking: Ranking, isSearch: boolean, all: boolean): Said {
  return { ranking, isSearch, all, others: new Set(), closed: null };
}
