/** What trying flips takes and gives, here or in a worker. */
import type { Shape, Spacing } from '../core/axes';
import type { Consequence } from '../core/consequence';

/** A segmentation that flips are to be tried on. */
export interface FlipRequest {
  readonly shape: Shape;
  /** Size of a voxel; lengths are in its unit. */
  readonly spacing: Spacing;
  /** One bit per voxel, lowest first, rows of whole bytes. */
  readonly mask: Uint8Array<ArrayBuffer>;
}

/** Voxels of several regions one behind the other: flat C-order indices, in each region without repeats. */
export interface FlipBatch {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly voxels: Uint32Array<ArrayBuffer>;
}

/** One segmentation on which flips are tried, on the thread it is called on. */
export interface FlipJob {
  /** Yields 0 to 1; must be run to its end first. */
  prepare(): Generator<number, void, undefined>;
  flip(batch: FlipBatch): Consequence[];
}
