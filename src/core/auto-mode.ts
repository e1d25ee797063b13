/** Which mode suits a map of doubt. The same rule as `resolve_mode` in `voxproof/regions/_parameters.py`. */
import type { RegionMode } from './regions';
import type { Volume } from './volume';

/** Voxels that a search for variants has memory for. */
const MOST_SEARCHED = 2 ** 27;
/** Larger volumes are looked at in some of their rows. */
const MOST_READ = 2 ** 25;

export interface AutoMode {
  readonly mode: RegionMode;
  /** Share of the doubtful voxels that have the code of the voxel before them; null where there is no doubt. */
  readonly equal: number | null;
}

const KNOWN = new WeakMap<Volume, AutoMode>();

/**
 * Plateau when at least half of the doubtful voxels equal the one before them in x; else variants, or tree where the volume is too large.
 * Found once per volume of codes, whose blocks must all be there.
 */
export function autoMode(codes: Volume<'uint8' | 'uint16'>): AutoMode {
  const found = KNOWN.get(codes) ?? findMode(codes);
  KNOWN.set(codes, found);
  return found;
}

function findMode(codes: Volume<'uint8' | 'uint16'>): AutoMode {
  const equal = equalShare(codes);
  if (equal === null || equal >= 0.5) {
    return { mode: 'plateau', equal };
  }
  return { mode: codes.data.length <= MOST_SEARCHED ? 'variants' : 'tree', equal };
}

function equalShare({ data, shape }: Volume<'uint8' | 'uint16'>): number | null {
  const rows = shape.z * shape.y;
  const every = Math.ceil(data.length / MOST_READ);
  let doubtful = 0;
  let equal = 0;
  for (let row = 0; row < rows; row += every) {
    const first = row * shape.x;
    doubtful += data[first] === 0 ? 0 : 1;
    for (let at = first + 1; at < first + shape.x; at++) {
      if (data[at] !== 0) {
        doubtful += 1;
        equal += data[at] === data[at - 1] ? 1 : 0;
      }
    }
  }
  return doubtful === 0 ? null : equal / doubtful;
}
