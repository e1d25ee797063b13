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
  triangles: number;
}

/** How a surface takes light: as a body, or bright all over for what is laid over a picture half transparent. */
export type Finish = 'body' | 'glow';

const FINISHES = {
  body: { ambient: 0.28, diffuse: 0.8, specular: 0.12 },
  glow: { ambient: 0.65, diffuse: 0.5, specular: 0 }
} as const;

export class GlSurfaces {
  /** @param colourOf - tint of a label */
  constructor(gl: GlContext, colourOf: (label: number) => Rgb, finish: Finish = 'body') {
    this._gl = gl;
    this._colourOf = colourOf;
    this._finish = finish;
    // Nothing is drawn behind the surfaces, so that they can be laid over another picture.
    this._renderer.setBackground([0, 0, 0, 0]);
    gl.addRenderer(this._renderer);
    // A triangle without extent has the shader compiled with the first picture, not with the first region.
    const spare = this._makeBrick();
    this._fill(spare.mesh, POINT);
    this._spare.push(spare);
  }

  /** Triangles drawn. */
  get triangles(): number {
    return this._triangles;
  }

  /** Put a surface in the place of brick `key`. */
  set(key: number, surface: Surface): void {
    this._remove(key);
    if (surface.triangles.length === 0) {
      return;
    }
    // Actors and mappers cost a millisecond each to make and are used again.
    const brick = this._spare.pop() ?? this._makeBrick();
    this._fill(brick.mesh, surface);
    brick.actor.setVisibility(true);
    brick.triangles = surface.triangles.length / 3;
    this._bricks.set(key, brick);
    this._triangles += brick.triangles;
  }

  clear(): void {
    for (const key of [...this._bricks.keys()]) {
      this._remove(key);
    }
  }

  /** @param size - device pixels to render; the picture is scaled to the target */
  draw(camera: VolumeCamera, size: Size, target: CanvasRenderingContext2D, alpha = 1): void {
    aimRenderer(this._renderer, camera, size);
    this._gl.draw(this._renderer, size, target, { alpha });
  }

  dispose(): void {
    if (this._disposed) {
      return;
    }
    this._disposed = true;
    this._gl.removeRenderer(this._renderer);
    this._renderer.delete();
    for (const { actor, mapper, mesh } of [...this._bricks.values(), ...this._spare]) {
      actor.delete();
      mapper.delete();
      mesh.delete();
    }
    this._bricks.clear();
    this._spare.length = 0;
    this._triangles = 0;
  }

  private _remove(key: number): void {
    const brick = this._bricks.get(key);
    if (brick !== undefined) {
      this._bricks.delete(key);
      this._triangles -= brick.triangles;
      brick.actor.setVisibility(false);
      this._spare.push(brick);
    }
  }

  private _makeBrick(): BrickActor {
    const mesh = vtkPolyData.newInstance();
    mesh.getPointData().setNormals(vtkDataArray.newInstance({ name: 'Normals', ...EMPTY }));
    mesh.getPointData().setScalars(vtkDataArray.newInstance({ name: 'colours', ...EMPTY }));
    const mapper = vtkMapper.newInstance();
    mapper.setInputData(mesh);
    mapper.setColorModeToDirectScalars();
    const actor = vtkActor.newInstance();
    actor.setMapper(mapper);
    const { ambient, diffuse, specular } = FINISHES[this._finish];
    const property = actor.getProperty();
    property.setAmbient(ambient);
    property.setDiffuse(diffuse);
    property.setSpecular(specular);
    property.setSpecularPower(18);
    this._renderer.addActor(actor);
    return { actor, mapper, mesh, triangles: 0 };
  }

  private _fill(mesh: vtkPolyData, { points, normals, labels, triangles }: Surface): void {
    const colours = new Uint8Array(3 * labels.length);
    let last = -1;
    let colour: Rgb = [0, 0, 0];
    labels.forEach((label, vertex) => {
      if (label !== last) {
        last = label;
        colour = this._colourOf(label);
      }
      colours.set(colour, 3 * vertex);
    });
    mesh.getPoints().setData(points, 3);
    mesh.getPolys().setData(withCounts(triangles));
    mesh.getPointData().getNormals().setData(normals, 3);
    mesh.getPointData().getScalars().setData(colours, 3);
    mesh.modified();
  }

  private readonly _gl: GlContext;
  private readonly _finish: Finish;
  private readonly _colourOf: (label: number) => Rgb;
  private readonly _renderer = vtkRenderer.newInstance();
  private readonly _bricks = new Map<number, BrickActor>();
  private readonly _spare: BrickActor[] = [];
  private _triangles = 0;
  private _disposed = false;
}

const POINT: Surface = {
  points: new Float32Array(9),
  normals: new Float32Array(9).fill(1),
  labels: new Uint32Array(3),
  triangles: Uint32Array.of(0, 1, 2)
};

const EMPTY = { numberOfComponents: 3, values: new Uint8Array(0) };

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
