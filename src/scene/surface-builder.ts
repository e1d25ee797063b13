/** Keeps the surfaces of a 3D view up to date, brick by brick: the region first, then everything coarsely, then finely. */
import type { Box } from '../core/axes';
import { boxFromTuple, boxShape } from '../core/axes';
import { CoarseLabels } from './coarse-labels';
import { IdleQueue } from './idle-queue';
import type { RegionMask } from './region-mask';
import type { BrickPlan, SurfaceSource } from './surface-bricks';
import { brickNeeds, meshBrick, planBricks } from './surface-bricks';
import type { Surface } from './surface-nets';

/** Where finished surfaces go. */
export interface SurfaceSink {
  set(key: number, surface: Surface): void;
  clear(): void;
}

/** Time that a new crop may take at once; what is not done by then follows in slices. */
const AT_ONCE_MS = 16;
/** Pause after a change, so that a hand that draws is not disturbed; and for the drawing itself. */
const HAND_MS = 60;
const DRAWING_MS = 20;
/** Surfaces that become finer are drawn this often, or when so many triangles wait: vtk.js takes them all up in one go. */
const REDRAW_MS = 120;
const REDRAW_TRIANGLES = 30_000;
/** Where drawing takes longer, the slices wait for it: then what is coarse stays until everything is fine. */
const SLOW_DRAWING_MS = 30;
/** And after a stroke surfaces wait so many times longer than a drawing takes. */
const PAUSE_PER_DRAWING = 3;
const LONGEST_PAUSE_MS = 2000;

export class SurfaceBuilder {
  /**
   * @param source - what to show now, or null
   * @param onChanged - surfaces on show have changed
   */
  constructor(
    labels: SurfaceSink,
    region: SurfaceSink,
    source: () => SurfaceSource | null,
    onChanged: () => void
  ) {
    this._labels = labels;
    this._region = region;
    this._source = source;
    this._onChanged = onChanged;
    this._queue = new IdleQueue(() => {
      this._worked();
    });
  }

  /** Whether surfaces wait to be made, or made finer. */
  get isBusy(): boolean {
    return !this._queue.isEmpty;
  }

  /** The arrays are new and hold nothing yet. */
  reset(): void {
    this._clear();
    const source = this._source();
    this._plan = source === null ? null : planBricks(source.box);
  }

  /** What the last drawing of the surfaces has taken on the GPU. */
  set drawingMs(milliseconds: number) {
    this._drawingMs = milliseconds;
  }

  /** Turn everything into surfaces anew: crop, region or arrays changed. */
  rebuild(detail: 'coarse' | 'fine' = 'fine'): void {
    this.reset();
    const source = this._source();
    const plan = this._plan;
    if (source === null || plan === null) {
      return;
    }
    this._addRegion(source);
    if (plan.coarseStep !== plan.fineStep) {
      this._addCoarse(source, plan);
    }
    if (detail === 'fine' || plan.coarseStep === plan.fineStep) {
      this._addFine(plan, keysOf(plan));
    }
    this._queue.run(AT_ONCE_MS);
  }

  /** Voxels changed: the bricks they touch follow when the hand rests. */
  changed(box: Box): void {
    const plan = this._plan;
    if (plan !== null) {
      const keys = keysOf(plan).filter(key => brickNeeds(plan.bricks[key], box, plan.fineStep));
      this._addFine(plan, keys);
      if (keys.length > 0) {
        this._queue.rest(this._handPause());
      }
    }
  }

  dispose(): void {
    this._queue.cancel();
    this._plan = null;
  }

  private _clear(): void {
    this._queue.cancel();
    this._labels.clear();
    this._region.clear();
  }

  private _addCoarse(source: SurfaceSource, { bricks, coarseStep }: BrickPlan): void {
    const labels = new CoarseLabels(source, coarseStep);
    bricks.forEach((brick, key) => {
      this._queue.add(`read ${key}`, () => {
        labels.read(brick);
      });
    });
    bricks.forEach((brick, key) => {
      this._queue.add(`coarse ${key}`, () => {
        this._put(this._labels, key, labels.mesh(brick));
      });
    });
    this._queue.add('all coarse', () => {
      this._isAllCoarse = true;
    });
  }

  private _addFine({ bricks, fineStep }: BrickPlan, keys: readonly number[]): void {
    for (const key of keys) {
      this._queue.add(`fine ${key}`, () => {
        const source = this._source();
        if (source !== null) {
          this._put(this._labels, key, meshBrick(source, bricks[key], fineStep));
        }
      });
    }
  }

  private _addRegion({ region, spacing }: SurfaceSource): void {
    if (region === null) {
      return;
    }
    const { source, offset } = regionSource(region, spacing);
    const { bricks, fineStep } = planBricks(source.box);
    bricks.forEach((brick, key) => {
      this._queue.add(`region ${key}`, () => {
        this._put(this._region, key, meshBrick(source, brick, fineStep, offset));
      });
    });
  }

  private _put(sink: SurfaceSink, key: number, surface: Surface): void {
    sink.set(key, surface);
    this._fresh += surface.triangles.length / 3;
  }

  private _handPause(): number {
    return Math.max(HAND_MS, Math.min(PAUSE_PER_DRAWING * this._drawingMs, LONGEST_PAUSE_MS));
  }

  private _worked(): void {
    const now = performance.now();
    const isDue = this._fresh > REDRAW_TRIANGLES || now - this._redrawn > REDRAW_MS;
    if (!this.isBusy || this._isAllCoarse || (isDue && this._drawingMs < SLOW_DRAWING_MS)) {
      this._isAllCoarse = false;
      this._redrawn = now;
      this._fresh = 0;
      this._onChanged();
      this._queue.rest(DRAWING_MS);
    }
  }

  private readonly _labels: SurfaceSink;
  private readonly _region: SurfaceSink;
  private readonly _source: () => SurfaceSource | null;
  private readonly _onChanged: () => void;
  private readonly _queue: IdleQueue;
  private _plan: BrickPlan | null = null;
  /** Every brick has just got its coarse surface. */
  private _isAllCoarse = false;
  private _redrawn = 0;
  private _drawingMs = 0;
  /** Triangles made since then. */
  private _fresh = 0;
}

function keysOf(plan: BrickPlan): number[] {
  return plan.bricks.map((_, key) => key);
}

/** A region's mask as something that has a surface, and where its voxel 0 lies in the volume. */
function regionSource(region: RegionMask, spacing: SurfaceSource['spacing']) {
  const { z, y, x } = boxShape(region.box);
  const source: SurfaceSource = {
    segmentation: region.asVolume(),
    box: boxFromTuple([1, z + 1, 1, y + 1, 1, x + 1]),
    spacing,
    region: null
  };
  const { z0, y0, x0 } = region.box;
  return { source, offset: { z: z0 - 1, y: y0 - 1, x: x0 - 1 } };
}
