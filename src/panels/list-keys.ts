/** Where keys lead in the list: those of a tree grid. */
import { useEffect, useRef } from 'react';
import type { Ranking } from '../core/regions';
import { LIST_EVENT } from '../tools';
import { usePanel } from './context';
import type { Folding } from './folding';
import type { ListRow } from './tree-layout';

/** Row that a key leads to from another; null when it is none of the list's. */
export function placeAfter(key: string, place: number, page: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count
  };
  return key in steps && count > 0 ? Math.min(Math.max(place + steps[key], 0), count - 1) : null;
}

/** Left and right fold and unfold, as in any tree. @returns whether they mean something here */
export function turnBy(
  key: string,
  row: ListRow,
  ranking: Ranking,
  { set }: Folding,
  goTo: (row: ListRow, isInList: boolean) => void
): boolean {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') {
    return false;
  }
  if (row.kind === 'stop') {
    if ((key === 'ArrowRight') !== row.isUnfolded) {
      set(row.stop, key === 'ArrowRight');
    } else if (row.isUnfolded) {
      goTo({ kind: 'region', index: row.regions[0], isInStop: true }, true);
    }
  } else if (key === 'ArrowLeft' && row.isInStop) {
    const stop = ranking.table.stop[row.index];
    goTo({ kind: 'stop', stop, regions: Uint32Array.of(row.index), isUnfolded: true }, true);
  }
  return true;
}

/** Keys of the list that are pressed elsewhere in the view. */
export function useListKeys(moveBy: (key: string) => boolean): void {
  const { root } = usePanel();
  const latest = useRef(moveBy);
  useEffect(() => {
    latest.current = moveBy;
  });
  useEffect(() => {
    const element = root();
    const onKey = (event: Event): void => {
      if (event instanceof CustomEvent && typeof event.detail === 'string') {
        latest.current(event.detail);
      }
    };
    element?.addEventListener(LIST_EVENT, onKey);
    return () => {
      element?.removeEventListener(LIST_EVENT, onKey);
    };
  }, [root]);
}
