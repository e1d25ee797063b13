/** The buttons that a person has chosen for the tool bar: by default the tools that a pointer works with. */
import type { Translation } from '../core/translation';
import type { CommandName } from '../tools';
import { COMMAND_NAMES, isEnabled, isToggled } from '../tools';
import { CommandButton } from './Button';
import { COMMAND_ICONS } from './command-icons';
import { useModel, usePanel } from './context';

export function Tools() {
  const chosen = useModel(({ state }) => state.preferences.tools);
  return chosen.filter(isCommand).map(name => <Tool key={name} name={name} />);
}

function Tool({ name }: { readonly name: CommandName }) {
  const { trans, words } = usePanel();
  const isOn = useModel(({ state }) => isToggled(name, state));
  const canRun = useModel(({ state }) => isEnabled(name, state));
  const icon = COMMAND_ICONS[name];
  const word = shortWords(trans)[name] ?? words[name].label;
  return (
    <CommandButton command={name} icon={icon} pressed={isOn ?? undefined} unavailable={!canRun}>
      <span className={icon === undefined ? undefined : 'vp-Toolbar-word'}>{word}</span>
    </CommandButton>
  );
}

/** Of what is well known by its icon. */
function shortWords(trans: Translation): Readonly<Partial<Record<CommandName, string>>> {
  return {
    look: trans.__('Look'),
    add: trans.__('Add'),
    remove: trans.__('Remove'),
    brush: trans.__('Brush'),
    erase: trans.__('Erase'),
    lasso: trans.__('Lasso'),
    trace: trans.__('Trace'),
    cut: trans.__('Cut')
  };
}

function isCommand(name: string): name is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(name);
}
