/** What the application offers to the side panel. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Curators } from './curators';

export interface SideHost {
  readonly curators: Curators;
  readonly trans: TranslationBundle;
  readonly commands: CommandRegistry;
  readonly save: () => void;
  /** Adds a cell with an example below the active one; null while no notebook is in front. */
  readonly insertExample: () => (() => void) | null;
}
