/** A change of how regions are found and ordered. The same rule as `voxproof/_ranking_change.py`. */
import type { RankParameters } from './regions';
import { defaultGranularity, defaultMaxVoxels, searchesHeights } from './regions';

/**
 * Parameters with some of them changed. Another mode begins with its own granularity, which means something else in each, and, unless
 * a most size was set, with its own most size. Modes `branch` and `variants` have connectivity 26.
 *
 * @param maximum - the map's largest doubt
 */
export function changedParameters(
  parameters: RankParameters,
  change: Partial<RankParameters>,
  maximum: number
): RankParameters {
  const { mode } = { ...parameters, ...change };
  const isOther = mode !== parameters.mode;
  const isUnlimited = parameters.maxVoxels === defaultMaxVoxels(parameters.mode);
  return {
    ...parameters,
    ...(isOther ? { granularity: defaultGranularity(mode, maximum) } : {}),
    ...(isOther && isUnlimited ? { maxVoxels: defaultMaxVoxels(mode) } : {}),
    ...change,
    ...(searchesHeights(mode) ? { connectivity: 26 as const } : {})
  };
}

export function isSameRanking(a: RankParameters, b: RankParameters): boolean {
  return (
    a.mode === b.mode &&
    a.connectivity === b.connectivity &&
    a.granularity === b.granularity &&
    a.minVoxels === b.minVoxels &&
    a.maxVoxels === b.maxVoxels &&
    a.score === b.score &&
    a.ascending === b.ascending &&
    a.stopWindow.z === b.stopWindow.z &&
    a.stopWindow.y === b.stopWindow.y &&
    a.stopWindow.x === b.stopWindow.x &&
    a.stopRegions === b.stopRegions
  );
}
