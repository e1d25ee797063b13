/** Tells menus and tool bars when commands become available or are switched on, off. */
import type { CommandRegistry } from '@lumino/commands';
import { commandFacts } from '../tools/command-state';
import type { ICurator, ICurators } from './curators';

export function followCurrent(commands: CommandRegistry, curators: ICurators): void {
  let facts = '';
  const compare = (): void => {
    const { current } = curators;
    const now = current === null ? '' : [current.id, factsOf(current)].join();
    if (now !== facts) {
      facts = now;
      commands.notifyCommandChanged();
    }
  };
  let disconnect = (): void => undefined;
  curators.currentChanged.connect((_, current) => {
    disconnect();
    disconnect = current?.model.stateChanged.connect(compare) ?? (() => undefined);
    compare();
  });
  curators.changed.connect(compare);
}

function factsOf({ model: { state }, views, tab }: ICurator): string {
  const isPaused = state.phase.kind === 'loading' && state.phase.paused === true;
  return [
    commandFacts(state),
    isPaused,
    state.saving.pending > 0,
    views.length,
    tab !== null
  ].join();
}
