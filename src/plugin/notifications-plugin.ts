/** Tells of long work out of sight in JupyterLab's notifications. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Ids } from './command-ids';
import type { ICurator } from './curators';
import { ICurators } from './curators';
import { withFirstCurator } from './first-curator';

export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:notifications',
  description: 'Tells of Curators out of sight that load or rank, with progress and a way to stop.',
  autoStart: true,
  requires: [ICurators],
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, curators: ICurators, translator: ITranslator | null) => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('voxproof');
    const show = ({ tab, name }: ICurator): void => {
      if (tab !== null) {
        tab.reveal();
      } else if (commands.hasCommand(Ids.showCell)) {
        void commands.execute(Ids.showCell, { curator: name });
      }
    };
    withFirstCurator(curators, () => {
      void import('./tell-long-work').then(({ tellLongWork }) => {
        tellLongWork(curators, trans, show);
      });
    });
  }
};
