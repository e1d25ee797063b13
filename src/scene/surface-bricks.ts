/** A box of labels cut into bricks that are turned into surfaces one at a time, coarsely or finely, and again where a stroke went. */
import type { Box, Shape, Spacing, VoxelPoint } from '../core/axes';
import { intersectBoxes } from '../core/axes';
import type { Volume } from '../core/volume';
import { zeros } from '../core/volume';
import type { ChangeKind } from './change-kind';
import { changeKind } from './change-kind';
import type { RegionMask } from './region-mask';
import type { Surface } from './surface-nets';
import { EMPTY_SURFACE, SURFACE_RIM, surfaceNets } from './surface-nets';

/** Labels of surface voxels that are told apart from their own; above every label index in use. */
export const REGION_LABEL = 0xffffffff;
export const CHANGE_LABELS: Readonly<Record<ChangeKind, number>> = {
  added: 0xfffffffe,
  removed: 0xfffffffd,
  relabelled: 0xfffffffc
};

/** Voxels along a brick's edge, in steps. */
const BRICK_EDGE = 32;
/** Voxels, in steps, that the fine and the coarse surface may have along the longest edge. */
const FINE_EDGE = 160;
const COARSE_EDGE = 48;
const ORIGIN: VoxelPoint = { z: 0, y: 0, x: 0 };

/** What is turned into a surface: voxels of `segmentation` inside `box`; those in `region`, and what is not as in `changesFrom`, are told apart. */
export interface SurfaceSource {
  readonly segmentation: Volume;
  readonly box: Box;
  readonly spacing: Spacing;
  readonly region: RegionMask | null;
  /** Of the segmentation's shape: what it was. Removed voxels get a surface too. */
  readonly changesFrom?: Volume | null;
}

/** Full-resolution boxes that fill `box`, and the steps that coarse and fine surfaces take in it. */
export interface BrickPlan {
  readonly bricks: readonly Box[];
  readonly coarseStep: number;
  readonly fineStep: number;
}

export function planBricks(box: Box): BrickPlan {
  const edge = Math.max(box.z1 - box.z0, box.y1 - box.y0, box.x1 - box.x0);
  const fineStep = Math.ceil(edge / FINE_EDGE);
  let coarseStep = fineStep;
  while (edge / coarseStep > COARSE_EDGE) {
    coarseStep *= 2;
  }
  const size = BRICK_EDGE * fineStep;
  const bricks: Box[] = [];
  for (let z = box.z0; z < box.z1; z += size) {
    for (let y = box.y0; y < box.y1; y += size) {
      for (let x = box.x0; x < box.x1; x += size) {
        bricks.push({
          z0: z,
          z1: Math.min(z + size, box.z1),
          y0: y,
          y1: Math.min(y + size, box.y1),
          x0: x,
          x1: Math.min(x + size, box.x1)
        });
      }
    }
  }
  return { bricks, coarseStep, fineStep };
}

/** Whether voxels of `changed` can move the surface of `brick`. */
export function brickNeeds(brick: Box, changed: Box, step: number): boolean {
  const rim = SURFACE_RIM * step;
  const reach = {
    z0: changed.z0 - rim,
    z1: changed.z1 + rim,
    y0: changed.y0 - rim,
    y1: changed.y1 + rim,
    x0: changed.x0 - rim,
    x1: changed.x1 + rim
  };
  return intersectBoxes(brick, reach) !== null;
}

/**
 * Surface of one brick. Beyond the source's box everything is background, so that cut vessels are closed.
 * @param step - voxels per surface cell; a step shows the label of any voxel in it, so that thin vessels stay
 * @param offset - where voxel 0 of the source lies in the volume
 */
export function meshBrick(
  source: SurfaceSource,
  brick: Box,
  step: number,
  offset: VoxelPoint = ORIGIN
): Surface {
  const size: Shape = {
    z: Math.ceil((brick.z1 - brick.z0) / step),
    y: Math.ceil((brick.y1 - brick.y0) / step),
    x: Math.ceil((brick.x1 - brick.x0) / step)
  };
  const shape: Shape = {
    z: size.z + 2 * SURFACE_RIM,
    y: size.y + 2 * SURFACE_RIM,
    x: size.x + 2 * SURFACE_RIM
  };
  const block = zeros('uint32', shape);
  const first = {
    z: brick.z0 - SURFACE_RIM * step,
    y: brick.y0 - SURFACE_RIM * step,
    x: brick.x0 - SURFACE_RIM * step
  };
  if (fillLabels(source, block, first, step) === 0) {
    return EMPTY_SURFACE;
  }
  const { box } = source;
  const low = (atStart: boolean): number => SURFACE_RIM - (atStart ? 1 : 0);
  const middle = (step - 1) / 2;
  return surfaceNets(
    {
      shape,
      values: block.data,
      owned: {
        z0: low(brick.z0 === box.z0),
        z1: SURFACE_RIM + size.z,
        y0: low(brick.y0 === box.y0),
        y1: SURFACE_RIM + size.y,
        x0: low(brick.x0 === box.x0),
        x1: SURFACE_RIM + size.x
      },
      origin: {
        z: offset.z + first.z + middle,
        y: offset.y + first.y + middle,
        x: offset.x + first.x + middle
      },
      step
    },
    source.spacing
  );
}

/**
 * Write the labels of the source's box into a block that starts at voxel `first`, one per step: the largest index of the step's voxels.
 * @returns how many voxels have a surface.
 */
export function fillLabels(
  { segmentation, box, region, changesFrom }: SurfaceSource,
  block: Volume<'uint32'>,
  first: VoxelPoint,
  step: number
): number {
  const { data, shape: whole } = segmentation;
  const before = changesFrom?.data ?? data;
  const { data: values, shape } = block;
  const z1 = Math.min(box.z1, first.z + shape.z * step);
  const y1 = Math.min(box.y1, first.y + shape.y * step);
  const x0 = Math.max(box.x0, first.x);
  const x1 = Math.min(box.x1, first.x + shape.x * step);
  let labelled = 0;
  for (let z = Math.max(box.z0, first.z); z < z1; z++) {
    const plane = Math.floor((z - first.z) / step) * shape.y;
    for (let y = Math.max(box.y0, first.y); y < y1; y++) {
      const row = (plane + Math.floor((y - first.y) / step)) * shape.x;
      const from = (z * whole.y + y) * whole.x;
      for (let x = x0; x < x1; x++) {
        const label = data[from + x];
        const was = before[from + x];
        if (label !== 0 || was !== 0) {
          const to = row + Math.floor((x - first.x) / step);
          const change = changeKind(was, label);
          const own = region?.has(z, y, x) === true ? REGION_LABEL : label;
          const shown = change === null ? own : CHANGE_LABELS[change];
          values[to] = Math.max(values[to], shown);
          labelled += 1;
        }
      }
    }
  }
  return labelled;
}
