/** What decides which regions there are, and in which order they come. */
import type { Shape } from './axes';

export const REGION_MODES = [
  'plateau',
  'delta',
  'threshold',
  'branch',
  'variants',
  'tree'
] as const;
export type RegionMode = (typeof REGION_MODES)[number];

export interface RankParameters {
  /**
   * `plateau`: connected voxels of equal doubt, or with a granularity of the same multiple of it. `delta`: connected voxels where
   * neighbours differ by at most the granularity. `threshold`: components of {doubt >= granularity}. `branch`: pieces of the
   * segmentation's branches, about 30 voxels of centre line each. `variants`: what the segmentation would gain or lose at another
   * threshold of its probability; such regions may overlap. `tree`: components of {doubt >= level} at the lowest level where they
   * have at most `maxVoxels`; voxels below 5 % of the largest doubt are left out.
   */
  readonly mode: RegionMode;
  /** Faces, also edges, also corners. 26 in the modes `branch` and `variants`. */
  readonly connectivity: 6 | 18 | 26;
  /** In the unit of the map; 0, and without meaning, in the modes `branch`, `variants` and `tree`. */
  readonly granularity: number;
  /** Smaller regions are counted, not listed. */
  readonly minVoxels: number;
  /** Larger ones, alike; mode `tree` is cut by it. */
  readonly maxVoxels: number;
  /** `default`, the name of another score, or a formula over the columns of the table. */
  readonly score: string;
  /** Lowest score first. */
  readonly ascending: boolean;
  /** Size of the window, in voxels, that the regions of a stop lie in. */
  readonly stopWindow: Shape;
  /** Most regions of a stop. */
  readonly stopRegions: number;
}

/** Largest weight, that of the map's maximum. */
export const WEIGHT_ONE = 2 ** 20 - 1;

/** Largest `maxVoxels`, which stands for no limit. */
export const MOST_REGION = 0xfffffd;

/** Limits of the search: wider ones ask for another search, narrower ones only for another list. The upper one is of mode `variants`. */
const SEARCHED = { least: 8, most: 600 } as const;

/** The granularity in steps of the weights, which the labeller and keys use; at most one more than the largest weight. */
export function granularityStep(granularity: number, maximum: number): number {
  if (!(maximum > 0)) {
    return 0;
  }
  return Math.min(Math.floor((granularity / maximum) * WEIGHT_ONE + 0.5), WEIGHT_ONE + 1);
}

/** What a mode begins with where nothing else is asked for: of a map whose largest doubt is `maximum`. */
export function defaultGranularity(mode: RegionMode, maximum: number): number {
  switch (mode) {
    case 'delta':
      return 0.05 * maximum;
    case 'threshold':
      return 0.5 * maximum;
    default:
      return 0;
  }
}

/** Whether a mode reads the heights: the probability, which holds the generation's segmentation. */
export function searchesHeights(mode: RegionMode): boolean {
  return mode === 'branch' || mode === 'variants';
}

export function defaultMaxVoxels(mode: RegionMode): number {
  return mode === 'variants' || mode === 'tree' ? SEARCHED.most : MOST_REGION;
}

/** Least and most voxels of the regions that are searched for; the list may show fewer. */
export function searchLimits({
  mode,
  minVoxels,
  maxVoxels
}: Pick<RankParameters, 'mode' | 'minVoxels' | 'maxVoxels'>): readonly [
  least: number,
  most: number
] {
  const least = Math.min(SEARCHED.least, minVoxels);
  switch (mode) {
    case 'variants':
      return [least, Math.max(SEARCHED.most, maxVoxels)];
    case 'tree':
      return [least, maxVoxels];
    default:
      return [least, MOST_REGION];
  }
}

/** The part of a region's id that names what was searched; not what only filters or orders. `maximum` is the map's largest doubt. */
export function rankingKey(parameters: RankParameters, maximum: number): string {
  const { mode, connectivity, granularity } = parameters;
  const step = granularityStep(granularity, maximum);
  const [least, most] = searchLimits(parameters);
  switch (mode) {
    case 'plateau':
      return `plateau${connectivity}${step > 0 ? `~${step}` : ''}`;
    case 'delta':
      return `delta${connectivity}d${step}`;
    case 'threshold':
      return `threshold${connectivity}t${step}`;
    case 'branch':
      return 'branch30';
    case 'variants':
      return `variants${least}x${most}`;
    case 'tree':
      return `tree${connectivity}x${most}`;
  }
}
