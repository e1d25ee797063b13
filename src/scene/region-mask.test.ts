import { RegionMask } from './region-mask';
import { PLANE_AXES } from './slice-geometry';

/** Two runs in a box of three unequal sizes: z 4–6, y 7–8, x 9–13. */
const mask = new RegionMask({ z0: 4, z1: 6, y0: 7, y1: 8, x0: 9, x1: 13 }, [
  { z: 4, y: 7, x0: 9, x1: 11 },
  { z: 5, y: 7, x0: 10, x1: 13 }
]);

it('has the voxels of its runs and no others', () => {
  const inside: string[] = [];
  for (let z = 0; z < 10; z++) {
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 20; x++) {
        if (mask.has(z, y, x)) {
          inside.push(`${z} ${y} ${x}`);
        }
      }
    }
  }
  expect(inside).toEqual(['4 7 9', '4 7 10', '5 7 10', '5 7 11', '5 7 12']);
});

it('gives a slice with a rim of one voxel on every side', () => {
  const slice = mask.slice(PLANE_AXES.y, 7);
  expect(slice?.range).toEqual({ u0: 8, u1: 14, v0: 3, v1: 7 });
  expect([...(slice?.values ?? [])]).toEqual(
    [
      [0, 0, 0, 0, 0, 0],
      [0, 1, 1, 0, 0, 0],
      [0, 0, 1, 1, 1, 0],
      [0, 0, 0, 0, 0, 0]
    ].flat()
  );
});

it.each(['z', 'y', 'x'] as const)('gives nothing beside itself across %s', plane => {
  expect(mask.slice(PLANE_AXES[plane], 3)).toBeNull();
  expect(mask.slice(PLANE_AXES[plane], 13)).toBeNull();
});
