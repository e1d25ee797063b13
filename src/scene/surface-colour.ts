/** Colours of what has a surface. */
import type { ChangeKind } from './change-kind';
import { CHANGE_LOOKS } from './change-kind';
import { CHANGE_LABELS, REGION_LABEL } from './surface-bricks';
import type { LabelColours } from '../core/preferences';
import { labelColour } from './label-colours';
import type { Rgb } from './theme';

const CHANGE_COLOURS = new Map<number, Rgb>(
  (Object.keys(CHANGE_LABELS) as ChangeKind[]).map(kind => [
    CHANGE_LABELS[kind],
    CHANGE_LOOKS[kind].colour
  ])
);

/** Of what is as it was, beside changes. */
const UNCHANGED: Rgb = [176, 180, 184];

/**
 * @param accent - of the region
 * @param palette - of the labels
 * @param amongChanges - whether changes are shown, so that nothing else has a colour
 */
export function surfaceColour(
  label: number,
  accent: Rgb,
  palette: LabelColours,
  amongChanges: boolean
): Rgb {
  const known = label === REGION_LABEL ? accent : CHANGE_COLOURS.get(label);
  return known ?? (amongChanges ? UNCHANGED : labelColour(label, palette));
}
