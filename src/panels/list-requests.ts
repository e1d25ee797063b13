/** What commands ask of the list beside the views. */
import type { PanelRequest } from '../tools';
import { PANEL_EVENT } from '../tools';
import { usePanel } from './context';
import { usePanelEvent } from './panel-events';
import type { Side } from './SidePanel';

/** What is asked of a hidden list shows it first. */
export function useListRequests(
  isListShown: boolean,
  setListShown: (isShown: boolean) => void,
  side: Side,
  setSide: (side: Side) => void
): void {
  const { root } = usePanel();
  const showFor = (request: PanelRequest, isHeard: boolean): void => {
    setListShown(true);
    setSide('regions');
    if (!isHeard) {
      requestAnimationFrame(() => {
        root()?.dispatchEvent(new CustomEvent(PANEL_EVENT, { detail: request }));
      });
    }
  };
  usePanelEvent('filter', () => {
    // A field that is not shown takes no focus.
    showFor('filter', isListShown && side === 'regions');
  });
  usePanelEvent('ranking', () => {
    showFor('ranking', isListShown);
  });
  usePanelEvent('history', () => {
    setListShown(true);
    setSide(isListShown && side === 'history' ? 'regions' : 'history');
  });
}
