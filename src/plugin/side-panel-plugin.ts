/** The side panel that follows the notebook in front. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Ids } from './command-ids';
import { Curators, ICurators } from './curators';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- commands are there from the start
import { addPanelCommands } from './panel-commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- a frame that loads its content when it is shown
import { SidePanelWidget } from './side-panel';

const RANK = 500;

export const sidePanelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:side-panel',
  description: 'Shows worklist, history and progress of the notebook in front.',
  autoStart: true,
  requires: [ICurators],
  optional: [INotebookTracker, ILabShell, ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    curators: ICurators,
    notebooks: INotebookTracker | null,
    shell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    if (notebooks === null || shell === null) {
      // Notebook 7 and Voilà have no side bars.
      return;
    }
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('voxproof');
    const panel = new SidePanelWidget({
      curators: Curators.from(curators),
      trans,
      commands,
      save: () => void notebooks.currentWidget?.context.save(),
      insertExample: () =>
        notebooks.currentWidget === null ? null : () => void commands.execute(Ids.insertExample)
    });
    shell.add(panel, 'right', { rank: RANK, type: 'Voxproof' });
    restorer?.add(panel, panel.id);
    const ids = addPanelCommands(
      commands,
      notebooks,
      () => {
        shell.activateById(panel.id);
      },
      trans
    );
    ids.forEach(command => {
      palette?.addItem({ command, category: trans.__('Voxproof') });
    });
  }
};
