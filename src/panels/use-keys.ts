/** The keys of a command, as they are now. */
import type { CommandName } from '../tools';
import { keyBindings } from '../tools';
import { useVersion } from './context';

export function useKeys(command: CommandName): readonly string[] {
  useVersion(keyBindings.changed);
  return keyBindings.keysOf(command);
}
