/** Rankings written by `tests/fixtures/regions/generate.py` with scipy; pytest reads the same files. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RankParameters } from '../core/regions';
import { WEIGHT_ONE } from '../core/regions';
import { PLAIN } from '../core/testing';
import { rankHere } from './drive';
import { ENGINES } from './testing';

const FOLDER = join(__dirname, '..', '..', 'tests', 'fixtures', 'regions');
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.json'));

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly dtype: 'uint8' | 'uint16';
  readonly parameters: {
    readonly mode: RankParameters['mode'];
    readonly connectivity: RankParameters['connectivity'];
    /** Granularity in steps of weights. */
    readonly step: number;
    readonly min_voxels: number;
    readonly max_voxels: number;
    readonly stop_window: readonly [z: number, y: number, x: number];
    readonly stop_regions: number;
  };
  readonly weights: readonly number[];
  readonly codes: readonly number[];
  readonly expected: Readonly<Record<string, number | readonly number[] | readonly number[][]>>;
}

function read(file: string): Golden {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Golden;
}

describe.each(Object.entries(ENGINES))('%s', (_, load) => {
  it.each(FILES)('gives what scipy gives: %s', async file => {
    const { shape, dtype, parameters, weights, codes, expected } = read(file);
    const [z, y, x] = shape;
    const [windowZ, windowY, windowX] = parameters.stop_window;
    const { table, rows, smaller, larger, uncovered } = await rankHere(
      await load(),
      dtype === 'uint8' ? Uint8Array.from(codes) : Uint16Array.from(codes),
      { z, y, x },
      Uint32Array.from(weights),
      {
        ...PLAIN,
        mode: parameters.mode,
        connectivity: parameters.connectivity,
        granularity: parameters.step / WEIGHT_ONE,
        minVoxels: parameters.min_voxels,
        maxVoxels: parameters.max_voxels,
        stopWindow: { z: windowZ, y: windowY, x: windowX },
        stopRegions: parameters.stop_regions
      }
    );
    const flat = (name: string) => [expected[name]].flat(2);
    expect({
      voxels: Array.from(table.voxels),
      firstVoxel: Array.from(table.firstVoxel),
      maxWeight: Array.from(table.maxWeight),
      box: Array.from(table.box),
      centroid: Array.from(table.centroid),
      sum: Array.from(table.sum),
      mean: Array.from(table.mean),
      score: Array.from(table.score),
      stop: Array.from(table.stop),
      rowStart: Array.from(rows.rowStart),
      start: Array.from(rows.start),
      end: Array.from(rows.end),
      rank: Array.from(rows.rank),
      counts: [smaller.count, smaller.voxels, larger.count, larger.voxels, uncovered]
    }).toEqual({
      voxels: flat('voxels'),
      firstVoxel: flat('first_voxel'),
      maxWeight: flat('max_weight'),
      box: flat('box'),
      centroid: flat('centroid'),
      sum: flat('sum'),
      mean: flat('mean'),
      score: flat('score'),
      stop: flat('stop'),
      rowStart: flat('row_start'),
      start: flat('start'),
      end: flat('end'),
      rank: flat('rank'),
      counts: [flat('smaller'), flat('larger'), flat('uncovered')].flat()
    });
  });
});
