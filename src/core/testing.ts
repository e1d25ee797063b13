/** Builders that tests of the model and of what is built on it share. */
import type { Shape } from './axes';
import type { RankParameters, Ranking } from './regions';
import { MOST_REGION, WEIGHT_ONE } from './regions';
import type { VolumeDescription } from './state';

export function volumeDescription(change: Partial<VolumeDescription> = {}): VolumeDescription {
  return {
    name: 'mouse-07',
    generation: 0,
    shape: { z: 20, y: 33, x: 47 },
    spacing: { z: 2, y: 0.5, x: 0.5 },
    unit: 'µm',
    image: { dtype: 'uint16', range: [100, 4000], window: [10, 200] },
    segmentation: { dtype: 'int32', index: 'uint8', labels: ['0', '1', '7'] },
    uncertainty: {
      codes: 'uint8',
      distinct: 3,
      lossless: true,
      step: null,
      maximum: 0.5,
      direction: 'uncertainty',
      probability: false,
      heights: false
    },
    ranking: { ...PLAIN, reason: 'said' },
    ...change
  };
}

/** How regions are grouped into stops. */
export const STOPS = { stopWindow: { z: 20, y: 80, x: 80 }, stopRegions: 8 };

/** Parameters of which most tests make no use. */
export const PLAIN: RankParameters = {
  mode: 'plateau',
  connectivity: 26,
  granularity: 0,
  minVoxels: 1,
  maxVoxels: MOST_REGION,
  score: 'default',
  ascending: false,
  ...STOPS
};

/** Runs of one region, in scan order: z, y, x from, x to (half-open). */
export type Runs = readonly (readonly [number, number, number, number])[];

/** A ranking of the given regions, most doubtful first, each a stop of its own. */
export function rankingOf(shape: Shape, regions: readonly Runs[]): Ranking {
  const voxels = regions.map(runs => runs.flatMap(voxelsOf));
  const column = (value: (index: number) => number) => regions.map((_, index) => value(index));
  const weights = column(index => Math.round(WEIGHT_ONE * (1 - index / 10)));
  const mean = Float64Array.from(weights, weight => weight / WEIGHT_ONE);
  const all = regions.flatMap((runs, index) => runs.map(run => ({ run, rank: index + 1 })));
  all.sort((a, b) => offsetOf(shape, a.run) - offsetOf(shape, b.run));
  return {
    key: 'plateau26',
    parameters: PLAIN,
    shape,
    count: regions.length,
    smaller: { count: 0, voxels: 0 },
    larger: { count: 0, voxels: 0 },
    uncovered: 0,
    unscored: 0,
    facts: null,
    found: null,
    table: {
      voxels: Uint32Array.from(voxels, each => each.length),
      firstVoxel: Uint32Array.from(regions, runs => offsetOf(shape, runs[0])),
      maxWeight: Uint32Array.from(weights),
      box: Uint16Array.from(voxels.flatMap(boxOf)),
      centroid: Float64Array.from(voxels.flatMap(centreOf)),
      sum: Float64Array.from(weights, (weight, index) => weight * voxels[index].length),
      mean,
      score: mean.slice(),
      stop: Uint32Array.from(regions, (_, index) => index + 1),
      pieces: null
    },
    rows: {
      rowStart: Uint32Array.from(
        { length: shape.z * shape.y + 1 },
        (_, row) => all.filter(({ run }) => run[0] * shape.y + run[1] < row).length
      ),
      start: Uint16Array.from(all, ({ run }) => run[2]),
      end: Uint16Array.from(all, ({ run }) => run[3]),
      rank: Uint32Array.from(all, ({ rank }) => rank)
    }
  };
}

type Voxel = readonly [number, number, number];

function voxelsOf([z, y, x0, x1]: Runs[number]): Voxel[] {
  return Array.from({ length: x1 - x0 }, (_, i) => [z, y, x0 + i] as const);
}

function boxOf(voxels: readonly Voxel[]): number[] {
  return [0, 1, 2].flatMap(axis => {
    const positions = voxels.map(voxel => voxel[axis]);
    return [Math.min(...positions), Math.max(...positions) + 1];
  });
}

function centreOf(voxels: readonly Voxel[]): number[] {
  return [0, 1, 2].map(axis => voxels.reduce((sum, voxel) => sum + voxel[axis], 0) / voxels.length);
}

function offsetOf(shape: Shape, [z, y, x]: Runs[number]): number {
  return (z * shape.y + y) * shape.x + x;
}
