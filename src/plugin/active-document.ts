/** The notebook that is worked on: the one in front, or that of the curator whose tab is. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { CuratorTab } from './curator-tab';
import type { Curators } from './curators';

/** Tell which it is, whenever that is another; when something else comes to the front, it stays the last one. */
export function followActive(
  { shell }: JupyterFrontEnd,
  notebooks: INotebookTracker,
  curators: Curators
): void {
  const look = (): void => {
    const { currentWidget: widget } = shell;
    if (widget instanceof MainAreaWidget && widget.content instanceof CuratorTab) {
      const { place, curator } = widget.content;
      curators.follow(place.document);
      if (curator !== null) {
        curators.use(curator);
      }
      return;
    }
    const panel = notebooks.find(each => each === widget);
    if (panel !== undefined) {
      curators.follow(panel.context.path);
    }
  };
  shell.currentChanged?.connect(look);
  notebooks.currentChanged.connect(look);
  notebooks.widgetAdded.connect((_, { context }) => {
    context.pathChanged.connect(look);
  });
  look();
}
