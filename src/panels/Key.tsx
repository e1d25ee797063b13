/** The key of a command, beside the words of a button; nothing where it has none. */
import type { CommandName } from '../tools';
import { showKey } from '../tools';
import { useKeys } from './use-keys';

export function Key({ command }: { readonly command: CommandName }) {
  const keys = useKeys(command);
  return keys.length === 0 ? null : <kbd>{keys[0] === 'enter' ? '⏎' : showKey(keys[0])}</kbd>;
}
