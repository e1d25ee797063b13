/** Maximum intensity projection of the image inside a box, ray by ray through the shared 3D texture. */
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane';
import vtkPiecewiseFunction from '@kitware/vtk.js/Common/DataModel/PiecewiseFunction';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction';
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkVolume from '@kitware/vtk.js/Rendering/Core/Volume';
import vtkVolumeMapper from '@kitware/vtk.js/Rendering/Core/VolumeMapper';
import type { Box, Spacing } from '../core/axes';
import { smallestEdge } from '../core/axes';
import { aimRenderer } from './gl-aim';
import type { GlContext, Place } from './gl-context';
import type { ImageTexture } from './image-texture';
import type { Size } from './slice-geometry';
import type { Rgb } from './theme';
import type { VolumeCamera } from './volume-camera';
import { boxToWorld } from './vtk-axes';

/** vtk.js warns above it; long thin volumes need many. */
const MOST_SAMPLES = 100_000;

export class GlProjection {
  constructor(gl: GlContext, texture: ImageTexture, spacing: Spacing) {
    this._gl = gl;
    this._texture = texture;
    this._spacing = spacing;
    this._mapper.setInputData(texture.imageData);
    this._mapper.setBlendModeToMaximumIntensity();
    this._mapper.setAutoAdjustSampleDistances(false);
    this._mapper.setMaximumSamplesPerRay(MOST_SAMPLES);
    this._opacity.addPoint(0, 1);
    this._opacity.addPoint(255, 1);
    this._actor.setMapper(this._mapper);
    const property = this._actor.getProperty();
    property.setRGBTransferFunction(0, this._grey);
    property.setScalarOpacity(0, this._opacity);
    property.setInterpolationTypeToLinear();
    property.setShade(false);
    this._renderer.addVolume(this._actor);
    gl.addRenderer(this._renderer);
  }

  setWindow(window: readonly [number, number]): void {
    if (window === this._shownWindow) {
      return;
    }
    this._shownWindow = window;
    const [black, white] = window;
    this._grey.removeAllPoints();
    this._grey.addRGBPoint(black, 0, 0, 0);
    this._grey.addRGBPoint(Math.max(white, black + 1e-3), 1, 1, 1);
  }

  setBackground([red, green, blue]: Rgb): void {
    this._renderer.setBackground(red / 255, green / 255, blue / 255);
  }

  /** Show what lies inside a box. */
  setBox(box: Box): void {
    if (box === this._shownBox) {
      return;
    }
    this._shownBox = box;
    const { low, high } = boxToWorld(box, this._spacing);
    this._mapper.removeAllClippingPlanes();
    for (let axis = 0; axis < 3; axis++) {
      const normal: [number, number, number] = [0, 0, 0];
      normal[axis] = 1;
      this._mapper.addClippingPlane(vtkPlane.newInstance({ origin: low, normal }));
      this._mapper.addClippingPlane(
        vtkPlane.newInstance({
          origin: high,
          normal: [-normal[0], -normal[1], -normal[2]]
        })
      );
    }
  }

  /**
   * @param size - device pixels to render
   * @param stepVoxels - distance of the samples along a ray, in the smallest voxel edge
   * @param place - on the target, by default all of it
   */
  draw(
    camera: VolumeCamera,
    size: Size,
    stepVoxels: number,
    target: CanvasRenderingContext2D,
    place?: Place
  ): void {
    this._mapper.setSampleDistance(stepVoxels * smallestEdge(this._spacing));
    aimRenderer(this._renderer, camera, size);
    this._texture.prepare(this._actor.getProperty());
    this._gl.draw(this._renderer, size, target, place === undefined ? {} : { place });
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
    this._opacity.delete();
  }

  private readonly _gl: GlContext;
  private readonly _texture: ImageTexture;
  private readonly _spacing: Spacing;
  private readonly _renderer = vtkRenderer.newInstance();
  private readonly _mapper = vtkVolumeMapper.newInstance();
  private readonly _actor = vtkVolume.newInstance();
  private readonly _grey = vtkColorTransferFunction.newInstance();
  private readonly _opacity = vtkPiecewiseFunction.newInstance();
  private _shownWindow: readonly [number, number] | null = null;
  private _shownBox: Box | null = null;
  private _disposed = false;
}
