/** Gives every notebook the renderer that shows a Curator's output, or says what to do when its kernel is gone. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { createCuratorRenderer } from './curator-output';
import { CURATOR_MIME } from './names';

/** Before the widget manager's own renderer, which is at -10. */
const RANK = -20;

export const outputPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:output',
  description: 'Says in the cell what to do when the kernel of a Curator is gone.',
  autoStart: true,
  optional: [INotebookTracker, ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) => {
    if (notebooks === null) {
      // Voilà has widgets, but no notebooks.
      return;
    }
    const trans = (translator ?? nullTranslator).load('voxproof');
    const extend = ({ content: { rendermime }, context }: NotebookPanel): void => {
      const waiting = async (name: string) => {
        const { waitingActs } = await import('./waiting-acts');
        return waitingActs(context.path, name, trans);
      };
      rendermime.addFactory(
        {
          safe: false,
          mimeTypes: [CURATOR_MIME],
          createRenderer: () => createCuratorRenderer(rendermime, trans, waiting)
        },
        RANK
      );
    };
    notebooks.forEach(extend);
    notebooks.widgetAdded.connect((_, panel) => {
      extend(panel);
    });
  }
};
