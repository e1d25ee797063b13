/** Sessions in which nothing can be changed, in the words of buttons. */
import type { CommandEntry, CommandName } from '../tools';
import { COMMAND_LIST, whyReadOnly } from '../tools';
import { useModel } from './context';

/** Why nothing can be changed here; null when it can. */
export function useReadOnly(): string | null {
  return useModel(whyReadOnly);
}

/** Why a command can do nothing here; null when it can. */
export function useBar(command: CommandName): string | null {
  const why = useReadOnly();
  const { edits }: CommandEntry = COMMAND_LIST[command];
  return edits === true ? why : null;
}

/** The title of a button, with why it can do nothing. */
export function barred(title: string, why: string | null): string {
  return why === null ? title : `${title}. ${why}`;
}
