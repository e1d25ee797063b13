/** What of the list is scrolled to. */
import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';
import type { ListWindow } from './windowed';

/** What is another list begins at its start. */
export function useStartOver(scroller: RefObject<HTMLElement | null>, arrangement: string): void {
  const known = useRef(arrangement);
  useEffect(() => {
    if (scroller.current !== null && known.current !== arrangement) {
      scroller.current.scrollTop = 0;
    }
    known.current = arrangement;
  }, [scroller, arrangement]);
}

export interface Revealed {
  /** Row that is to be seen, -1 for none, and those of its stop. */
  readonly place: number;
  readonly first: number;
  readonly end: number;
  readonly rowPixels: number;
  /** Pixels that are no rows, before them. */
  readonly before: number;
}

/** Scroll to a row with its whole stop, so that nothing moves within the stop; to the row alone where that is too much. */
export function useReveal(
  { reveal }: ListWindow,
  view: number,
  revealed: Revealed,
  again: string
): void {
  const { place, first, end, rowPixels, before } = revealed;
  useEffect(() => {
    if (place < 0) {
      return;
    }
    if ((end - first) * rowPixels <= view) {
      reveal(first * rowPixels + before, (end - first) * rowPixels);
    }
    reveal(place * rowPixels + before, rowPixels);
  }, [place, first, end, rowPixels, before, view, reveal, again]);
}
