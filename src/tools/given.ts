/** What the kernel's tools are given of what a reviewer draws and has in hand. */
import type { CurationModel } from '../core/model';

/** The label to paint with, as the kernel knows it. */
export function labelInHand({ volume, state }: CurationModel): string | null {
  const { label } = state.tool;
  return label === 0 ? null : (volume?.segmentation.labels[label] ?? null);
}

/** A copy of a line with at most about so many points; the first and last stay. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(points.length / most);
  return points.filter((_, i) => step < 2 || i % step === 0 || i === points.length - 1);
}
