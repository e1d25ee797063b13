/**
 * Verdicts that carry over to the regions of another ranking of the same map, by the voxels they share. The same rule as
 * `voxproof/_carrying.py`; `tests/fixtures/carrying` holds it for both.
 */
import type { Ranking } from './regions';
import { runsOfRegion } from './regions';
import type { VerdictName } from './state';

/** Voxels as pairs: flat C-order offset and length of stretches that lie in one row each. */
export type Stretches = Uint32Array;

/** A region of other parameters, or of an earlier generation, that a person has decided on. */
export interface SettledArea {
  readonly region: string;
  /** `open` where it was opened again. */
  readonly verdict: VerdictName | 'open';
  /** ISO 8601. */
  readonly time: string;
  readonly voxels: Stretches;
}

/**
 * Which settled area each region takes its verdict from, by index; regions that take none are missing.
 *
 * A voxel counts for the area that was judged last of those it lies in (of equal times, the one whose id is larger). A region of which at
 * least half lies in areas that are not open takes the verdict of the one it shares most voxels with; of equal ones, that of the later.
 */
export function carryVerdicts<T extends SettledArea>(
  ranking: Ranking,
  areas: readonly T[]
): ReadonlyMap<number, T> {
  const ordered = [...areas].sort(byTime);
  const carried = new Map<number, T>();
  for (const [index, shares] of sharedVoxels(
    ranking,
    ordered.map(({ voxels }) => voxels)
  )) {
    const settled = [...shares].filter(([area]) => ordered[area].verdict !== 'open');
    const covered = settled.reduce((sum, [, voxels]) => sum + voxels, 0);
    if (2 * covered >= ranking.table.voxels[index] && covered > 0) {
      const [best] = settled.reduce((a, b) =>
        b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a
      );
      carried.set(index, ordered[best]);
    }
  }
  return carried;
}

/** The region that shares most voxels with some; of equal ones the best. Null when none does. */
export function mostShared(ranking: Ranking, voxels: Stretches): number | null {
  let best: number | null = null;
  let most = 0;
  for (const [index, shares] of sharedVoxels(ranking, [voxels])) {
    const shared = shares.get(0) ?? 0;
    if (shared > most || (shared === most && best !== null && index < best)) {
      best = index;
      most = shared;
    }
  }
  return best;
}

/**
 * Voxels that regions share with layers, by index of the region, then of the layer. A voxel in several layers counts for the last one.
 */
export function sharedVoxels(
  ranking: Ranking,
  layers: readonly Stretches[]
): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const sizeX = ranking.shape.x;
  const { rowStart, start, end, rank } = ranking.rows;
  const shared = new Map<number, Map<number, number>>();
  const line = new Uint32Array(sizeX);
  for (const [row, stretches] of byRow(layers, sizeX)) {
    line.fill(0);
    for (let at = 0; at < stretches.length; at += 3) {
      line.fill(stretches[at + 2] + 1, stretches[at], stretches[at + 1]);
    }
    for (let run = rowStart[row]; run < rowStart[row + 1]; run++) {
      if (rank[run] > 0) {
        countLine(shared, rank[run] - 1, line, start[run], end[run]);
      }
    }
  }
  return shared;
}

/** The voxels of a listed region. */
export function stretchesOf(ranking: Ranking, index: number): Stretches {
  const { shape } = ranking;
  const pairs: number[] = [];
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
    pairs.push((z * shape.y + y) * shape.x + x0, x1 - x0);
  }
  return Uint32Array.from(pairs);
}

/** Stretches of each row: x from, x to, layer; those of later layers come later. */
function byRow(layers: readonly Stretches[], sizeX: number): ReadonlyMap<number, number[]> {
  const rows = new Map<number, number[]>();
  layers.forEach((stretches, layer) => {
    for (let at = 0; at < stretches.length; at += 2) {
      const row = Math.floor(stretches[at] / sizeX);
      const x = stretches[at] - row * sizeX;
      const known = rows.get(row);
      if (known === undefined) {
        rows.set(row, [x, x + stretches[at + 1], layer]);
      } else {
        known.push(x, x + stretches[at + 1], layer);
      }
    }
  });
  return rows;
}

function countLine(
  shared: Map<number, Map<number, number>>,
  index: number,
  line: Uint32Array,
  x0: number,
  x1: number
): void {
  for (let x = x0, next = x0; x < x1; x = next) {
    const layer = line[x];
    while (next < x1 && line[next] === layer) {
      next += 1;
    }
    if (layer > 0) {
      const shares = shared.get(index) ?? new Map<number, number>();
      shares.set(layer - 1, (shares.get(layer - 1) ?? 0) + next - x);
      shared.set(index, shares);
    }
  }
}

function byTime(a: SettledArea, b: SettledArea): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : a.region < b.region ? -1 : 1;
}
