/** Surfaces in the 3D view: one vtk.js actor per brick, in one renderer. */
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData';
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor';
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper';
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import type { GlContext } from './gl-context';
import type { Size } from './slice-geometry';
import type { Surface } from './surface-nets';
import type { Rgb } from './theme';
import type { VolumeCamera } from './volume-camera';
import { aimRenderer } from './gl-aim';

interface BrickActor {
  readonly actor: vtkActor;
  readonly mapper: vtkMapper;
  readonly mesh: vtkPolyData;
}

export class GlSurfaces {
  /** @param colourOf - tint of a label */
  constructor(gl: GlContext, colourOf: (label: number) => Rgb) {
    this._gl = gl;
    this._colourOf = colourOf;
    gl.addRenderer(this._renderer);
  }

  /** Triangles drawn. */
  get triangles(): number {
    return this._triangles;
  }

  /** `null` draws nothing behind the surfaces, so that they can be laid over another picture. */
  setBackground(colour: Rgb | null): void {
    const [red, green, blue] = colour ?? [0, 0, 0];
    const alpha = colour === null ? 0 : 1;
    this._renderer.setBackground([red / 255, green / 255, blue / 255, alpha]);
  }

  /** Put a surface in the place of brick `key`. */
  set(key: number, surface: Surface): void {
    this._remove(key);
    if (surface.triangles.length === 0) {
      return;
    }
    const mesh = this._meshOf(surface);
    const mapper = vtkMapper.newInstance();
    mapper.setInputData(mesh);
    mapper.setColorModeToDirectScalars();
    const actor = vtkActor.newInstance();
    actor.setMapper(mapper);
    const property = actor.getProperty();
    property.setAmbient(0.28);
    property.setDiffuse(0.8);
    property.setSpecular(0.12);
    property.setSpecularPower(18);
    this._renderer.addActor(actor);
    this._bricks.set(key, { actor, mapper, mesh });
    this._triangles += surface.triangles.length / 3;
  }

  clear(): void {
    for (const key of [...this._bricks.keys()]) {
      this._remove(key);
    }
  }

  /** @param size - device pixels to render; the picture is scaled to the target */
  draw(camera: VolumeCamera, size: Size, target: CanvasRenderingContext2D, alpha = 1): void {
    aimRenderer(this._renderer, camera, size);
    this._gl.draw(this._renderer, size, target, alpha);
  }

  dispose(): void {
    if (this._disposed) {
      return;
    }
    this._disposed = true;
    this.clear();
    this._gl.removeRenderer(this._renderer);
    this._renderer.delete();
  }

  private _remove(key: number): void {
    const brick = this._bricks.get(key);
    if (brick !== undefined) {
      this._bricks.delete(key);
      this._triangles -= brick.mesh.getPolys().getNumberOfCells();
      this._renderer.removeActor(brick.actor);
      brick.actor.delete();
      brick.mapper.delete();
      brick.mesh.delete();
    }
  }

  private _meshOf({ points, normals, labels, triangles }: Surface): vtkPolyData {
    const mesh = vtkPolyData.newInstance();
    mesh.getPoints().setData(points, 3);
    mesh.getPolys().setData(withCounts(triangles));
    mesh.getPointData().setNormals(
      vtkDataArray.newInstance({
        name: 'Normals',
        numberOfComponents: 3,
        values: normals
      })
    );
    const colours = new Uint8Array(3 * labels.length);
    labels.forEach((label, vertex) => {
      colours.set(this._colourOf(label), 3 * vertex);
    });
    mesh.getPointData().setScalars(
      vtkDataArray.newInstance({
        name: 'colours',
        numberOfComponents: 3,
        values: colours
      })
    );
    return mesh;
  }

  private readonly _gl: GlContext;
  private readonly _colourOf: (label: number) => Rgb;
  private readonly _renderer = vtkRenderer.newInstance();
  private readonly _bricks = new Map<number, BrickActor>();
  private _triangles = 0;
  private _disposed = false;
}

/** vtk.js writes the number of corners before each polygon. */
function withCounts(triangles: Uint32Array): Uint32Array {
  const cells = new Uint32Array((triangles.length / 3) * 4);
  for (let from = 0, to = 0; from < triangles.length; from += 3, to += 4) {
    cells[to] = 3;
    cells[to + 1] = triangles[from];
    cells[to + 2] = triangles[from + 1];
    cells[to + 3] = triangles[from + 2];
  }
  return cells;
}
