/** Tells JupyterLab's widget manager where the `Curator` widget is; its code is loaded with the first one shown. */
import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Ids } from './command-ids';
import type { Curator } from './curators';
import { Curators, ICurators } from './curators';
import { PACKAGE, VERSION } from './names';

export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:widget',
  description: 'Shows a Curator in a notebook cell.',
  autoStart: true,
  requires: [IJupyterWidgetRegistry, ICurators],
  optional: [INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    registry: IJupyterWidgetRegistry,
    curators: ICurators,
    notebooks: INotebookTracker | null,
    translator: ITranslator | null
  ) => {
    const { commands, shell } = app;
    const trans = (translator ?? nullTranslator).load('voxproof');
    const save = ({ document }: Curator) => {
      const panel = notebooks?.find(({ context }) => context.path === document);
      void (panel === undefined || panel === shell.currentWidget
        ? commands.execute('docmanager:save')
        : panel.context.save());
    };
    const openInMain = ({ document, name }: Curator) =>
      void commands.execute(Ids.openInMain, { document, curator: name });
    registry.registerWidget({
      name: PACKAGE,
      version: VERSION,
      exports: async () => {
        const { CuratorModel, curatorViewFor } = await import('./widget');
        const hasMain = commands.hasCommand(Ids.openInMain);
        const host = {
          curators: Curators.from(curators),
          trans,
          commands,
          save,
          openInMain: hasMain ? openInMain : null
        };
        return { CuratorModel, CuratorView: curatorViewFor(host) };
      }
    });
  }
};
