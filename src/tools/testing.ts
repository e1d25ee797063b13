/** What the tests of tools and panels share: a small session and a scene without graphics. */
import type { Box, Shape, VoxelPoint } from '../core/axes';
import { voxelCount, wholeBox } from '../core/axes';
import type { Proposal } from '../core/proposals';
import { CurationModel } from '../core/model';
import type { Ranking } from '../core/regions';
import { PLAIN } from '../core/testing';
import { Emitter } from '../core/signals';
import type { SlicePlane, ViewName } from '../core/state';
import type { CurationScene } from '../scene';
import { PLANE_AXES } from '../scene/slice-geometry';

export const SHAPE: Shape = { z: 6, y: 20, x: 30 };
export const SPACING = { z: 2, y: 0.5, x: 0.7 };

/** A session whose blocks have arrived; labels 7 and 2⁶³ − 1. */
export function openSession(shape: Shape = SHAPE): CurationModel {
  const model = new CurationModel();
  model.open({
    name: 'mouse-07',
    generation: 0,
    shape,
    spacing: SPACING,
    unit: 'µm',
    image: { dtype: 'uint8', range: [0, 255], window: [10, 200] },
    segmentation: { dtype: 'int64', index: 'uint8', labels: ['0', '7', '9223372036854775807'] },
    uncertainty: {
      codes: 'uint8',
      distinct: 4,
      lossless: true,
      step: null,
      maximum: 0.9,
      direction: 'uncertainty',
      probability: false,
      heights: false
    },
    ranking: { ...PLAIN, minVoxels: 8, reason: '' }
  });
  model.setWeights(Uint32Array.of(0, 349525, 699050, 1048575));
  model.update({ phase: { kind: 'ready' } });
  return model;
}

/** A ranking of boxes, most doubtful first: `[voxels, score]` each, placed along x. */
export function rankingOf(regions: readonly (readonly [voxels: number, score: number])[]): Ranking {
  const count = regions.length;
  const boxOf = (index: number): Box => {
    const x0 = (2 * index) % (SHAPE.x - 1);
    return { z0: 1, z1: 2, y0: 2, y1: 4, x0, x1: x0 + 1 };
  };
  const boxes = regions.map((_, index) => boxOf(index));
  return {
    key: 'plateau26',
    parameters: { ...PLAIN, minVoxels: 8 },
    shape: SHAPE,
    count,
    smaller: { count: 0, voxels: 0 },
    larger: { count: 0, voxels: 0 },
    uncovered: 0,
    unscored: 0,
    facts: null,
    found: null,
    table: {
      voxels: Uint32Array.from(regions, ([voxels]) => voxels),
      firstVoxel: Uint32Array.from(regions, (_, index) => 1000 - index),
      maxWeight: Uint32Array.from(regions, ([, score]) => Math.round(score * (2 ** 20 - 1))),
      box: Uint16Array.from(boxes.flatMap(b => [b.z0, b.z1, b.y0, b.y1, b.x0, b.x1])),
      centroid: Float64Array.from(boxes.flatMap(b => [b.z0, b.y0, b.x0])),
      sum: new Float64Array(count),
      mean: Float64Array.from(regions, ([, score]) => score),
      score: Float64Array.from(regions, ([, score]) => score),
      stop: Uint32Array.from(regions, (_, index) => index + 1),
      pieces: null
    },
    rows: {
      rowStart: new Uint32Array(SHAPE.z * SHAPE.y + 1),
      start: new Uint16Array(0),
      end: new Uint16Array(0),
      rank: new Uint32Array(0)
    }
  };
}

/** A ranking of so many regions, all alike but for their place. */
export function rankingOfMany(count: number): Ranking {
  const one = rankingOf([[10, 0.5]]);
  const { table } = one;
  return {
    ...one,
    count,
    table: {
      ...table,
      voxels: new Uint32Array(count).fill(10),
      firstVoxel: new Uint32Array(count).map((_, index) => count - index),
      maxWeight: new Uint32Array(count).fill(table.maxWeight[0]),
      box: new Uint16Array(6 * count).map((_, place) => table.box[place % 6]),
      centroid: new Float64Array(3 * count).map((_, place) => table.centroid[place % 3]),
      sum: new Float64Array(count),
      mean: new Float64Array(count).fill(0.5),
      score: new Float64Array(count).fill(0.5),
      stop: new Uint32Array(count).map((_, index) => index + 1),
      pieces: null
    }
  };
}

/** Set label indices in a box. */
export function fill(model: CurationModel, box: Partial<Box>, label: number): void {
  const { z0, z1, y0, y1, x0, x1 } = { ...wholeBox(SHAPE), ...box };
  const data = new Uint8Array(voxelCount({ z: z1 - z0, y: y1 - y0, x: x1 - x0 })).fill(label);
  model.setBlock('segmentation', { z0, z1, y0, y1, x0, x1 }, data);
}

/** Offsets of the voxels that hold another label than `label`. */
export function offsetsWithout(model: CurationModel, label: number): number[] {
  const data = model.arrays?.segmentation.data ?? new Uint8Array(0);
  return Array.from(data.keys()).filter(offset => data[offset] !== label);
}

/** The tools of a kernel that answers when it is told to. */
export class FakeTools {
  readonly asked: { tool: string; given: Readonly<Record<string, unknown>> }[] = [];

  constructor(model: CurationModel) {
    model.propose = (tool, given) => {
      this.asked.push({ tool, given });
      return new Promise((resolve, reject) => {
        this._answers.push(answer => {
          if (answer instanceof Error) {
            reject(answer);
          } else {
            resolve(answer);
          }
        });
      });
    };
  }

  /** Answer the oldest question that has no answer. */
  async answer(proposal: Proposal | null | Error): Promise<void> {
    this._answers.shift()?.(proposal);
    await turn();
  }

  private readonly _answers: ((proposal: Proposal | null | Error) => void)[] = [];
}

/** Everything that waits for nothing else has happened. */
export const turn = (): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve);
  });

/** A scene whose slices show ten pixels a voxel, from the corner of the volume on. */
export function fakeScene(model: CurationModel): CurationScene {
  const slices = {
    z: fakeView(model, 'z'),
    y: fakeView(model, 'y'),
    x: fakeView(model, 'x')
  };
  const volume = {
    ...fakeView(model, 'volume'),
    rotateBy: jest.fn(),
    mode: 'surfaces',
    voxelPixels: PIXELS,
    smallestEdge: SPACING.y,
    distance: (a: VoxelPoint, b: VoxelPoint) =>
      Math.hypot(a.z - b.z, a.y - b.y, a.x - b.x) * SPACING.y,
    surfaceAt: jest.fn(({ left, top }: { left: number; top: number }) =>
      surfaceAt(model, left, top)
    ),
    planeThrough: jest.fn(
      (from: { left: number; top: number }, to: { left: number; top: number }) => ({
        points: [from, to].map(({ left, top }) => ({
          ...pointAt(model, 'volume', left, top),
          z: 1.5
        })),
        direction: { z: 0.5, y: 0.25, x: 0 },
        meets: to.top < PIXELS * SHAPE.y
      })
    ),
    beginLine: jest.fn((mode: 'add' | 'remove') => fakeLine(model, mode))
  };
  const pointedChanged = new Emitter<undefined>();
  const scene = {
    pointed: null as VoxelPoint | null,
    pointedChanged,
    setPointed: jest.fn((point: VoxelPoint | null) => {
      scene.pointed = point;
      pointedChanged.emit(undefined);
    }),
    isResting: false,
    doubtAt: (): number | null => 0.45,
    slices,
    volume,
    views: { ...slices, volume },
    health: { kind: 'ok' },
    healthChanged: new Emitter(),
    attach: jest.fn((view: ViewName, host: HTMLElement) => {
      host.append({ ...slices, volume }[view].canvas);
    }),
    detach: jest.fn(),
    setBrush: jest.fn(),
    setVolumeMode: jest.fn(),
    pick: (view: ViewName, clientX: number, clientY: number): VoxelPoint =>
      pointAt(model, view, clientX, clientY)
  };
  // The parts that tools and panels touch; the rest needs WebGL.
  return scene as unknown as CurationScene;
}

/** Pixels of a voxel in the fake slices. */
export const PIXELS = 10;

function fakeView(model: CurationModel, name: ViewName) {
  const canvas = document.createElement('canvas');
  canvas.setPointerCapture = () => undefined;
  return {
    name,
    canvas,
    size: { width: 300, height: 200 },
    pick: ({ left, top }: { left: number; top: number }) => pointAt(model, name, left, top),
    pointAt: ({ left, top }: { left: number; top: number }) => pointAt(model, name, left, top),
    locate: () => ({ left: 0, top: 0 }),
    zoomAt: jest.fn(),
    panBy: jest.fn()
  };
}

/** A surface one voxel deeper on the right half, and none at the lower edge. */
function surfaceAt(model: CurationModel, left: number, top: number): VoxelPoint | null {
  const { y, x } = pointAt(model, 'volume', left, top);
  return y < SHAPE.y ? { z: x < SHAPE.x / 2 ? 1 : 2, y: Math.round(y), x: Math.round(x) } : null;
}

/** Finds everything at depth 4 when it adds, and 5 when it removes. */
function fakeLine(model: CurationModel, mode: 'add' | 'remove') {
  const points: VoxelPoint[] = [];
  return {
    moveTo: ({ left, top }: { left: number; top: number }) =>
      points.push({ ...pointAt(model, 'volume', left, top), z: mode === 'add' ? 4 : 5 }),
    voxels: () => points
  };
}

function pointAt(model: CurationModel, view: ViewName, left: number, top: number): VoxelPoint {
  const plane: SlicePlane = view === 'volume' ? 'z' : view;
  const { u, v } = PLANE_AXES[plane];
  return { ...model.state.cursor, [u]: left / PIXELS, [v]: top / PIXELS };
}
