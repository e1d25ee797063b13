/** The label to paint with: that of the region in hand, until the reviewer picks one. */
import type { Box, Shape } from '../core/axes';
import { boxShape, clipBox, voxelCount, voxelOffset } from '../core/axes';
import type { LabelIndex } from '../core/labels';
import { BACKGROUND, labelIndex } from '../core/labels';
import type { CurationModel } from '../core/model';
import { regionBox, runsOfRegion } from '../core/regions';
import type { TypedArray } from '../core/volume';

/** With fewer labels than these, background and one other, there is nothing to follow. */
const FEWEST = 3;
/** How far round a region of background a label is looked for, in voxels. */
const REACH = 3;
/** Voxels of a box that are read at most, about. */
const MOST_SAMPLES = 200_000;

/**
 * Take the label of each region that is selected, while none is pinned.
 * @returns a function that ends it
 */
export function followRegionLabel(model: CurationModel): () => void {
  let shown: unknown = null;
  return model.stateChanged.connect(({ selected, isLabelPinned, tool }) => {
    const asked = model.isEditable && !isLabelPinned ? selected : null;
    if (asked === shown) {
      return;
    }
    shown = asked;
    const label = asked === null ? null : labelOfRegion(model, asked);
    if (label !== null && label !== tool.label) {
      model.update({ tool: { ...tool, label } });
    }
  });
}

/** The label that most of a region's voxels have, or most of those close to it when it is background; null for none. */
export function labelOfRegion(
  { arrays, ranking, volume }: CurationModel,
  index: number
): LabelIndex | null {
  if (arrays === null || ranking === null || volume === null || index >= ranking.count) {
    return null;
  }
  const { data, shape } = arrays.segmentation;
  if (volume.segmentation.labels.length < FEWEST) {
    return null;
  }
  const counts = new Map<number, number>();
  for (const { z, y, x0, x1 } of runsOfRegion(ranking, index)) {
    const row = voxelOffset(shape, { z, y, x: 0 });
    count(counts, data, row + x0, row + x1, 1);
  }
  if (counts.size === 0) {
    countAround(counts, data, shape, regionBox(ranking, index));
  }
  const most = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), NONE);
  return most[0] === BACKGROUND ? null : labelIndex(most[0]);
}

const NONE: [label: number, voxels: number] = [BACKGROUND, 0];

function countAround(counts: Map<number, number>, data: TypedArray, shape: Shape, box: Box): void {
  const { z0, z1, y0, y1, x0, x1 } = box;
  const wider = clipBox(
    {
      z0: z0 - REACH,
      z1: z1 + REACH,
      y0: y0 - REACH,
      y1: y1 + REACH,
      x0: x0 - REACH,
      x1: x1 + REACH
    },
    shape
  );
  if (wider === null) {
    return;
  }
  const step = Math.ceil(Math.cbrt(voxelCount(boxShape(wider)) / MOST_SAMPLES));
  for (let z = wider.z0; z < wider.z1; z += step) {
    for (let y = wider.y0; y < wider.y1; y += step) {
      const row = voxelOffset(shape, { z, y, x: 0 });
      count(counts, data, row + wider.x0, row + wider.x1, step);
    }
  }
}

function count(
  counts: Map<number, number>,
  data: TypedArray,
  from: number,
  to: number,
  step: number
): void {
  for (let offset = from; offset < to; offset += step) {
    const label = data[offset];
    if (label !== BACKGROUND) {
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
}
