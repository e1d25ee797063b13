/** From numbered parts to what was found, in plain TypeScript. */
import type { Shape } from '../core/axes';
import type { Found } from '../core/found';
import { RECORD_BYTES } from '../core/found';
import { rankingKey, searchLimits } from '../core/regions';
import { flood, neighbourhood } from './oracle-flood';
import type { Codes, RankRequest } from './ranker';

const NO_CUT = 255;

interface Region {
  readonly firstVoxel: number;
  readonly box: [number, number, number, number, number, number];
  readonly centre: [number, number, number];
  voxels: number;
  sum: number;
  maxWeight: number;
}

/** Measure the parts; those below the least size are counted. `parts` holds a number above 0 per part. */
export function tabulate(
  parts: Uint32Array,
  codes: Codes,
  { weights, shape, spacing, parameters, maximum, mask }: RankRequest,
  uncovered: number
): Found {
  const [least] = searchLimits(parameters);
  const all = [...measure(parts, codes, weights, shape)];
  const kept = all.filter(([, region]) => region.voxels >= least);
  const owners = new Map(kept.map(([part], record) => [part, record + 1]));
  const dropped = all.filter(([, region]) => region.voxels < least);
  const rows = rowsOf(parts, shape, owners, parameters.mode === 'delta');
  const pieces = mask === null ? null : countPieces(parts, kept, mask, shape);
  return {
    mode: parameters.mode,
    key: rankingKey(parameters, maximum),
    least,
    shape,
    spacing,
    maximum,
    records: recordsOf(
      kept.map(([, region]) => region),
      pieces
    ),
    hasPieces: pieces !== null,
    ...rows,
    dropped: {
      count: dropped.length,
      voxels: dropped.reduce((sum, [, region]) => sum + region.voxels, 0)
    },
    uncovered
  };
}

/** Fields as in `assembly/table.ts`. */
function recordsOf(
  regions: readonly Region[],
  pieces: readonly number[] | null
): Uint8Array<ArrayBuffer> {
  const records = new Uint8Array(RECORD_BYTES * regions.length);
  const view = new DataView(records.buffer);
  regions.forEach(({ voxels, firstVoxel, sum, centre, box, maxWeight }, index) => {
    const at = RECORD_BYTES * index;
    view.setUint32(at, voxels, true);
    view.setUint32(at + 4, firstVoxel, true);
    [sum, ...centre].forEach((whole, k) => view.setBigUint64(at + 8 + 8 * k, BigInt(whole), true));
    box.forEach((side, k) => view.setUint16(at + 40 + 2 * k, side, true));
    view.setUint32(at + 52, maxWeight, true);
    view.setUint16(at + 56, pieces?.[index] ?? 0, true);
    view.setUint8(at + 61, NO_CUT);
  });
  return records;
}

function measure(
  parts: Uint32Array,
  codes: Codes,
  weights: Uint32Array,
  shape: Shape
): Map<number, Region> {
  const regions = new Map<number, Region>();
  for (let voxel = 0; voxel < parts.length; voxel++) {
    if (parts[voxel] > 0) {
      const x = voxel % shape.x;
      const y = Math.floor(voxel / shape.x) % shape.y;
      const z = Math.floor(voxel / (shape.x * shape.y));
      const region = regions.get(parts[voxel]) ?? emptyRegion(voxel, z, y, x);
      addVoxel(region, z, y, x, weights[codes[voxel]] ?? 0);
      regions.set(parts[voxel], region);
    }
  }
  return regions;
}

function emptyRegion(firstVoxel: number, z: number, y: number, x: number): Region {
  const box: Region['box'] = [z, z, y, y, x, x];
  return { firstVoxel, box, centre: [0, 0, 0], voxels: 0, sum: 0, maxWeight: 0 };
}

function addVoxel(region: Region, z: number, y: number, x: number, weight: number): void {
  region.voxels += 1;
  region.sum += weight;
  region.maxWeight = Math.max(region.maxWeight, weight);
  [z, y, x].forEach((position, axis) => {
    region.centre[axis] += position;
    region.box[2 * axis] = Math.min(region.box[2 * axis], position);
    region.box[2 * axis + 1] = Math.max(region.box[2 * axis + 1], position + 1);
  });
}

/** Runs are maximal stretches of one part; if `joins`, parts without an owner are one. */
function rowsOf(
  parts: Uint32Array,
  shape: Shape,
  owners: ReadonlyMap<number, number>,
  joins: boolean
): Pick<Found, 'rowStart' | 'start' | 'end' | 'owner'> {
  const rowStart = new Uint32Array(shape.z * shape.y + 1);
  const start: number[] = [];
  const end: number[] = [];
  const owner: number[] = [];
  for (let row = 0; row < shape.z * shape.y; row++) {
    const offset = row * shape.x;
    for (let x = 0; x < shape.x; x++) {
      const part = parts[offset + x];
      if (part > 0) {
        const own = owners.get(part) ?? 0;
        const before = x === 0 ? 0 : parts[offset + x - 1];
        const goes = joins && own === 0 ? before > 0 && !owners.has(before) : before === part;
        if (!goes) {
          start.push(x);
          end.push(x);
          owner.push(own);
        }
        end[end.length - 1] = x + 1;
      }
    }
    rowStart[row + 1] = start.length;
  }
  return {
    rowStart,
    start: Uint16Array.from(start),
    end: Uint16Array.from(end),
    owner: Uint32Array.from(owner)
  };
}

/** Pieces of the mask, of at least two voxels, next to each part and not in it. */
function countPieces(
  parts: Uint32Array,
  regions: readonly (readonly [part: number, region: Region])[],
  mask: Uint8Array,
  shape: Shape
): number[] {
  const around = neighbourhood(shape, 26);
  const pitch = Math.ceil(shape.x / 8);
  const isMask = (voxel: number) => {
    const x = voxel % shape.x;
    const row = (voxel - x) / shape.x;
    return ((mask[row * pitch + (x >> 3)] >> (x & 7)) & 1) === 1;
  };
  return regions.map(([part, { firstVoxel }]) => {
    const ring = new Set<number>();
    const seen = new Set<number>();
    flood(firstVoxel, around, voxel => {
      if (parts[voxel] !== part && isMask(voxel)) {
        ring.add(voxel);
      }
      const joins = parts[voxel] === part && !seen.has(voxel);
      seen.add(voxel);
      return joins;
    });
    const sizes = [...ring].map(seed => flood(seed, around, voxel => ring.delete(voxel)).length);
    return sizes.filter(size => size > 1).length;
  });
}
