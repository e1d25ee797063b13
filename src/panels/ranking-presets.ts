/** Parameters that go together: those a mode begins with, and those of another tool. */
import type { Shape, Spacing } from '../core/axes';
import type { RankParameters, RegionMode } from '../core/regions';
import { defaultGranularity, defaultMaxVoxels, MOST_REGION } from '../core/regions';
import type { VolumeDescription } from '../core/state';
import type { Translation } from '../core/translation';

/** Least edge of a stop's window in voxels, and the most that the labeller takes. */
export const LEAST_EDGE = 3;
const MOST_EDGE = 65_535;
const LEAST_VOXELS = 8;
const STOP_REGIONS = 8;
/** In-plane edge of a stop's window. */
const WINDOW_VOXELS = 80;

/** What a mode begins with, on a volume of which nothing else is said. */
export function defaultParameters(
  mode: RegionMode,
  { uncertainty, spacing }: VolumeDescription
): RankParameters {
  return {
    mode,
    connectivity: 26,
    granularity: defaultGranularity(mode, uncertainty.maximum),
    minVoxels: LEAST_VOXELS,
    maxVoxels: defaultMaxVoxels(mode),
    score: 'default',
    ascending: false,
    stopWindow: windowOf(WINDOW_VOXELS * Math.min(spacing.y, spacing.x), spacing),
    stopRegions: STOP_REGIONS
  };
}

export interface Preset {
  readonly name: string;
  readonly about: string;
  readonly change: Partial<RankParameters>;
}

/** VessQC 1.0.0 rounds maps to three decimals, leaves out regions under 50 voxels, and has no stops. */
export function presets(trans: Translation): readonly Preset[] {
  return [
    {
      name: 'VessQC 1.0.0',
      about: trans.__(
        'As VessQC 1.0.0 lists regions: plateaus of 0.001, at least 50 voxels, its order, no stops'
      ),
      change: {
        mode: 'plateau',
        connectivity: 26,
        granularity: 0.001,
        minVoxels: 50,
        maxVoxels: MOST_REGION,
        score: 'vessqc',
        ascending: false,
        stopRegions: 1
      }
    }
  ];
}

/** Voxels of a cube, along each axis. The same rule as `window_voxels` in Python. */
export function windowOf(edge: number, spacing: Spacing): Shape {
  const voxels = (axis: keyof Spacing): number =>
    Math.min(Math.max(Math.round(edge / spacing[axis]), LEAST_EDGE), MOST_EDGE);
  return { z: voxels('z'), y: voxels('y'), x: voxels('x') };
}
