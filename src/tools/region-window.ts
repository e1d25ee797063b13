/** The brightness of each region's surroundings, while the image there is still coming in. */
import type { Box } from '../core/axes';
import { intersectBoxes } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { GreyWindow } from '../core/window';
import { windowWithin } from '../core/window';

/**
 * Take the window again when more of the image round the region has arrived, where windows follow regions. The progress of loading sets
 * the pace; it comes after every block.
 * @returns a function that ends it
 */
export function followRegionWindow(model: CurationModel): () => void {
  let hasMore = false;
  let { phase } = model.state;
  const ends = [
    model.voxelsChanged.connect(({ array, box }) => {
      hasMore ||= array === 'image' && isInCrop(model, box);
    }),
    model.stateChanged.connect(state => {
      const isFurther = state.phase !== phase;
      phase = state.phase;
      if (hasMore && isFurther) {
        hasMore = false;
        retake(model);
      }
    })
  ];
  return () => {
    ends.forEach(end => {
      end();
    });
  };
}

function isInCrop({ state }: CurationModel, box: Box): boolean {
  return state.crop !== null && intersectBoxes(state.crop, box) !== null;
}

function retake(model: CurationModel): void {
  const { arrays, volume, state } = model;
  if (arrays === null || volume === null || state.crop === null || state.windowing !== 'region') {
    return;
  }
  const window = windowWithin(arrays.image, state.crop, volume.image.window);
  if (!isSame(window, state.window)) {
    model.update({ window });
  }
}

function isSame(a: GreyWindow, b: GreyWindow): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
