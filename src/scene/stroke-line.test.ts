import type { VoxelPoint } from '../core/axes';
import { voxelOffset, wholeBox } from '../core/axes';
import type { Volume } from '../core/volume';
import { zeros } from '../core/volume';
import type { Sight } from './sight-lines';
import { StrokeLine } from './stroke-line';
import { projectPoint, rotateCamera, startCamera } from './volume-camera';
import { voxelToWorld } from './vtk-axes';

const shape = { z: 24, y: 50, x: 61 };
const spacing = { z: 2, y: 1, x: 1 };
const size = { width: 500, height: 320 };
const box = wholeBox(shape);

let image: Volume<'uint8'>;
let segmentation: Volume<'uint8'>;
let heights: Volume<'uint8'> | null;

beforeEach(() => {
  image = zeros('uint8', shape);
  image.data.forEach((_, at) => {
    image.data[at] = 40 + ((at * 7919) % 31);
  });
  segmentation = zeros('uint8', shape);
  heights = null;
});

/** Fill what lies within a radius, in µm, of a straight line between two voxels. */
function tube(to: Volume, from: VoxelPoint, end: VoxelPoint, radius: number, value: number): void {
  let at = 0;
  for (let z = 0; z < shape.z; z++) {
    for (let y = 0; y < shape.y; y++) {
      for (let x = 0; x < shape.x; x++, at++) {
        if (distanceToLine({ z, y, x }, from, end) <= radius) {
          to.data[at] = value;
        }
      }
    }
  }
}

/** How far a voxel is from a straight line between two others, in µm. */
function distanceToLine(voxel: VoxelPoint, from: VoxelPoint, end: VoxelPoint): number {
  const [dx, dy, dz] = difference(end, from);
  const [px, py, pz] = difference(voxel, from);
  const share = (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz);
  const t = Math.min(Math.max(share, 0), 1);
  return Math.hypot(px - t * dx, py - t * dy, pz - t * dz);
}

function difference(a: VoxelPoint, b: VoxelPoint): readonly [number, number, number] {
  return [(a.x - b.x) * spacing.x, (a.y - b.y) * spacing.y, (a.z - b.z) * spacing.z];
}

/** Draw from where a voxel is seen to where another one is. */
function draw(mode: 'add' | 'remove', from: VoxelPoint, to: VoxelPoint, turned: number) {
  const camera = rotateCamera(startCamera(box, spacing), turned, 0.3);
  const sight: Sight = {
    camera,
    size,
    box,
    spacing,
    cursor: { z: 12, y: 25, x: 30 },
    image,
    heights,
    labelAt: voxel => segmentation.data[voxelOffset(shape, voxel)]
  };
  const line = new StrokeLine(sight, mode);
  const [a, b] = [from, to].map(each => projectPoint(camera, size, voxelToWorld(each, spacing)));
  for (let step = 0; step <= 5; step++) {
    const left = a.left + (step / 5) * (b.left - a.left);
    line.moveTo({ left, top: a.top + (step / 5) * (b.top - a.top) });
  }
  return line.voxels();
}

function farthest(voxels: readonly VoxelPoint[], from: VoxelPoint, to: VoxelPoint): number {
  return Math.max(...voxels.map(voxel => distanceToLine(voxel, from, to)));
}

const TURNS = [0, 0.7, 1.5, 3.3, 4];
const A = { z: 12, y: 25, x: 4 };
const B = { z: 12, y: 25, x: 56 };
const GAP = [
  { z: 12, y: 25, x: 20 },
  { z: 12, y: 25, x: 38 }
] as const;

function gapped(): void {
  tube(image, A, B, 3, 200);
  tube(segmentation, A, GAP[0], 3, 1);
  tube(segmentation, GAP[1], B, 3, 1);
}

test.each(TURNS)('a line over a gap lies in it, seen from %s', turned => {
  gapped();
  const voxels = draw('add', { ...A, x: 16 }, { ...A, x: 42 }, turned);
  expect(voxels.length).toBeGreaterThan(12);
  expect(farthest(voxels, A, B)).toBeLessThanOrEqual(3);
});

describe.each([
  ['in front', { z: 2, y: 45, x: 0 }, { z: 2, y: 45, x: 0 }],
  ['behind', { z: 21, y: 6, x: 0 }, { z: 21, y: 6, x: 0 }]
])('a bright vessel %s', (_, corner) => {
  test.each(TURNS)('is not taken for the missing one, seen from %s', turned => {
    gapped();
    const [from, to] = [
      { ...corner, x: 29 },
      { z: corner.z, y: 50 - corner.y, x: 29 }
    ];
    tube(image, from, to, 4, 250);
    tube(segmentation, from, to, 4, 2);
    const voxels = draw('add', { ...A, x: 14 }, { ...A, x: 44 }, turned);
    expect(farthest(voxels, A, B)).toBeLessThanOrEqual(4);
  });
});

test.each(TURNS)('without anything to see the line is straight, seen from %s', turned => {
  gapped();
  image.data.fill(7);
  const voxels = draw('add', { ...A, x: 16 }, { ...A, x: 42 }, turned);
  expect(farthest(voxels, A, B)).toBeLessThanOrEqual(3);
});

test.each(TURNS)('a free end follows what is bright, seen from %s', turned => {
  tube(image, A, { z: 6, y: 25, x: 56 }, 3, 160);
  tube(segmentation, A, { z: 10, y: 25, x: 21 }, 3, 1);
  const voxels = draw('add', { z: 11, y: 25, x: 13 }, { z: 7, y: 25, x: 47 }, turned);
  expect(farthest(voxels, A, { z: 6, y: 25, x: 56 })).toBeLessThanOrEqual(4);
});

test('the probability tells where the image does not', () => {
  gapped();
  image.data.fill(7);
  heights = zeros('uint8', shape);
  const far = { z: 14, y: 25, x: 30 };
  tube(heights, GAP[0], far, 3, 230);
  tube(heights, far, GAP[1], 3, 230);
  const voxels = draw('add', { ...A, x: 16 }, { ...A, x: 42 }, 0.7);
  const inside = voxels.filter(voxel => heights!.data[voxelOffset(shape, voxel)] > 0);
  expect(inside.length / voxels.length).toBeGreaterThan(0.5);
});

test.each(TURNS)('a line along a false piece lies in the middle of it, seen from %s', turned => {
  tube(segmentation, A, B, 3, 1);
  tube(segmentation, { z: 2, y: 44, x: 30 }, { z: 2, y: 6, x: 30 }, 3, 1);
  const voxels = draw('remove', { ...A, x: 10 }, { ...A, x: 50 }, turned);
  expect(farthest(voxels, A, B)).toBeLessThanOrEqual(2.5);
  expect(voxels.every(voxel => segmentation.data[voxelOffset(shape, voxel)] === 1)).toBe(true);
});

test('a line beside the volume has no voxels', () => {
  const voxels = draw('add', { z: 0, y: 0, x: 900 }, { z: 0, y: 0, x: 950 }, 0);
  expect(voxels).toEqual([]);
});
