/** Where a step leads: through what the list shows, in its order, and never round its end. */
import type { Box } from './axes';
import { containsBox } from './axes';
import type { Ranking } from './regions';
import type { CurationState } from './state';
import { Stops } from './stops';

/** What the list shows. */
export interface ListShown {
  /** Regions in its order; some of the ranking may be missing. */
  readonly order: Uint32Array;
  /** Steps go to those without a verdict, or, where the list shows none of them, to those with one. */
  readonly walks: 'open' | 'settled';
}

export interface Walk {
  readonly ranking: Ranking;
  readonly list: ListShown;
  readonly selected: number | null;
  readonly isSettled: (index: number) => boolean;
}

/** A region to go to, or why there is none. */
export type Step = { readonly index: number } | { readonly why: string };

/** The next (`step` 1) or previous (-1) region; the first of the list when none of it is selected. */
export function stepRegion(walk: Walk, step: 1 | -1): Step {
  const index = find(walk, step, () => true);
  if (index !== null) {
    return { index };
  }
  const others = walk.list.order.filter(
    each => each !== walk.selected && isWalked(walk, each)
  ).length;
  const kind = walk.list.walks === 'open' ? 'open' : 'reviewed';
  return {
    why:
      others === 0
        ? `No other ${kind} region in the list.`
        : `${endOf(step)}: ${others} ${kind} ${others === 1 ? 'region is' : 'regions are'} ${backBy(step, 'p', 'n')}.`
  };
}

/** The best region of the next (`step` 1) or previous (-1) stop that has one to go to. */
export function stepStop(walk: Walk, step: 1 | -1): Step {
  const { ranking, list, selected } = walk;
  const stops = Stops.of(ranking);
  const here = selected === null ? null : stops.numberOf(selected);
  const isElsewhere = (index: number): boolean => stops.numberOf(index) !== here;
  const near = find(walk, step, isElsewhere);
  if (near !== null) {
    const fits = (index: number): boolean => isWalked(walk, index) && list.order.includes(index);
    return { index: stops.membersOf(near).find(fits) ?? near };
  }
  const isOther = list.order.some(each => isWalked(walk, each) && isElsewhere(each));
  const kind = list.walks === 'open' ? 'an open' : 'a reviewed';
  return {
    why: isOther
      ? `${endOf(step)}: other stops are ${backBy(step, 'Shift+P', 'Shift+N')}.`
      : `No other stop has ${kind} region.`
  };
}

/** Whether one of the slices on screen shows some of a box: then the crosshair need not go there. */
export function isShown(
  box: Box,
  { crop, cursor, maximised }: Pick<CurationState, 'crop' | 'cursor' | 'maximised'>
): boolean {
  const low = { z: box.z0, y: box.y0, x: box.x0 };
  const high = { z: box.z1, y: box.y1, x: box.x1 };
  const isAlone = maximised !== null && maximised !== 'volume';
  const planes = isAlone ? [maximised] : (['z', 'y', 'x'] as const);
  const isNear = crop === null || containsBox(crop, box);
  return isNear && planes.some(axis => cursor[axis] >= low[axis] && cursor[axis] < high[axis]);
}

function find(walk: Walk, step: 1 | -1, fits: (index: number) => boolean): number | null {
  const { order } = walk.list;
  const place = walk.selected === null ? -1 : order.indexOf(walk.selected);
  const by = place < 0 ? 1 : step;
  for (let at = place + by; at >= 0 && at < order.length; at += by) {
    const index = order[at];
    if (isWalked(walk, index) && fits(index)) {
      return index;
    }
  }
  return null;
}

function isWalked({ list, isSettled }: Walk, index: number): boolean {
  return isSettled(index) === (list.walks === 'settled');
}

function endOf(step: 1 | -1): string {
  return step === 1 ? 'End of the list' : 'Start of the list';
}

function backBy(step: 1 | -1, previous: string, next: string): string {
  return step === 1 ? `further up (${previous})` : `further down (${next})`;
}
