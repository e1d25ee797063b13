/** How much the tools of the Edit menu change, and how that goes up and down. */
import { smallestEdge } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { EditSettings, VolumeDescription } from '../core/state';

export type Amount = 'smoothBy' | 'growBy' | 'islands' | 'holes';

/** As a reviewer has set it, else about a voxel. */
export function amountOf(settings: EditSettings, amount: Amount, finest: number): number {
  return settings[amount] ?? (amount === 'smoothBy' ? 1.5 * finest : finest);
}

/** An amount a step higher (1) or lower (-1): sizes twice or half, lengths by a voxel or a quarter. */
export function stepAmount(
  settings: EditSettings,
  amount: Amount,
  finest: number,
  step: 1 | -1
): number {
  const value = amountOf(settings, amount, finest);
  const stepped = {
    smoothBy: value * 1.25 ** step,
    growBy: value + step * finest,
    islands: Math.round(value * 2 ** step),
    holes: Math.round(value * 2 ** step)
  }[amount];
  return clampAmount(amount, stepped, finest);
}

/** The nearest amount that can be: parts of two voxels or more, lengths of half a voxel or more. */
export function clampAmount(amount: Amount, value: number, finest: number): number {
  return isSize(amount)
    ? Math.max(2, Math.round(value))
    : Number(Math.max(value, finest / 2).toPrecision(6));
}

export function isSize(amount: Amount): boolean {
  return amount === 'islands' || amount === 'holes';
}

/** The shortest edge of a voxel. */
export function finestOf(volume: VolumeDescription | null): number {
  return volume === null ? 1 : smallestEdge(volume.spacing);
}

export function changeSettings(model: CurationModel, change: Partial<EditSettings>): void {
  model.update({ editing: { ...model.state.editing, ...change } });
}
