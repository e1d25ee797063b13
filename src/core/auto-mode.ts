/** Which mode suits a map of doubt. The same rule as `resolve_mode` in `voxproof/regions/_parameters.py`. */
import type { RegionMode } from './regions';
import type { Volume } from './volume';

/** Voxels that a search for variants has memory for. */
const MOST_SEARCHED = 2 ** 27;
/** Larger volumes are looked at in some of their rows. */
const MOST_READ = 2 ** 23;

export interface AutoMode {
  readonly mode: RegionMode;
  /** Share of the doubt that is in voxels as doubtful as the one before them in x; null where there is none. */
  readonly equal: number | null;
}

const KNOWN = new WeakMap<Volume, AutoMode>();

/**
 * Plateau when at least half of the doubt is in voxels that equal the one before them in x; else variants, or tree where the volume is
 * too large. Doubt counts by how much it is. Found once per volume of codes, whose blocks must all be there.
 * @param weights - doubt of each code
 */
export function autoMode(codes: Volume<'uint8' | 'uint16'>, weights: Uint32Array): AutoMode {
  const found = KNOWN.get(codes) ?? findMode(codes, weights);
  KNOWN.set(codes, found);
  return found;
}

function findMode(codes: Volume<'uint8' | 'uint16'>, weights: Uint32Array): AutoMode {
  const equal = equalShare(codes, weights);
  if (equal === null || equal >= 0.5) {
    return { mode: 'plateau', equal };
  }
  return { mode: codes.data.length <= MOST_SEARCHED ? 'variants' : 'tree', equal };
}

function equalShare(
  { data, shape }: Volume<'uint8' | 'uint16'>,
  weights: Uint32Array
): number | null {
  const rows = shape.z * shape.y;
  const every = Math.ceil(data.length / MOST_READ);
  let all = 0;
  let equal = 0;
  for (let row = 0; row < rows; row += every) {
    const first = row * shape.x;
    let before = -1;
    for (let at = first; at < first + shape.x; at++) {
      const doubt = weights[data[at]];
      all += doubt;
      equal += doubt === before ? doubt : 0;
      before = doubt;
    }
  }
  return all === 0 ? null : equal / all;
}
