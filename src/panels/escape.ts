/** Escape closes what is open, wherever in the view the keyboard is. */
import { useEffect, useRef } from 'react';
import { usePanel } from './context';

/** While `isOpen`, Escape means `close` and nothing else. */
export function useEscape(isOpen: boolean, close: () => void): void {
  const { root } = usePanel();
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  }, [close]);
  useEffect(() => {
    const element = root();
    if (!isOpen || element === null) {
      return;
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        latest.current();
      }
    };
    element.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      element.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [root, isOpen]);
}
