/** Outlines of labels along voxel edges: true at every zoom, and both sides of a touching pair are drawn. */
import type { SlicePatch } from './slice-patch';

/** Side of the voxels that an edge lies on. */
export type Side = 'top' | 'bottom' | 'left' | 'right';

/**
 * Straight piece of an outline, as long as the label keeps a different neighbour on that side. For `top` and `bottom` it runs
 * from column `start` to `end` (half-open) of row `line`; for `left` and `right` from row `start` to `end` of column `line`.
 * All are indices into the patch.
 */
export interface OutlineRun {
  readonly label: number;
  readonly side: Side;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Whether the label goes on beyond that end, so that the outline turns away from it there (a corner that looks inwards). */
  readonly goesOnBefore: boolean;
  readonly goesOnAfter: boolean;
}

/**
 * Outline runs of every non-zero label in a patch. The rim of the patch is no edge: what lies beyond is taken as equal.
 * O(voxels of the patch).
 */
export function outlineRuns(patch: SlicePatch): OutlineRun[] {
  const { columns, rows } = patch;
  const runs: OutlineRun[] = [];
  for (let row = 0; row < rows; row++) {
    if (row > 0) {
      scan(patch, runs, 'top', row, columns, row * columns, 1, -columns);
    }
    if (row < rows - 1) {
      scan(patch, runs, 'bottom', row, columns, row * columns, 1, columns);
    }
  }
  for (let column = 0; column < columns; column++) {
    if (column > 0) {
      scan(patch, runs, 'left', column, rows, column, columns, -1);
    }
    if (column < columns - 1) {
      scan(patch, runs, 'right', column, rows, column, columns, 1);
    }
  }
  return runs;
}

/** Follow one row or column (`first`, `step`) and compare with the voxel at `across`. */
function scan(
  { values }: SlicePatch,
  runs: OutlineRun[],
  side: Side,
  line: number,
  length: number,
  first: number,
  step: number,
  across: number
): void {
  let label = 0;
  let start = 0;
  const close = (end: number): void => {
    if (label !== 0) {
      const before = start > 0 ? values[first + (start - 1) * step] : 0;
      const after = end < length ? values[first + end * step] : 0;
      const goesOnBefore = before === label;
      const goesOnAfter = after === label;
      runs.push({ label, side, line, start, end, goesOnBefore, goesOnAfter });
    }
  };
  for (let place = 0, at = first; place < length; place++, at += step) {
    const value = values[at];
    const here = value !== 0 && values[at + across] !== value ? value : 0;
    if (here !== label) {
      close(place);
      label = here;
      start = place;
    }
  }
  close(length);
}
