/** Keeps the list of the page's curators, for this extension and for others. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { followActive } from './active-document';
import { Curators, ICurators } from './curators';

export const curatorsPlugin: JupyterFrontEndPlugin<ICurators> = {
  id: 'voxproof:curators',
  description: 'Knows the curators on the page, and which one commands are about.',
  autoStart: true,
  optional: [INotebookTracker],
  provides: ICurators,
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker | null) => {
    const curators = new Curators();
    if (notebooks !== null) {
      followActive(app, notebooks, curators);
    }
    return curators;
  }
};
