/** What the list shows of its groups: those that match the filter, the reviewed ones last. */
import type { RegionTable } from '../core/regions';
import type { Listing } from '../core/state';
import type { Review } from './review';
import type { Groups } from './sorting';

/** What a row says that the filter looks through. */
export type RowText = (index: number) => string;

/**
 * Regions that match every word of the filter: a number is the beginning of a rank, `>100` and `<100` are sizes in voxels, `stop 3` is a
 * stop. Groups without any are left out.
 */
export function filterGroups(
  groups: Groups,
  filter: string,
  table: Pick<RegionTable, 'voxels' | 'stop'>,
  textOf: RowText
): Groups {
  const words = filter.toLowerCase().match(/\bstop\s+\d+\b|\S+/g) ?? [];
  const tests = words.map(word => testOf(word, table, textOf));
  return tests.length === 0
    ? groups
    : keepRegions(groups, index => tests.every(test => test(index)));
}

function testOf(
  word: string,
  { voxels, stop }: Pick<RegionTable, 'voxels' | 'stop'>,
  textOf: RowText
): (index: number) => boolean {
  const wanted = /^stop\s+(\d+)$/.exec(word);
  if (wanted !== null) {
    return index => stop[index] === Number(wanted[1]);
  }
  const size = /^([<>])(\d+)$/.exec(word);
  if (size !== null) {
    const limit = Number(size[2]);
    return index => (size[1] === '<' ? voxels[index] < limit : voxels[index] > limit);
  }
  return /^\d+$/.test(word)
    ? index => String(index + 1).startsWith(word)
    : index => textOf(index).includes(word);
}

function keepRegions({ order, starts }: Groups, isKept: (index: number) => boolean): Groups {
  const kept = new Uint32Array(order.length);
  const begins = new Uint32Array(starts.length);
  let regions = 0;
  let groups = 0;
  for (let group = 0; group + 1 < starts.length; group++) {
    const before = regions;
    for (let place = starts[group]; place < starts[group + 1]; place++) {
      if (isKept(order[place])) {
        kept[regions++] = order[place];
      }
    }
    if (regions > before) {
      begins[++groups] = regions;
    }
  }
  return { order: kept.subarray(0, regions), starts: begins.subarray(0, groups + 1) };
}

/** Groups with something open first, then those that are reviewed. */
export interface Sections extends Groups {
  /** Groups with something open. */
  readonly openGroups: number;
  readonly openRegions: number;
}

export function splitSettled(
  groups: Groups,
  review: Pick<Review, 'verdicts'>,
  shown: Listing['shown'],
  regions: number
): Sections {
  const isSettled = new Uint8Array(regions);
  for (const index of review.verdicts.keys()) {
    isSettled[index] = 1;
  }
  const wanted = shown === 'settled' ? 1 : 0;
  const { order, starts } =
    shown === 'all' ? groups : keepRegions(groups, index => isSettled[index] === wanted);
  const isDone = new Uint8Array(starts.length - 1).fill(1);
  for (let group = 0; group < isDone.length; group++) {
    for (let place = starts[group]; place < starts[group + 1]; place++) {
      isDone[group] &= isSettled[order[place]];
    }
  }
  return arrange({ order, starts }, isDone);
}

/** The groups of which `isLast` says 0, then the others. */
function arrange({ order, starts }: Groups, isLast: Uint8Array): Sections {
  const placed = new Uint32Array(order.length);
  const begins = new Uint32Array(starts.length);
  let regions = 0;
  let groups = 0;
  const place = (last: number): void => {
    for (let group = 0; group < isLast.length; group++) {
      if (isLast[group] === last) {
        for (let at = starts[group]; at < starts[group + 1]; at++) {
          placed[regions++] = order[at];
        }
        begins[++groups] = regions;
      }
    }
  };
  place(0);
  const open = { openGroups: groups, openRegions: regions };
  place(1);
  return { order: placed, starts: begins, ...open };
}
