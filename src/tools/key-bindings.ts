/** Which keys run which commands: those of the list of commands, until others are chosen for some. One table for the page. */
import { Emitter } from '../core/signals';
import type { CommandEntry, CommandName } from './command-list';
import { COMMAND_LIST, COMMAND_NAMES } from './command-list';

export type ChosenKeys = Readonly<Partial<Record<CommandName, readonly string[]>>>;

export class KeyBindings {
  readonly changed = new Emitter<void>();

  constructor() {
    this._bind({});
  }

  /** Names of keys as in {@link keyName}; the first is the one shown. */
  keysOf(name: CommandName): readonly string[] {
    return this._keys.get(name) ?? [];
  }

  commandOf(key: string): CommandName | undefined {
    return this._commands.get(key);
  }

  /** Take these keys instead; a key that is chosen for a command is taken from the one that has it otherwise. */
  choose(chosen: ChosenKeys): void {
    this._bind(chosen);
    this.changed.emit();
  }

  private _bind(chosen: ChosenKeys): void {
    this._commands.clear();
    const isChosen = (name: CommandName): boolean => chosen[name] !== undefined;
    const order = [
      ...COMMAND_NAMES.filter(isChosen),
      ...COMMAND_NAMES.filter(name => !isChosen(name))
    ];
    for (const name of order) {
      const { keys }: CommandEntry = COMMAND_LIST[name];
      const free = (chosen[name] ?? keys).filter(key => !this._commands.has(key));
      this._keys.set(name, free);
      free.forEach(key => this._commands.set(key, name));
    }
  }

  private readonly _keys = new Map<CommandName, readonly string[]>();
  private readonly _commands = new Map<string, CommandName>();
}

export const keyBindings = new KeyBindings();
