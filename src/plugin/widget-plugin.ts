/** Tells JupyterLab's widget manager where the `Curator` widget is; its code is loaded with the first one shown. */
import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PACKAGE, VERSION } from './names';

export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:widget',
  description: 'Shows a Curator in a notebook cell.',
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  activate: (app: JupyterFrontEnd, registry: IJupyterWidgetRegistry) => {
    registry.registerWidget({
      name: PACKAGE,
      version: VERSION,
      exports: async () => {
        const { CuratorModel, curatorViewFor } = await import('./widget');
        const save = () => void app.commands.execute('docmanager:save');
        return { CuratorModel, CuratorView: curatorViewFor({ save }) };
      }
    });
  }
};
