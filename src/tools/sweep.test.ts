import * as fc from 'fast-check';
import type { Axis, Shape, Spacing, VoxelPoint } from '../core/axes';
import type { Sweep } from './sweep';
import { sweepRows } from './sweep';

const SHAPE: Shape = { z: 7, y: 11, x: 13 };
const SPACING: Spacing = { z: 2, y: 0.5, x: 0.7 };
const AXES: readonly Axis[] = ['z', 'y', 'x'];

function swept(sweep: Sweep, spacing: Spacing = SPACING): Set<string> {
  const found = new Set<string>();
  sweepRows(sweep, SHAPE, spacing, (z, y, x0, x1) => {
    for (let x = x0; x < x1; x++) {
      found.add(`${z} ${y} ${x}`);
    }
  });
  return found;
}

/** How far beyond the radius a centre still counts, relative. */
const TIE = 5e-10;

/** Distance of a voxel's centre to the segment, written as in the specification. */
function distance(voxel: VoxelPoint, { from, to }: Sweep, spacing: Spacing): number {
  const scale = (point: VoxelPoint): number[] => AXES.map(axis => point[axis] * spacing[axis]);
  const [p, a, b] = [voxel, from, to].map(scale);
  const along = b.map((value, i) => value - a[i]);
  const length2 = along.reduce((sum, value) => sum + value ** 2, 0);
  const dot = along.reduce((sum, value, i) => sum + value * (p[i] - a[i]), 0);
  const t = length2 > 0 ? Math.min(Math.max(dot / length2, 0), 1) : 0;
  return Math.hypot(...p.map((value, i) => value - (a[i] + t * along[i])));
}

function bruteForce(sweep: Sweep, spacing: Spacing): Set<string> {
  const found = new Set<string>();
  for (let z = 0; z < SHAPE.z; z++) {
    for (let y = 0; y < SHAPE.y; y++) {
      for (let x = 0; x < SHAPE.x; x++) {
        const voxel = { z, y, x };
        const { disc, plane, from } = sweep;
        const isInSlice = !disc || plane === null || voxel[plane] === Math.round(from[plane]);
        if (isInSlice && distance(voxel, sweep, spacing) <= sweep.radius * (1 + TIE)) {
          found.add(`${z} ${y} ${x}`);
        }
      }
    }
  }
  return found;
}

/** Segments in a slice, also outside the volume, with points between voxels. */
const sweeps = fc
  .record({
    plane: fc.constantFrom(...AXES),
    depth: fc.integer({ min: 0, max: 6 }),
    ends: fc.array(fc.double({ min: -6, max: 18, noNaN: true }), { minLength: 4, maxLength: 4 }),
    isDot: fc.boolean(),
    radius: fc.double({ min: 1.07, max: 6, noNaN: true }),
    disc: fc.boolean()
  })
  .map(({ plane, depth, ends, isDot, radius, disc }): Sweep => {
    const [u, v] = AXES.filter(axis => axis !== plane);
    const from = { z: depth, y: depth, x: depth, [u]: ends[0], [v]: ends[1] };
    const to = isDot ? from : { ...from, [u]: ends[2], [v]: ends[3] };
    return { from, to, radius, plane, disc };
  });

test('a sweep holds exactly the voxels whose centre is within the radius of the segment', () => {
  fc.assert(
    fc.property(sweeps, sweep => {
      expect([...swept(sweep)].sort()).toEqual([...bruteForce(sweep, SPACING)].sort());
    }),
    { numRuns: 600 }
  );
});

test.each([
  ['along x', { z: 3, y: 5, x: 2 }, { z: 3, y: 5, x: 9 }],
  ['along y', { z: 3, y: 2, x: 5 }, { z: 3, y: 8, x: 5 }],
  ['along z', { z: 1, y: 5, x: 5 }, { z: 5, y: 5, x: 5 }],
  ['on the spot', { z: 3, y: 5, x: 5 }, { z: 3, y: 5, x: 5 }]
])('centres exactly at the radius count: %s', (_, from, to) => {
  const sweep: Sweep = { from, to, radius: 2, plane: 'z', disc: false };
  const spacing = { z: 1, y: 1, x: 1 };
  expect([...swept(sweep, spacing)].sort()).toEqual([...bruteForce(sweep, spacing)].sort());
});

test('the voxels under the pointer are painted however small the radius, without gaps', () => {
  const from = { z: 2, y: 1.3, x: 1.4 };
  const to = { z: 2, y: 1.3, x: 6.4 };
  const found = swept({ from, to, radius: 0.01, plane: 'z', disc: false });
  expect([...found].sort()).toEqual([1, 2, 3, 4, 5, 6].map(x => `2 1 ${x}`));
});

test('a brush outside the volume paints nothing, one larger than the volume all of it', () => {
  const away = { z: 3, y: 40, x: 40 };
  expect(swept({ from: away, to: away, radius: 1, plane: 'z', disc: false }).size).toBe(0);
  const middle = { z: 3, y: 5, x: 6 };
  const all = swept({ from: middle, to: middle, radius: 100, plane: 'z', disc: false });
  expect(all.size).toBe(7 * 11 * 13);
});
