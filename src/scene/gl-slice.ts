/**
 * Slices of the image, drawn by vtk.js in grey. What lies over them is drawn by {@link SlicePainter}. One mapper serves the three planes:
 * vtk.js writes a time stamp into each mapper's shader, so that another mapper would be another compilation.
 */
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction';
import vtkImageResliceMapper from '@kitware/vtk.js/Rendering/Core/ImageResliceMapper';
import vtkImageSlice from '@kitware/vtk.js/Rendering/Core/ImageSlice';
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import type { Spacing } from '../core/axes';
import type { SlicePlane } from '../core/state';
import type { GlContext } from './gl-context';
import type { ImageTexture } from './image-texture';
import type { Size, SliceCamera } from './slice-geometry';
import { PLANE_AXES } from './slice-geometry';
import type { Rgb } from './theme';
import type { VtkVector } from './vtk-axes';
import { toVtk, voxelToWorld } from './vtk-axes';

export type Interpolation = 'linear' | 'nearest';

const UNIT: Record<'z' | 'y' | 'x', VtkVector> = {
  z: [0, 0, 1],
  y: [0, 1, 0],
  x: [1, 0, 0]
};

export class GlSlice {
  constructor(
    gl: GlContext,
    texture: ImageTexture,
    spacing: Spacing,
    interpolation: Interpolation
  ) {
    this._gl = gl;
    this._texture = texture;
    this._spacing = spacing;
    this._mapper.setInputData(texture.imageData);
    this._mapper.setSlicePlane(this._plane);
    this._actor.setMapper(this._mapper);
    const property = this._actor.getProperty();
    property.setRGBTransferFunction(0, this._grey);
    property.setUseLookupTableScalarRange(true);
    if (interpolation === 'linear') {
      property.setInterpolationTypeToLinear();
    } else {
      property.setInterpolationTypeToNearest();
    }
    this._renderer.addActor(this._actor);
    this._renderer.getActiveCamera().setParallelProjection(true);
    gl.addRenderer(this._renderer);
  }

  /** Display values drawn black and white. */
  setWindow([black, white]: readonly [number, number]): void {
    this._grey.removeAllPoints();
    this._grey.addRGBPoint(black, 0, 0, 0);
    this._grey.addRGBPoint(Math.max(white, black + 1e-3), 1, 1, 1);
  }

  setBackground([red, green, blue]: Rgb): void {
    this._renderer.setBackground(red / 255, green / 255, blue / 255);
  }

  /**
   * Draw slice `depth` of a plane onto a canvas.
   * @param size - of the canvas, device pixels
   */
  draw(
    plane: SlicePlane,
    depth: number,
    camera: SliceCamera,
    size: Size,
    target: CanvasRenderingContext2D
  ): void {
    const { normal } = PLANE_AXES[plane];
    this._plane.setNormal(...UNIT[normal]);
    const origin = toVtk({ z: 0, y: 0, x: 0, [normal]: depth * this._spacing[normal] });
    this._plane.setOrigin(origin);
    this._aim(plane, depth, camera, size);
    this._texture.prepare(this._actor.getProperty());
    this._gl.draw(this._renderer, size, target);
  }

  dispose(): void {
    if (this._disposed) {
      return;
    }
    this._disposed = true;
    this._gl.removeRenderer(this._renderer);
    this._renderer.delete();
    this._actor.delete();
    this._mapper.delete();
    this._grey.delete();
    this._plane.delete();
  }

  /** Look along the normal, `u` to the right and `v` down; the direction is `u × v`. */
  private _aim(plane: SlicePlane, depth: number, camera: SliceCamera, size: Size): void {
    const { u, v, normal } = PLANE_AXES[plane];
    const focus = voxelToWorld({ ...camera.centre, [normal]: depth }, this._spacing);
    const right = UNIT[u];
    const down = UNIT[v];
    const along = cross(right, down);
    const distance = 10;
    const vtkCamera = this._renderer.getActiveCamera();
    vtkCamera.setFocalPoint(...focus);
    vtkCamera.setPosition(
      focus[0] - along[0] * distance,
      focus[1] - along[1] * distance,
      focus[2] - along[2] * distance
    );
    vtkCamera.setViewUp(-down[0], -down[1], -down[2]);
    vtkCamera.setClippingRange(distance * 0.5, distance * 1.5);
    const unitsPerPixel = camera.span / Math.min(size.width, size.height);
    vtkCamera.setParallelScale((unitsPerPixel * size.height) / 2);
  }

  private readonly _gl: GlContext;
  private readonly _texture: ImageTexture;
  private readonly _spacing: Spacing;
  private readonly _renderer = vtkRenderer.newInstance();
  private readonly _plane = vtkPlane.newInstance();
  private readonly _mapper = vtkImageResliceMapper.newInstance();
  private readonly _actor = vtkImageSlice.newInstance();
  private readonly _grey = vtkColorTransferFunction.newInstance();
  private _disposed = false;
}

function cross(a: Readonly<VtkVector>, b: Readonly<VtkVector>): VtkVector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
