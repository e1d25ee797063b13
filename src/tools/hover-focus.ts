/**
 * Lends the keyboard to a view while the pointer is moved over it: otherwise `x`, meant for the branch under the pointer, would cut the
 * notebook's cell. It goes back when the pointer leaves, unless the view was pressed or used by keyboard meanwhile.
 */
import { FIELDS } from './keyboard';

/** @returns a function that ends it */
export function attachHoverFocus(root: HTMLElement): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let lender: Element | null = null;
  const keep = (): void => {
    lender = null;
  };
  root.addEventListener(
    'pointermove',
    ({ movementX, movementY, buttons }) => {
      const active = document.activeElement;
      // What scrolls under a resting pointer is not pointed at, and who types elsewhere goes on typing.
      const isMoved = buttons === 0 && (movementX !== 0 || movementY !== 0);
      const isTyping = active !== null && active.closest(FIELDS) !== null;
      if (isMoved && !isTyping && !root.contains(active)) {
        lender = active;
        root.focus({ preventScroll: true });
      }
    },
    { signal }
  );
  root.addEventListener(
    'pointerleave',
    () => {
      const to = lender;
      lender = null;
      if (to instanceof HTMLElement && to.isConnected && document.activeElement === root) {
        to.focus({ preventScroll: true });
      }
    },
    { signal }
  );
  root.addEventListener('pointerdown', keep, { signal });
  root.addEventListener('keydown', keep, { capture: true, signal });
  return () => {
    listening.abort();
  };
}
