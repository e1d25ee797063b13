/** Opens curators in the main area and restores their tabs after a reload. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import {
  createToolbarFactory,
  ICommandPalette,
  IToolbarWidgetRegistry,
  setToolbar
} from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Ids } from './command-ids';
import { Curators, ICurators } from './curators';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- tabs are restored at once
import { MainArea } from './main-area';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- commands are there from the start
import { addPlaceCommands } from './place-commands';
import { inOurWords } from './schema-words';
import { waitingNote } from './waiting-note';

const ID = 'voxproof:main-area';
/** Name of the tool bar in the settings. */
const TOOLBAR = 'Voxproof';

export const mainAreaPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Opens a Curator in the main area, beside its notebook.',
  autoStart: true,
  requires: [ICurators],
  optional: [
    INotebookTracker,
    ILabShell,
    ILayoutRestorer,
    ICommandPalette,
    IToolbarWidgetRegistry,
    ISettingRegistry,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    curators: ICurators,
    notebooks: INotebookTracker | null,
    shell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    toolbars: IToolbarWidgetRegistry | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    if (notebooks === null || shell === null) {
      // Notebook 7 has no main area to divide, Voilà no notebooks.
      return;
    }
    const { commands } = app;
    const known = translator ?? nullTranslator;
    const trans = known.load('voxproof');
    const open = (path: string): void => {
      void commands.execute('docmanager:open', { path });
    };
    const items =
      toolbars === null || settings === null
        ? null
        : createToolbarFactory(toolbars, inOurWords(settings, trans), TOOLBAR, ID, known);
    const mainArea = new MainArea({
      shell,
      curators: Curators.from(curators),
      notebooks,
      waiting: place => waitingNote(place, { notebooks, trans, open }),
      furnish: tab => {
        if (items !== null) {
          setToolbar(tab, items);
        }
      }
    });
    addPlaceCommands(commands, curators, mainArea, trans).forEach(command => {
      palette?.addItem({ command, category: trans.__('Voxproof') });
    });
    void restorer?.restore(mainArea.tracker, {
      command: Ids.openInMain,
      args: ({ content: { place } }) => ({ document: place.document, curator: place.name }),
      name: ({ content: { place } }) => `${place.document}:${place.name}`
    });
  }
};
