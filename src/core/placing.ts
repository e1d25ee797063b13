/** Where a region is shown: which box and voxel the views go to, what stays as it is, and which region takes another's place. */
import type { Box, VoxelPoint } from './axes';
import { cropAround, isSameBox } from './axes';
import { mostShared, stretchesOf } from './carrying';
import type { Ranking } from './regions';
import { regionAt, regionCentre, regionId, regionIndex } from './regions';
import type { CurationState, VolumeDescription } from './state';
import { Stops } from './stops';

/**
 * The crop of a region's stop, and the region's centre.
 * @param margin - around the stop, as a share of its longest side
 */
export function placeOf(
  ranking: Ranking,
  index: number,
  { shape, spacing }: VolumeDescription,
  margin: number
): { readonly crop: Box; readonly cursor: VoxelPoint } {
  return {
    crop: cropAround(Stops.of(ranking).boxOf(index), shape, spacing, margin),
    cursor: regionCentre(ranking, index, spacing)
  };
}

/** Whether the views show the stop of a region already, because of another one, and did not go elsewhere since. */
export function isInView(
  index: number,
  place: Box,
  { selected, crop }: Pick<CurationState, 'selected' | 'crop'>
): boolean {
  return selected !== null && selected !== index && crop !== null && isSameBox(crop, place);
}

/**
 * The region of another list that takes the place of one: the same, or the one that shares most voxels with it, or the one at a voxel.
 * @param isPartial - more of the list is to come, so that only the same counts
 */
export function counterpartOf(
  ranking: Ranking,
  index: number,
  next: Ranking,
  {
    generation,
    cursor,
    isPartial
  }: {
    readonly generation: number;
    readonly cursor: VoxelPoint;
    readonly isPartial: boolean;
  }
): number | null {
  const same = regionIndex(generation, next, regionId(generation, ranking, index));
  if (same !== null || isPartial) {
    return same;
  }
  const { y: sizeY, x: sizeX } = next.shape;
  return (
    mostShared(next, stretchesOf(ranking, index)) ??
    regionAt(next, (cursor.z * sizeY + cursor.y) * sizeX + cursor.x)
  );
}
