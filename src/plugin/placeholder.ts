/** In the cell of a curator that is in a tab of the main area. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICuratorTab } from './curators';
import { makeNote } from './notes';

export function makePlaceholder(
  name: string,
  tab: ICuratorTab,
  trans: TranslationBundle
): HTMLElement {
  return makeNote({
    title: trans.__('%1 is open beside the notebook.', name),
    text: trans.__('It is the same curator: selection, tools and edits went with it.'),
    buttons: [
      {
        label: trans.__('Show'),
        caption: trans.__('Bring its tab to the front'),
        onClick: () => {
          tab.reveal();
        }
      },
      {
        label: trans.__('Bring back'),
        caption: trans.__('Close its tab and show it in this cell again'),
        onClick: () => {
          tab.bringBack();
        }
      }
    ]
  });
}
