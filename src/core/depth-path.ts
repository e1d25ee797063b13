/** The cheapest smooth way through a table of costs: one row for each step along a line, one column for each depth. */

export interface DepthPathOptions {
  /** Cost of a change of depth by one from a row to the next; it grows with the square of the change. */
  readonly stiffness: number;
  /** Depths that the way may change by from a row to the next. */
  readonly most: number;
}

/**
 * The depth of each row such that the costs there, and the changes of depth from row to row, cost least together. Of ways that cost
 * the same the nearer one.
 * @param rows - costs by depth, all of the same length, at least one
 * @returns a depth for each row
 *
 * Dynamic programming (Bellman 1957): the best way to each depth of a row comes from a depth of the row before. O(rows · depths · most).
 */
export function depthPath(
  rows: readonly Float32Array[],
  { stiffness, most }: DepthPathOptions
): readonly number[] {
  if (rows.length === 0) {
    return [];
  }
  const origins: Int32Array[] = [];
  let totals = Float64Array.from(rows[0]);
  for (const row of rows.slice(1)) {
    const { next, from } = advance(totals, row, stiffness, most);
    totals = next;
    origins.push(from);
  }
  const path = [lowest(totals)];
  for (const from of origins.reverse()) {
    path.push(from[path[path.length - 1]]);
  }
  return path.reverse();
}

function advance(
  totals: Float64Array,
  row: Float32Array,
  stiffness: number,
  most: number
): { next: Float64Array<ArrayBuffer>; from: Int32Array } {
  const next = new Float64Array(row.length);
  const from = new Int32Array(row.length);
  for (let depth = 0; depth < row.length; depth++) {
    let least = totals[depth];
    let origin = depth;
    const first = Math.max(0, depth - most);
    const last = Math.min(row.length - 1, depth + most);
    for (let before = first; before <= last; before++) {
      const total = totals[before] + stiffness * (depth - before) ** 2;
      if (total < least) {
        least = total;
        origin = before;
      }
    }
    next[depth] = least + row[depth];
    from[depth] = origin;
  }
  return { next, from };
}

function lowest(totals: Float64Array): number {
  let at = 0;
  totals.forEach((total, depth) => {
    if (total < totals[at]) {
      at = depth;
    }
  });
  return at;
}
