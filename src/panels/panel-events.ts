/** What commands ask of the panels, as an event at the root of the view. */
import { useEffect, useRef } from 'react';
import type { PanelRequest } from '../tools';
import { PANEL_EVENT } from '../tools';
import { usePanel } from './context';

export function usePanelEvent(name: PanelRequest | undefined, act: () => void): void {
  const { root } = usePanel();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const element = root();
    const onEvent = (event: Event): void => {
      if (event instanceof CustomEvent && event.detail === name) {
        latest.current();
      }
    };
    element?.addEventListener(PANEL_EVENT, onEvent);
    return () => {
      element?.removeEventListener(PANEL_EVENT, onEvent);
    };
  }, [root, name]);
}
