/** From what was found and an order of it to a ranking: columns in rank order. */
import type { Found, RegionOrder } from './found';
import { RECORD_BYTES } from './found';
import type { RankParameters, Ranking, RegionTable, VariantFacts } from './regions';
import { WEIGHT_ONE, searchesHeights } from './regions';

export function rankingFrom(found: Found, parameters: RankParameters, order: RegionOrder): Ranking {
  const { rowStart, start, end, dropped } = found;
  const ranks = new Uint32Array(found.records.length / RECORD_BYTES + 1);
  order.records.forEach((record, index) => {
    ranks[record + 1] = index + 1;
  });
  return {
    key: found.key,
    parameters: { ...parameters },
    shape: { z: found.shape.z, y: found.shape.y, x: found.shape.x },
    count: order.records.length,
    smaller: {
      count: dropped.count + order.smaller.count,
      voxels: dropped.voxels + order.smaller.voxels
    },
    larger: order.larger,
    uncovered: found.uncovered,
    unscored: order.unscored,
    table: tableOf(found, order),
    rows: { rowStart, start, end, rank: found.owner.map(owner => ranks[owner]) },
    facts: searchesHeights(found.mode) ? factsOf(found, order) : null,
    found
  };
}

function tableOf(found: Found, order: RegionOrder): RegionTable {
  const { records } = order;
  const count = records.length;
  const narrow = new Uint32Array(found.records.buffer, found.records.byteOffset);
  const short = new Uint16Array(found.records.buffer, found.records.byteOffset);
  const column = (word: number) => records.map(record => narrow[16 * record + word]);
  /** A whole number of 64 bits, below 2**53. */
  const wide = (record: number, word: number): number =>
    narrow[16 * record + word] + narrow[16 * record + word + 1] * 2 ** 32;
  const voxels = column(0);
  /** Voxels that the doubt is told of: in mode branch those of the centre line. */
  const weighed = found.mode === 'branch' ? records.map(record => short[32 * record + 29]) : voxels;
  const sum = Float64Array.from(records, record => wide(record, 2));
  const centroid = new Float64Array(3 * count);
  const box = new Uint16Array(6 * count);
  records.forEach((record, index) => {
    for (let axis = 0; axis < 3; axis++) {
      centroid[3 * index + axis] = wide(record, 4 + 2 * axis) / voxels[index];
    }
    for (let side = 0; side < 6; side++) {
      box[6 * index + side] = short[32 * record + 20 + side];
    }
  });
  return {
    voxels,
    firstVoxel: column(1),
    maxWeight: column(13),
    box,
    centroid,
    sum,
    mean: sum.map((total, index) => total / weighed[index] / WEIGHT_ONE),
    score: order.score,
    stop: order.stop,
    pieces: found.hasPieces ? Uint16Array.from(records, record => short[32 * record + 28]) : null
  };
}

function factsOf({ records }: Found, order: RegionOrder): VariantFacts {
  const short = new Uint16Array(records.buffer, records.byteOffset);
  const bytes = (place: number) =>
    Uint8Array.from(order.records, record => records[RECORD_BYTES * record + place]);
  const shorts = (place: number) =>
    Uint16Array.from(order.records, record => short[32 * record + place]);
  return {
    kind: bytes(60),
    cut: bytes(61),
    step: bytes(62),
    pieces: shorts(28),
    length: shorts(29),
    shown: order.shown
  };
}
