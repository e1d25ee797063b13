/** Where what lies in a box goes on outside of it: the shell around it, one voxel thick, that an edit of the box does not change. */
import type { Box } from '../core/axes';
import { boxShape } from '../core/axes';
import type { RunGraph } from './run-graph';

/** A part of a run of a graph that lies in the shell. */
export interface Crossing {
  readonly run: number;
  readonly root: number;
  readonly z: number;
  readonly y: number;
  readonly start: number;
  readonly end: number;
}

/** The box with its shell. */
export function withShell({ z0, z1, y0, y1, x0, x1 }: Box): Box {
  return { z0: z0 - 1, z1: z1 + 1, y0: y0 - 1, y1: y1 + 1, x0: x0 - 1, x1: x1 + 1 };
}

/**
 * Always in the same order, whatever lies in the box: whole runs in rows outside the box, else those at its ends.
 * @param graph - of the rows of `near`, which holds the box and its shell as far as there is one
 */
export function crossingsOf(graph: RunGraph, box: Box, near: Box): Crossing[] {
  const shell: Crossing[] = [];
  const { z: sizeZ, y: sizeY } = boxShape(near);
  for (let place = 0; place < sizeZ * sizeY; place++) {
    const z = near.z0 + Math.floor(place / sizeY);
    const y = near.y0 + (place % sizeY);
    const isInside = z >= box.z0 && z < box.z1 && y >= box.y0 && y < box.y1;
    const [from, to] = graph.row(place);
    for (let run = from; run < to; run++) {
      const [start, end] = [graph.start[run], graph.end[run]];
      const about = { run, root: graph.rootOf(run), z, y };
      if (!isInside) {
        shell.push({ ...about, start, end });
        continue;
      }
      if (start < box.x0) {
        shell.push({ ...about, start, end: box.x0 });
      }
      if (end > box.x1) {
        shell.push({ ...about, start: box.x1, end });
      }
    }
  }
  return shell;
}
