/** Commands, and where they are offered besides the menus of `schema/commands.json`. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- commands are there from the start
import { addActCommands } from './act-commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- and so is what they depend on
import { followCurrent } from './command-changes';
import { ICurators } from './curators';
import { addWorkCommands } from './work-commands';

export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:commands',
  description: 'Offers everything that can be done with a Curator as commands.',
  autoStart: true,
  requires: [ICurators],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    curators: ICurators,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load('voxproof');
    const ids = [
      ...addActCommands(commands, curators, trans),
      ...addWorkCommands(commands, curators, trans)
    ];
    ids.forEach(command => {
      palette?.addItem({ command, category: trans.__('Voxproof') });
    });
    followCurrent(commands, curators);
  }
};
