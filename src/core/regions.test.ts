/** @jest-environment node */
import {
  paintRegion,
  rankingBuffers,
  regionAt,
  regionBox,
  regionCentre,
  regionFigures,
  regionId,
  regionIndex,
  runsOfRegion
} from './regions';
import { rankingOf } from './testing';

const SHAPE = { z: 3, y: 4, x: 9 };
/** A bow open to the right, a bar inside its box that belongs to another, and a voxel at the end. */
const RANKING = rankingOf(SHAPE, [
  [
    [1, 0, 2, 6],
    [1, 1, 2, 3],
    [1, 2, 2, 6]
  ],
  [[1, 1, 4, 6]],
  [[2, 3, 8, 9]]
]);

describe('a region', () => {
  it('is named by generation, parameters and first voxel', () => {
    expect(regionId(3, RANKING, 0)).toBe('g3/plateau26/38');
  });

  it('is found by its id', () => {
    expect([0, 1, 2].map(index => regionIndex(3, RANKING, regionId(3, RANKING, index)))).toEqual([
      0, 1, 2
    ]);
  });

  it.each([
    'g2/plateau26/38',
    'g3/plateau6/38',
    'g3/plateau26/39',
    'g3/plateau26/',
    'g3/plateau26/038',
    '38',
    ''
  ])('is not found by %p', id => {
    expect(regionIndex(3, RANKING, id)).toBeNull();
  });

  it.each([-1, 3, 0.5, NaN])('with index %d does not exist', index => {
    expect(() => regionBox(RANKING, index)).toThrow('expected 0 to 2');
  });

  it('has its runs, without those of others in its box', () => {
    expect([...runsOfRegion(RANKING, 0)]).toEqual([
      { z: 1, y: 0, x0: 2, x1: 6 },
      { z: 1, y: 1, x0: 2, x1: 3 },
      { z: 1, y: 2, x0: 2, x1: 6 }
    ]);
  });

  it('has its runs within a part of the volume', () => {
    const clip = { z0: 0, z1: 3, y0: 1, y1: 4, x0: 3, x1: 5 };
    expect([...runsOfRegion(RANKING, 0, clip)]).toEqual([{ z: 1, y: 2, x0: 3, x1: 5 }]);
  });

  it('is painted into a box that need not hold all of it', () => {
    const box = { z0: 1, z1: 2, y0: 0, y1: 2, x0: 1, x1: 4 };
    const out = Uint8Array.of(9, 9, 9, 9, 9, 9);
    expect(paintRegion(RANKING, 0, box, out, 5)).toBe(3);
    expect(Array.from(out)).toEqual([9, 5, 5, 9, 5, 9]);
    expect(() => paintRegion(RANKING, 0, box, new Uint8Array(5))).toThrow('expected 6 for the box');
  });

  it('is known at each of its voxels', () => {
    const labels = Array.from({ length: 3 * 4 * 9 }, (_, voxel) => regionAt(RANKING, voxel));
    expect(labels.slice(36, 63)).toEqual([
      ...[null, null, 0, 0, 0, 0, null, null, null],
      ...[null, null, 0, null, 1, 1, null, null, null],
      ...[null, null, 0, 0, 0, 0, null, null, null]
    ]);
    expect(labels.lastIndexOf(2)).toBe(107);
    expect(() => regionAt(RANKING, 108)).toThrow('expected one of 108');
  });

  it('has its centre in itself, nearest to its centroid in µm', () => {
    const spacing = { z: 2, y: 0.5, x: 0.5 };
    expect(regionCentre(RANKING, 0, spacing)).toEqual({ z: 1, y: 0, x: 3 });
    expect(regionCentre(RANKING, 0, { ...spacing, y: 5 })).toEqual({ z: 1, y: 1, x: 2 });
    expect(regionCentre(RANKING, 2, spacing)).toEqual({ z: 2, y: 3, x: 8 });
  });

  it('has figures in the unit of the map', () => {
    const figures = regionFigures(RANKING, 0, 0.5);
    expect(figures).toMatchObject({
      rank: 1,
      voxels: 9,
      score: 1,
      mean: 0.5,
      max: 0.5,
      sum: 4.5
    });
    expect(figures.centroid).toEqual({ z: 1, y: 1, x: (2 * 14 + 2) / 9 });
  });
});

it('a ranking is handed over with all its columns', () => {
  const columns = Object.keys(RANKING.table).length - 1 + Object.keys(RANKING.rows).length;
  expect(new Set(rankingBuffers(RANKING)).size).toBe(columns);
  structuredClone(RANKING, { transfer: rankingBuffers(RANKING) });
  expect(RANKING.table.voxels).toHaveLength(0);
});
