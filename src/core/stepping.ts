/** Where a step leads: through what the list shows, in its order, and never round its end. */
import type { Box } from './axes';
import { containsBox } from './axes';
import type { Ranking } from './regions';
import type { CurationState } from './state';
import { Stops } from './stops';
import type { Translation } from './translation';

/** What the list shows. */
export interface ListShown {
  /** Regions in its order; some of the ranking may be missing. */
  readonly order: Uint32Array;
  /** Steps go to those without a verdict, or, where the list shows none of them, to those with one. */
  readonly walks: 'open' | 'settled';
}

export interface Walk {
  readonly trans: Translation;
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
  return { why: whyNoRegion(walk, step, others) };
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
  return { why: isOther ? whyEnd(walk, step) : whyNoStop(walk) };
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

function whyNoRegion({ trans, list }: Walk, step: 1 | -1, others: number): string {
  if (list.walks === 'open') {
    return others === 0
      ? trans.__('No other open region in the list.')
      : step === 1
        ? trans._n(
            'End of the list: %1 open region is further up (p).',
            'End of the list: %1 open regions are further up (p).',
            others
          )
        : trans._n(
            'Start of the list: %1 open region is further down (n).',
            'Start of the list: %1 open regions are further down (n).',
            others
          );
  }
  return others === 0
    ? trans.__('No other reviewed region in the list.')
    : step === 1
      ? trans._n(
          'End of the list: %1 reviewed region is further up (p).',
          'End of the list: %1 reviewed regions are further up (p).',
          others
        )
      : trans._n(
          'Start of the list: %1 reviewed region is further down (n).',
          'Start of the list: %1 reviewed regions are further down (n).',
          others
        );
}

function whyEnd({ trans }: Walk, step: 1 | -1): string {
  return step === 1
    ? trans.__('End of the list: other stops are further up (Shift+P).')
    : trans.__('Start of the list: other stops are further down (Shift+N).');
}

function whyNoStop({ trans, list }: Walk): string {
  return list.walks === 'open'
    ? trans.__('No other stop has an open region.')
    : trans.__('No other stop has a reviewed region.');
}
