/** Commands about the side panel. */
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { Ids } from './command-ids';
import { voxproofIcon } from './icons';

const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

/** @returns the ids */
export function addPanelCommands(
  commands: CommandRegistry,
  notebooks: INotebookTracker,
  showPanel: () => void,
  trans: TranslationBundle
): readonly string[] {
  commands.addCommand(Ids.showPanel, {
    label: trans.__('Show Worklist in Side Panel'),
    caption: trans.__('Worklist, history and progress of the notebook in front'),
    icon: voxproofIcon,
    describedBy: NO_ARGUMENTS,
    execute: showPanel
  });
  commands.addCommand(Ids.insertExample, {
    label: trans.__('Insert an Example'),
    caption: trans.__('Add a cell that makes a volume and shows it in a curator'),
    describedBy: NO_ARGUMENTS,
    isEnabled: () => notebooks.currentWidget !== null,
    execute: async () => {
      const panel = notebooks.currentWidget;
      if (panel !== null) {
        const { EXAMPLE } = await import('./example-cell');
        NotebookActions.insertBelow(panel.content);
        panel.content.activeCell?.model.sharedModel.setSource(EXAMPLE);
      }
    }
  });
  return [Ids.showPanel, Ids.insertExample];
}
