/** The voxels of a region of the ranking, for the scene. */
import type { CurationModel } from '../core/model';
import { regionBox, runsOfRegion } from '../core/regions';
import { RegionMask } from '../scene';

export function paintRegionMask({ ranking }: CurationModel, index: number): RegionMask | null {
  return ranking === null || index >= ranking.count
    ? null
    : new RegionMask(regionBox(ranking, index), runsOfRegion(ranking, index));
}
