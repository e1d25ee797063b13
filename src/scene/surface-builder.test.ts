import { wholeBox } from '../core/axes';
import { zeros } from '../core/volume';
import { RegionMask } from './region-mask';
import { SurfaceBuilder } from './surface-builder';
import type { SurfaceSource } from './surface-bricks';
import type { Surface } from './surface-nets';

const shape = { z: 40, y: 100, x: 70 };

/** Remembers the triangles of every brick. */
class Sink {
  readonly triangles = new Map<number, number>();
  sets = 0;

  set(key: number, surface: Surface): void {
    this.sets += 1;
    this.triangles.set(key, surface.triangles.length / 3);
  }

  clear(): void {
    this.triangles.clear();
  }

  get total(): number {
    return [...this.triangles.values()].reduce((sum, count) => sum + count, 0);
  }
}

function make(region: RegionMask | null = null) {
  const segmentation = zeros('uint8', shape);
  const labels = new Sink();
  const regions = new Sink();
  const onChanged = jest.fn();
  const source: SurfaceSource = {
    segmentation,
    box: wholeBox(shape),
    spacing: { z: 2, y: 0.5, x: 0.7 },
    region
  };
  const builder = new SurfaceBuilder(labels, regions, () => source, onChanged);
  return { segmentation, labels, regions, onChanged, builder };
}

const voxel = { z0: 10, z1: 11, y0: 50, y1: 51, x0: 50, x1: 51 };

function paint(segmentation: { data: Uint8Array | Uint16Array | Uint32Array }): void {
  segmentation.data[(10 * shape.y + 50) * shape.x + 50] = 1;
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('makes every brick, coarsely and then finely', () => {
  const { segmentation, labels, builder } = make();
  segmentation.data.fill(1);
  builder.rebuild();
  jest.runAllTimers();
  expect(builder.isBusy).toBe(false);
  expect(labels.triangles.size).toBe(2 * 4 * 3);
  expect(labels.sets).toBe(2 * 24);
});

it('makes only the bricks again that a stroke can have moved', () => {
  const { segmentation, labels, onChanged, builder } = make();
  builder.rebuild();
  jest.runAllTimers();
  labels.sets = 0;
  onChanged.mockClear();
  paint(segmentation);
  builder.changed(voxel);
  expect(labels.sets).toBe(0);
  jest.runAllTimers();
  expect(labels.sets).toBe(1);
  expect(labels.total).toBe(12);
  expect(onChanged).toHaveBeenCalled();
});

it('waits for the hand to rest', () => {
  const { segmentation, labels, builder } = make();
  builder.reset();
  paint(segmentation);
  for (let move = 0; move < 5; move++) {
    builder.changed(voxel);
    jest.advanceTimersByTime(40);
  }
  expect(labels.sets).toBe(0);
  jest.runAllTimers();
  expect(labels.sets).toBe(1);
});

it('begins with the region, from its own voxels', () => {
  const box = { z0: 5, z1: 6, y0: 60, y1: 61, x0: 20, x1: 23 };
  const { regions, labels, builder } = make(new RegionMask(box, [{ z: 5, y: 60, x0: 20, x1: 23 }]));
  builder.rebuild();
  expect(regions.total).toBe(2 * 14);
  builder.reset();
  expect(regions.triangles.size + labels.triangles.size).toBe(0);
});

it('does nothing more once it is disposed', () => {
  const { labels, builder } = make();
  builder.rebuild();
  builder.dispose();
  labels.sets = 0;
  builder.changed(voxel);
  jest.runAllTimers();
  expect(labels.sets).toBe(0);
});

it('draws what is all coarse, and then what is all fine, where the GPU is slow', () => {
  const { segmentation, labels, onChanged, builder } = make();
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 4));
  const sets: number[] = [];
  onChanged.mockImplementation(() => sets.push(labels.sets));
  builder.drawingMs = 500;
  segmentation.data.fill(1);
  builder.rebuild();
  jest.runAllTimers();
  expect(sets).toHaveLength(2);
  expect(sets[0]).toBeGreaterThanOrEqual(24);
  expect(sets[0]).toBeLessThan(28);
  expect(sets[1]).toBe(48);
  jest.restoreAllMocks();
});

it('leaves a hand alone for longer where the GPU is slow', () => {
  const { segmentation, labels, builder } = make();
  builder.reset();
  builder.drawingMs = 500;
  paint(segmentation);
  builder.changed(voxel);
  jest.advanceTimersByTime(1400);
  expect(labels.sets).toBe(0);
  jest.runAllTimers();
  expect(labels.sets).toBe(1);
});
