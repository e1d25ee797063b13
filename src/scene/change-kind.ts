/** What may have become of a voxel, and how each looks wherever it is shown. */
import type { Rgb } from './theme';

export type ChangeKind = 'added' | 'removed' | 'relabelled';

/** Blue, vermilion and yellow of Okabe & Ito (2008), which eyes of all kinds tell apart; lines rise, fall, or lie. */
export const CHANGE_LOOKS: Readonly<
  Record<ChangeKind, { readonly colour: Rgb; readonly slope: number }>
> = {
  added: { colour: [86, 180, 233], slope: -1 },
  removed: { colour: [213, 94, 0], slope: 1 },
  relabelled: { colour: [240, 228, 66], slope: 0 }
};

/** What became of a voxel, from the index of its label before and now. */
export function changeKind(was: number, now: number): ChangeKind | null {
  return was === now ? null : was === 0 ? 'added' : now === 0 ? 'removed' : 'relabelled';
}
