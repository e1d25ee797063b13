/** Flood filling on a flat C-order volume. */
import type { Shape } from '../core/axes';

export interface Neighbourhood {
  readonly shape: Shape;
  /** `[dz, dy, dx]` of every neighbour. */
  readonly offsets: readonly (readonly [number, number, number])[];
}

/** The neighbours that share a face (6), also an edge (18), or also a corner (26). */
export function neighbourhood(shape: Shape, connectivity: number): Neighbourhood {
  const most = { 6: 1, 18: 2, 26: 3 }[connectivity] ?? 0;
  const steps = [-1, 0, 1];
  const offsets = steps.flatMap(dz => steps.flatMap(dy => steps.map(dx => [dz, dy, dx] as const)));
  return {
    shape,
    offsets: offsets.filter(([dz, dy, dx]) => {
      const moved = Math.abs(dz) + Math.abs(dy) + Math.abs(dx);
      return moved > 0 && moved <= most;
    })
  };
}

/**
 * All voxels reached from `seed`. `join` says whether a voxel belongs, which is next to one that does (the seed to itself), and marks it so
 * that it is not asked for again.
 */
export function flood(
  seed: number,
  { shape, offsets }: Neighbourhood,
  join: (voxel: number, from: number) => boolean
): number[] {
  const reached: number[] = join(seed, seed) ? [seed] : [];
  for (let i = 0; i < reached.length; i++) {
    const x = reached[i] % shape.x;
    const row = (reached[i] - x) / shape.x;
    const y = row % shape.y;
    const z = (row - y) / shape.y;
    for (const [dz, dy, dx] of offsets) {
      const inside = isIn(z + dz, shape.z) && isIn(y + dy, shape.y) && isIn(x + dx, shape.x);
      const next = ((z + dz) * shape.y + y + dy) * shape.x + x + dx;
      if (inside && join(next, reached[i])) {
        reached.push(next);
      }
    }
  }
  return reached;
}

function isIn(position: number, size: number): boolean {
  return position >= 0 && position < size;
}
