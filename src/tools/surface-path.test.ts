import type { VoxelPoint } from '../core/axes';
import { SurfacePath } from './surface-path';

/** Ten pixels a voxel; a step of the surface by `leap` voxels at x 3, and nothing from x 6 on. */
function pathOver(leap: number, radius: number): SurfacePath {
  const view = {
    voxelPixels: 10,
    smallestEdge: 1,
    distance: (a: VoxelPoint, b: VoxelPoint) => Math.hypot(a.z - b.z, a.y - b.y, a.x - b.x),
    surfaceAt: ({ left, top }: { left: number; top: number }) => {
      const [x, y] = [Math.round(left / 10), Math.round(top / 10)];
      return x < 6 ? { z: x < 3 ? 0 : leap, y, x } : null;
    }
  };
  return new SurfacePath(view, radius);
}

const at = (x: number) => ({ left: 10 * x, top: 0 });
const xs = (hits: readonly (VoxelPoint | null)[]) => [
  ...new Set(hits.map(hit => (hit === null ? '|' : String(hit.x))))
];

it('meets every voxel between two places far apart', () => {
  const path = pathOver(0, 1);
  expect(path.moveTo([at(0), at(5)]).filter(hit => hit === null)).toEqual([]);
  expect(xs(pathOver(0, 1).moveTo([at(0), at(5)]))).toEqual(['0', '1', '2', '3', '4', '5']);
});

it('is lifted between two surfaces, and goes over a step that the brush covers', () => {
  expect(xs(pathOver(20, 1).moveTo([at(1), at(4)]))).toEqual(['1', '2', '|', '3', '4']);
  expect(xs(pathOver(20, 25).moveTo([at(1), at(4)]))).toEqual(['1', '2', '3', '4']);
});

it('is lifted where nothing is hit, and begins anew behind', () => {
  const path = pathOver(0, 1);
  expect(path.moveTo([at(9)])).toEqual([null]);
  expect(path.moveTo([at(4)]).at(-1)).toEqual({ z: 0, y: 0, x: 4 });
});
