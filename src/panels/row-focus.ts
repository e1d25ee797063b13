/** The keyboard's focus goes with the row in hand, as long as it is in the list. */
import type { RefObject } from 'react';
import { useEffect } from 'react';

export const GRID_ROLES = '[role="grid"], [role="treegrid"]';

export function useFocusFollows(row: RefObject<HTMLElement | null>, isActive: boolean): void {
  useEffect(() => {
    const grid = row.current?.closest(GRID_ROLES);
    const { activeElement } = document;
    if (
      isActive &&
      grid?.contains(activeElement) === true &&
      row.current?.contains(activeElement) === false
    ) {
      row.current.focus({ preventScroll: true });
    }
  }, [row, isActive]);
}
