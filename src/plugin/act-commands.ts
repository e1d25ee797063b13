/** Everything that keys and buttons do, as commands on the current curator. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { CommandName } from '../tools/command-list';
import { COMMAND_NAMES } from '../tools/command-list';
import { isEnabled, isSwitch, isToggled } from '../tools/command-state';
import type { CommandWords } from '../tools/command-words';
import { commandWords } from '../tools/command-words';
import { keyBindings } from '../tools/key-bindings';
import { showKey } from '../tools/show-key';
import { idOf } from './command-ids';
import { argumentsWith, targetOf } from './command-target';
import type { ICurators } from './curators';
import { iconOf } from './icons';

/** @returns the ids */
export function addActCommands(
  commands: CommandRegistry,
  curators: ICurators,
  trans: TranslationBundle
): readonly string[] {
  const words = commandWords(trans);
  return COMMAND_NAMES.map(name => {
    const id = idOf(name);
    commands.addCommand(id, {
      label: words[name].label,
      caption: () => captionOf(name, words[name]),
      icon: iconOf(name),
      describedBy: { args: argumentsWith() },
      isToggleable: isSwitch(name),
      isEnabled: args => {
        const curator = targetOf(curators, args);
        return curator !== null && curator.views.length > 0 && isEnabled(name, curator.model.state);
      },
      isToggled: args => {
        const curator = targetOf(curators, args);
        return curator !== null && isToggled(name, curator.model.state) === true;
      },
      execute: args => {
        targetOf(curators, args)?.views.at(0)?.choose(name);
      }
    });
    return id;
  });
}

/** With its key, which works while the view has the focus. */
function captionOf(name: CommandName, { caption }: CommandWords): string {
  const keys = keyBindings.keysOf(name);
  return keys.length === 0 ? caption : `${caption} (${showKey(keys[0])})`;
}
