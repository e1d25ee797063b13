/** Masks: what edits may change, whichever tool makes them. */
import type { VoxelPoint } from './axes';
import { containsVoxel, voxelOffset, wholeBox } from './axes';
import type { LabelIndex } from './labels';
import type { Volume } from './volume';
import type { Translation } from './translation';

export interface Masks {
  /** Voxels of any label; background and the label in hand, so that other labels are kept; or one label. */
  readonly labels:
    | { readonly kind: 'any' }
    | { readonly kind: 'keep-others' }
    | { readonly kind: 'inside'; readonly label: LabelIndex };
  /** Only what the views are centred on. */
  readonly crop: boolean;
  /** Only voxels about as bright as this display value; null for all. */
  readonly brightness: number | null;
  /** How far from it they may be, in display values; kept while it is off. */
  readonly spread: number;
}

export const NO_MASKS: Masks = Object.freeze<Masks>({
  labels: { kind: 'any' },
  crop: false,
  brightness: null,
  spread: 20
});

/** Told when masks leave nothing of what was meant. */
export function allMasked(trans: Translation): string {
  return trans.__('Nothing changed: the masks that are on keep everything here as it is.');
}

export function isMasking({ labels, crop, brightness }: Masks): boolean {
  return labels.kind !== 'any' || crop || brightness !== null;
}

/** Value of the image that a display value stands for. */
export function imageValue(display: number, [low, high]: readonly [number, number]): number {
  return low + (display * (high - low)) / 255;
}

/** Display values that the brightness mask lets change, both included. */
export function brightnessRange(middle: number, spread: number): readonly [number, number] {
  return [Math.max(0, Math.round(middle - spread)), Math.min(255, Math.round(middle + spread))];
}

/** The median of a voxel and its neighbours: one voxel alone is noise. */
export function brightnessAt({ data, shape }: Volume<'uint8'>, { z, y, x }: VoxelPoint): number {
  const values: number[] = [];
  const volume = wholeBox(shape);
  for (const dz of AROUND) {
    for (const dy of AROUND) {
      for (const dx of AROUND) {
        const voxel = { z: z + dz, y: y + dy, x: x + dx };
        if (containsVoxel(volume, voxel)) {
          values.push(data[voxelOffset(shape, voxel)]);
        }
      }
    }
  }
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

const AROUND = [-1, 0, 1];
