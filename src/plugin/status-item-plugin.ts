/** Tells of the current curator in the status bar, from the first one on. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Ids } from './command-ids';
import { ICurators } from './curators';
import { withFirstCurator } from './first-curator';

/** Right of JupyterLab's own of kernel and line. */
const RANK = 10;

export const statusItemPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:status-item',
  description: 'Tells region, unsaved edits and kernel of the current Curator in the status bar.',
  autoStart: true,
  requires: [ICurators],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    curators: ICurators,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    if (statusBar === null) {
      return;
    }
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('voxproof');
    const register = async (): Promise<void> => {
      const { StatusItem } = await import('./status-item');
      const item = new StatusItem(curators, trans, () => {
        if (commands.hasCommand(Ids.showPanel)) {
          void commands.execute(Ids.showPanel);
        }
      });
      statusBar.registerStatusItem('voxproof:status-item', {
        item,
        align: 'left',
        rank: RANK,
        isActive: () => item.isActive,
        activeStateChanged: curators.changed
      });
    };
    withFirstCurator(curators, () => void register());
  }
};
