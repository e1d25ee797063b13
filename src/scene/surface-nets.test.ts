import type { Box } from '../core/axes';
import { wholeBox } from '../core/axes';
import type { Volume } from '../core/volume';
import { zeros } from '../core/volume';
import { CoarseLabels } from './coarse-labels';
import { RegionMask } from './region-mask';
import type { SurfaceSource } from './surface-bricks';
import { CHANGE_LABELS, REGION_LABEL, brickNeeds, meshBrick, planBricks } from './surface-bricks';
import type { Surface } from './surface-nets';

const spacing = { z: 2, y: 0.5, x: 0.7 };
const shape = { z: 26, y: 60, x: 50 };
const centre = { z: 13, y: 30, x: 25 };
const RADIUS = 9;

/** A ball of true proportions, label 3. */
function ball(): Volume<'uint8'> {
  const volume = zeros('uint8', shape);
  for (let z = 0, at = 0; z < shape.z; z++) {
    for (let y = 0; y < shape.y; y++) {
      for (let x = 0; x < shape.x; x++, at++) {
        const dz = (z - centre.z) * spacing.z;
        const dy = (y - centre.y) * spacing.y;
        const dx = (x - centre.x) * spacing.x;
        volume.data[at] = dz ** 2 + dy ** 2 + dx ** 2 <= RADIUS ** 2 ? 3 : 0;
      }
    }
  }
  return volume;
}

function source(box: Box = wholeBox(shape)): SurfaceSource {
  return { segmentation: ball(), box, spacing, region: null };
}

function coarsely(shown: SurfaceSource, step: number): Surface {
  const labels = new CoarseLabels(shown, step);
  labels.read(wholeBox(shape));
  return labels.mesh(wholeBox(shape));
}

/** Corner places of every triangle, as text. */
function trianglesOf(surfaces: readonly Surface[]): string[][] {
  return surfaces.flatMap(({ points, triangles }) =>
    Array.from({ length: triangles.length / 3 }, (_, at) =>
      [0, 1, 2].map(corner => {
        const vertex = 3 * triangles[3 * at + corner];
        return [...points.subarray(vertex, vertex + 3)].map(value => value.toFixed(3)).join(' ');
      })
    )
  );
}

/** Edges that do not go once this way and once that. */
function openEdges(surfaces: readonly Surface[]): number {
  const edges = new Map<string, number>();
  for (const corners of trianglesOf(surfaces)) {
    corners.forEach((from, at) => {
      const to = corners[(at + 1) % 3];
      const [key, way] = from < to ? [`${from}|${to}`, 1] : [`${to}|${from}`, -1];
      edges.set(key, (edges.get(key) ?? 0) + way);
    });
  }
  return [...edges.values()].filter(balance => balance !== 0).length;
}

it('closes round a ball, facing outwards', () => {
  const surface = meshBrick(source(), wholeBox(shape), 1);
  expect(surface.triangles.length).toBeGreaterThan(3000);
  expect(openEdges([surface])).toBe(0);
  const { points, normals, labels } = surface;
  expect(new Set(labels)).toEqual(new Set([3]));
  for (let at = 0; at < points.length; at += 3) {
    const away = [
      points[at] - centre.x * spacing.x,
      points[at + 1] - centre.y * spacing.y,
      points[at + 2] - centre.z * spacing.z
    ];
    const distance = Math.hypot(...away);
    expect(Math.abs(distance - RADIUS)).toBeLessThan(1.2);
    const outwards = away.reduce((sum, value, axis) => sum + value * normals[at + axis], 0);
    expect(outwards).toBeGreaterThan(0);
  }
});

it('leaves no seam between bricks', () => {
  const whole = meshBrick(source(), wholeBox(shape), 1);
  const cut = wholeBox(shape);
  const bricks = [
    { ...cut, x1: 24 },
    { ...cut, x0: 24, y1: 31 },
    { ...cut, x0: 24, y0: 31 }
  ];
  const parts = bricks.map(brick => meshBrick(source(), brick, 1));
  expect(openEdges(parts)).toBe(0);
  expect(parts.reduce((sum, part) => sum + part.triangles.length, 0)).toBe(whole.triangles.length);
});

it('closes what the crop cuts', () => {
  const crop = { ...wholeBox(shape), x1: 25, z0: 12 };
  const surface = meshBrick(source(crop), crop, 1);
  expect(openEdges([surface])).toBe(0);
  const most = Math.max(...surface.points.filter((_, at) => at % 3 === 0));
  expect(most).toBeLessThanOrEqual(25 * spacing.x);
});

it('keeps single voxels at a coarse step, and closes there too', () => {
  const segmentation = zeros('uint16', shape);
  segmentation.data[(5 * shape.y + 41) * shape.x + 17] = 700;
  const surface = coarsely({ ...source(), segmentation }, 4);
  expect(openEdges([surface])).toBe(0);
  expect(new Set(surface.labels)).toEqual(new Set([700]));
  const [x, y, z] = [0, 1, 2].map(axis => {
    const along = [...surface.points].filter((_, at) => at % 3 === axis);
    return along.reduce((sum, value) => sum + value, 0) / along.length;
  });
  expect(x / spacing.x).toBeCloseTo(17.5);
  expect(y / spacing.y).toBeCloseTo(41.5);
  expect(z / spacing.z).toBeCloseTo(5.5);
});

it('tells labelled voxels of the region apart', () => {
  const region = new RegionMask({ z0: 13, z1: 14, y0: 12, y1: 14, x0: 25, x1: 26 }, [
    { z: 13, y: 12, x0: 25, x1: 26 },
    { z: 13, y: 13, x0: 25, x1: 26 }
  ]);
  const { labels } = meshBrick({ ...source(), region }, wholeBox(shape), 1);
  expect(new Set(labels)).toEqual(new Set([3, REGION_LABEL]));
});

it('tells what has changed apart, and gives what was removed a surface', () => {
  const now = ball();
  const at = (y: number, x: number) => (centre.z * shape.y + y) * shape.x + x;
  now.data[at(30, 13)] = 0;
  now.data[at(48, 25)] = 5;
  now.data[at(30, 38)] = 5;
  const changed = { ...source(), segmentation: now, changesFrom: ball() };
  const { added, removed, relabelled } = CHANGE_LABELS;
  for (const labels of [
    meshBrick(changed, wholeBox(shape), 1).labels,
    coarsely(changed, 2).labels
  ]) {
    expect(new Set(labels)).toEqual(new Set([3, added, removed, relabelled]));
  }
});

it('cuts a box into bricks that fill it, finer for smaller boxes', () => {
  const small = planBricks({ z0: 5, z1: 25, y0: 0, y1: 40, x0: 3, x1: 43 });
  expect([small.fineStep, small.coarseStep]).toEqual([1, 1]);
  const { bricks, fineStep, coarseStep } = planBricks(wholeBox({ z: 100, y: 512, x: 300 }));
  expect([fineStep, coarseStep]).toEqual([4, 16]);
  const voxels = bricks.map(({ z0, z1, y0, y1, x0, x1 }) => (z1 - z0) * (y1 - y0) * (x1 - x0));
  expect(voxels.reduce((sum, value) => sum + value)).toBe(100 * 512 * 300);
});

it('knows which bricks a change can move', () => {
  const brick = { z0: 0, z1: 32, y0: 0, y1: 32, x0: 32, x1: 64 };
  const at = (x: number) => ({ z0: 3, z1: 4, y0: 3, y1: 4, x0: x, x1: x + 1 });
  expect([27, 28, 40, 67, 68].map(x => brickNeeds(brick, at(x), 1))).toEqual([
    false,
    true,
    true,
    true,
    false
  ]);
});
