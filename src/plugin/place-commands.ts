/** Commands that move a curator between its cell and the main area. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Ids } from './command-ids';
import { argumentsWith, targetOf } from './command-target';
import type { TabPlace } from './curator-tab';
import type { ICurators } from './curators';
import { mainIcon } from './icons';
import type { MainArea } from './main-area';

const DOCUMENT = {
  type: 'string',
  description: 'Path of its notebook; with it, the tab waits for a curator that is not there yet.'
} as const;

/** @returns the ids */
export function addPlaceCommands(
  commands: CommandRegistry,
  curators: ICurators,
  mainArea: MainArea,
  trans: TranslationBundle
): readonly string[] {
  const placeOf = (args: ReadonlyPartialJSONObject): TabPlace | null => {
    const { document, curator: name } = args;
    if (typeof document === 'string') {
      return typeof name === 'string' ? { document, name } : null;
    }
    return targetOf(curators, args);
  };
  commands.addCommand(Ids.openInMain, {
    label: trans.__('Open in Main Area'),
    caption: trans.__('Move the curator to a tab beside its notebook'),
    icon: mainIcon,
    describedBy: { args: argumentsWith({ document: DOCUMENT }) },
    isEnabled: args => placeOf(args) !== null,
    execute: async args => {
      const place = placeOf(args);
      if (place !== null) {
        await mainArea.open(place);
      }
    }
  });
  commands.addCommand(Ids.bringBack, {
    label: trans.__('Bring Back to the Cell'),
    caption: trans.__('Close the tab and show the curator in its cell again'),
    describedBy: { args: argumentsWith() },
    isEnabled: args => (targetOf(curators, args)?.tab ?? null) !== null,
    execute: args => {
      targetOf(curators, args)?.tab?.bringBack();
    }
  });
  commands.addCommand(Ids.showCell, {
    label: trans.__('Go to Its Cell'),
    caption: trans.__('Bring the notebook to the front, at the cell that shows the curator'),
    describedBy: { args: argumentsWith() },
    isEnabled: args => targetOf(curators, args) !== null,
    execute: async args => {
      const curator = targetOf(curators, args);
      if (curator !== null) {
        await mainArea.showCell(curator);
      }
    }
  });
  return [Ids.openInMain, Ids.bringBack, Ids.showCell];
}
