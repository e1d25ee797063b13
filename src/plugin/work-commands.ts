/** Commands on the session of the current curator: which region is in hand, and the work that takes long. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { Ids } from './command-ids';
import { argumentsWith, targetOf } from './command-target';
import type { ICurators } from './curators';

const RANK = { type: 'integer', minimum: 1, description: 'Rank of the region, from 1.' } as const;

/** @returns the ids of those that need no further argument */
export function addWorkCommands(
  commands: CommandRegistry,
  curators: ICurators,
  trans: TranslationBundle
): readonly string[] {
  const stateOf = (args: Parameters<typeof targetOf>[1]) => targetOf(curators, args)?.model.state;
  commands.addCommand(Ids.selectRegion, {
    label: trans.__('Select a Region'),
    caption: trans.__('Go to the region of a rank'),
    describedBy: { args: argumentsWith({ rank: RANK }, ['rank']) },
    isEnabled: args => (targetOf(curators, args)?.model.ranking ?? null) !== null,
    execute: args => {
      const model = targetOf(curators, args)?.model;
      if (model !== undefined && model.ranking !== null) {
        model.select(checkedRank(args['rank'], model.ranking.count) - 1);
      }
    }
  });
  commands.addCommand(Ids.stopLoading, {
    label: trans.__('Stop Loading or Ranking'),
    caption: trans.__('What is here already stays; it can be resumed'),
    describedBy: { args: argumentsWith() },
    isEnabled: args => {
      const phase = stateOf(args)?.phase;
      return phase?.kind === 'loading' && phase.paused !== true;
    },
    execute: args => {
      targetOf(curators, args)?.session.link.cancelLoading();
    }
  });
  commands.addCommand(Ids.resumeLoading, {
    label: trans.__('Resume Loading or Ranking'),
    caption: trans.__('Go on with what was stopped'),
    describedBy: { args: argumentsWith() },
    isEnabled: args => {
      const phase = stateOf(args)?.phase;
      return phase?.kind === 'loading' && phase.paused === true;
    },
    execute: args => {
      targetOf(curators, args)?.session.link.resumeLoading();
    }
  });
  commands.addCommand(Ids.saveUnsent, {
    label: trans.__('Save Unsent Changes to a File'),
    caption: trans.__('What never reached the kernel, for curator.load_unsent(path)'),
    describedBy: { args: argumentsWith() },
    isEnabled: args => (stateOf(args)?.saving.pending ?? 0) > 0,
    execute: args => {
      targetOf(curators, args)?.session.saveUnsent();
    }
  });
  return [Ids.stopLoading, Ids.resumeLoading, Ids.saveUnsent];
}

function checkedRank(rank: unknown, count: number): number {
  if (typeof rank !== 'number' || !Number.isInteger(rank) || rank < 1 || rank > count) {
    throw new RangeError(
      `rank: found ${JSON.stringify(rank)}, expected a whole number from 1 to ${count}.`
    );
  }
  return rank;
}
