/** What a view of the scene offers to the tools and to tests. */
import type { VoxelPoint } from '../core/axes';
import type { ViewName } from '../core/state';
import type { Size, ViewPoint } from './slice-geometry';

/** How much of a view must be drawn anew; each includes the ones before it. */
export enum Dirty {
  Nothing,
  /** Crosshair, brush, numbers. */
  Marks,
  /** Segmentation, region, doubt. */
  Overlays,
  /** The image, in WebGL. */
  Image
}

export interface SceneView {
  readonly name: ViewName;
  /** The visible canvas; takes the pointer events. */
  readonly canvas: HTMLCanvasElement;
  /** In CSS pixels; zero while it is not on screen. */
  readonly size: Size;
  /** The voxel point under a point of the view, or null outside the volume (3D: where nothing is hit). */
  pick(viewPoint: ViewPoint): VoxelPoint | null;
  /** Where a voxel point is drawn. */
  locate(voxelPoint: VoxelPoint): ViewPoint;
  zoomAt(viewPoint: ViewPoint, factor: number): void;
  panBy(delta: ViewPoint): void;
}

/** A point of the page (`clientX`, `clientY`) on a view. */
export function toViewPoint(view: SceneView, clientX: number, clientY: number): ViewPoint {
  const box = view.canvas.getBoundingClientRect();
  return { left: clientX - box.left, top: clientY - box.top };
}
