/** What a view's element offers to browser tests, benchmarks and the console, as `element.voxproof`. */
import { voxelOffset } from '../core/axes';
import type { CurationModel } from '../core/model';
import type { ViewName } from '../core/state';
import type { CurationScene } from '../scene';
import { watchSight } from '../scene/sight';

/** `z, y, x`. */
export type VoxelTuple = readonly [z: number, y: number, x: number];

export interface CuratorHandle {
  /** Where the centre of a voxel is drawn, in page coordinates. */
  clientPoint(view: ViewName, voxel: VoxelTuple): { x: number; y: number };
  /** Colour on screen at the centre of a voxel: red, green, blue, alpha. */
  probe(view: ViewName, voxel: VoxelTuple): readonly [number, number, number, number];
  /** Id of the label that the browser's copy holds, as a decimal string. */
  labelAt(voxel: VoxelTuple): string;
  /** Resolves when everything due is drawn. */
  drawn(): Promise<void>;
  moveCursor(voxel: VoxelTuple): void;
  readonly model: CurationModel;
  readonly scene: CurationScene;
}

/** @returns a function that takes the handle away */
export function exposeHandle(
  root: HTMLElement & { voxproof?: CuratorHandle },
  scene: CurationScene,
  model: CurationModel
): () => void {
  const locate = (view: ViewName, [z, y, x]: VoxelTuple) => scene.views[view].locate({ z, y, x });
  root.voxproof = {
    clientPoint: (view, voxel) => {
      const { left, top } = locate(view, voxel);
      const canvas = scene.views[view].canvas.getBoundingClientRect();
      return { x: canvas.left + left, y: canvas.top + top };
    },
    probe: (view, voxel) => {
      const { left, top } = locate(view, voxel);
      return scene.probe(view, left, top);
    },
    labelAt: ([z, y, x]) => {
      const { arrays, volume } = model;
      if (arrays === null || volume === null) {
        throw new Error('found no volume yet; wait for data-phase="ready"');
      }
      const index = arrays.segmentation.data[voxelOffset(volume.shape, { z, y, x })];
      return volume.segmentation.labels[index];
    },
    drawn: async () => {
      await sightTold(root);
      scene.drawNow();
    },
    moveCursor: ([z, y, x]) => {
      model.moveCursor({ z, y, x });
    },
    model,
    scene
  };
  return () => {
    delete root.voxproof;
  };
}

/** Views that have come into sight know it by then: they watch it themselves, and asked before. */
function sightTold(root: HTMLElement): Promise<void> {
  return new Promise(resolve => {
    const end = watchSight(root, () => {
      end();
      resolve();
    });
  });
}
