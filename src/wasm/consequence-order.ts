/** What flipping each of the regions found does, as a score by consequence takes it. */
import { RECORD_BYTES } from '../core/found';
import type { Found } from '../core/found';
import type { Flipper } from './consequence-source';
import { throwIfAborted } from './drive';
import type { FlipBatch } from './flips';
import type { RankOptions } from './ranker';

/** Tried between two looks at whether it is still wanted. */
const MOST_REGIONS = 1024;
const MOST_VOXELS = 1 << 18;

/** Of each region: pieces, loops, cavities, voxels of centre line that hang on it, and their length. */
export const CONSEQUENCE_VALUES = 5;

/**
 * The consequences of all regions found, in the order of their records.
 * @returns {@link CONSEQUENCE_VALUES} numbers for each
 * Rejects with the signal's reason, or as `flip` does.
 */
export async function consequencesOf(
  found: Found,
  flipper: Pick<Flipper, 'flip'>,
  { signal, onProgress }: RankOptions
): Promise<Float64Array<ArrayBuffer>> {
  const count = regionCount(found);
  const values = new Float64Array(CONSEQUENCE_VALUES * count);
  let done = 0;
  for (const batch of batchesOf(found)) {
    throwIfAborted(signal);
    for (const { pieces, loops, cavities, hanging, hangingLength } of await flipper.flip(batch)) {
      values.set([pieces, loops, cavities, hanging, hangingLength], CONSEQUENCE_VALUES * done);
      done += 1;
    }
    onProgress?.(done / count);
  }
  throwIfAborted(signal);
  return values;
}

export function regionCount({ records }: Found): number {
  return records.length / RECORD_BYTES;
}

function* batchesOf(found: Found): Generator<FlipBatch> {
  const { order, first, rows } = runsByOwner(found);
  const { start, end, shape } = found;
  const count = regionCount(found);
  for (let region = 0; region < count;) {
    const counts: number[] = [];
    const voxels: number[] = [];
    for (
      ;
      region < count && counts.length < MOST_REGIONS && voxels.length < MOST_VOXELS;
      region++
    ) {
      const before = voxels.length;
      for (let place = first[region + 1]; place < first[region + 2]; place++) {
        const run = order[place];
        const row = rows[run] * shape.x;
        for (let x = start[run]; x < end[run]; x++) {
          voxels.push(row + x);
        }
      }
      counts.push(voxels.length - before);
    }
    yield { counts: Uint32Array.from(counts), voxels: Uint32Array.from(voxels) };
  }
}

/** Runs sorted by the region that they belong to, in scan order; `first` has the place of the first run of each owner. */
function runsByOwner(found: Found) {
  const { owner, rowStart } = found;
  const rows = new Uint32Array(owner.length);
  for (let row = 0; row + 1 < rowStart.length; row++) {
    rows.fill(row, rowStart[row], rowStart[row + 1]);
  }
  const first = new Uint32Array(regionCount(found) + 2);
  owner.forEach(region => (first[region + 1] += 1));
  for (let region = 1; region < first.length; region++) {
    first[region] += first[region - 1];
  }
  const next = first.slice();
  const order = new Uint32Array(owner.length);
  owner.forEach((region, run) => {
    order[next[region]] = run;
    next[region] += 1;
  });
  return { order, first, rows };
}
