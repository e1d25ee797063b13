/** The mode that suits the map in hand, and why. */
import { useMemo } from 'react';
import type { AutoMode } from '../core/auto-mode';
import { autoMode } from '../core/auto-mode';
import { useModel } from './context';
import { formatPercent } from './format';
import type { Translation } from '../core/translation';

/** Null until the map is there. */
export function useSuited(): AutoMode | null {
  const codes = useModel(({ arrays }) => arrays?.codes ?? null);
  const weights = useModel(({ arrays }) => arrays?.weights ?? null);
  return useMemo(
    () => (codes === null || weights === null ? null : autoMode(codes, weights)),
    [codes, weights]
  );
}

/** Why, for where there is room for a line. */
export function briefWhy({ equal, mode }: AutoMode, trans: Translation): string {
  if (equal === null) {
    return trans.__('no voxel is doubtful');
  }
  const share = formatPercent(equal);
  switch (mode) {
    case 'plateau':
      return trans.__('%1 of its doubt is in plateaus', share);
    case 'tree':
      return trans.__('only %1 of its doubt is in plateaus, and it is large', share);
    default:
      return trans.__('only %1 of its doubt is in plateaus', share);
  }
}

export function whyWords({ equal, mode }: AutoMode, trans: Translation): string {
  if (equal === null) {
    return trans.__('no voxel is doubtful');
  }
  const share = trans.__(
    '%1 of the doubt is in voxels that equal their neighbour',
    formatPercent(equal)
  );
  return mode === 'tree' ? trans.__('%1, and it is too large for variants', share) : share;
}
