/** JupyterLab's keyboard shortcuts that are bound to a curator. Its views keep all keys from JupyterLab, and run these themselves. */
import { CommandRegistry } from '@lumino/commands';

/**
 * Run the shortcut of one keystroke whose selector is about the curator in `root`, or something in it.
 * @returns whether there is one
 */
export function runShortcut(
  commands: CommandRegistry,
  root: HTMLElement,
  event: KeyboardEvent
): boolean {
  const keystroke = CommandRegistry.keystrokeForKeydownEvent(event);
  const bound = commands.keyBindings
    .filter(({ keys, selector }) => keys.join() === keystroke && isIn(root, event, selector))
    .at(-1);
  if (bound === undefined || !commands.isEnabled(bound.command, bound.args)) {
    return false;
  }
  void commands.execute(bound.command, bound.args);
  return true;
}

function isIn(root: HTMLElement, { target }: KeyboardEvent, selector: string): boolean {
  return target instanceof Element && root.contains(target.closest(selector));
}
