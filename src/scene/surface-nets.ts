/**
 * Smooth surfaces of labels, as triangles (constrained elastic surface nets, Gibson 1998): one vertex in every cell of eight voxels that
 * the surface crosses, moved towards its neighbours but never out of its cell, so that no part is joined, split or lost.
 */
import type { Spacing } from '../core/axes';
import { containsVoxel } from '../core/axes';
import { NumberList } from './number-list';
import type { Cells, LabelBlock } from './surface-cells';
import { surfaceCells } from './surface-cells';

export interface Surface {
  /** `x, y, z` of each vertex in the world of vtk.js. */
  readonly points: Float32Array;
  /** Unit normals that point out of the label. */
  readonly normals: Float32Array;
  /** Label of each vertex; vertices are not shared between labels. */
  readonly labels: Uint32Array;
  /** Three vertices a triangle. */
  readonly triangles: Uint32Array;
}

/** Voxels beyond the owned ones that positions and normals depend on. */
export const SURFACE_RIM = 4;

export const EMPTY_SURFACE: Surface = {
  points: new Float32Array(0),
  normals: new Float32Array(0),
  labels: new Uint32Array(0),
  triangles: new Uint32Array(0)
};

/**
 * Surface between label and background (not between two labels that touch).
 * Blocks that meet give vertices in the same places, so seams do not show. O(voxels of the block).
 * @param spacing - of the full-resolution volume
 */
export function surfaceNets(block: LabelBlock, spacing: Spacing): Surface {
  return new FaceWalk(block, surfaceCells(block, spacing)).surface();
}

/** Walks the pairs of voxels that the surface parts; each gives a quad between the four cells around it. */
class FaceWalk {
  constructor(block: LabelBlock, cells: Cells) {
    this._block = block;
    this._cells = cells;
    this._normals = new Float32Array(cells.world.length);
    this._vertex = new Int32Array(cells.corner.length).fill(-1);
  }

  surface(): Surface {
    const { corner } = this._cells;
    const { shape, values } = this._block;
    const steps = [1, shape.x, shape.x * shape.y];
    for (const index of corner) {
      const isLow = values[index] !== 0;
      for (let axis = 0; axis < 3; axis++) {
        const high = values[index + steps[axis]];
        if (isLow !== (high !== 0)) {
          const a = steps[(axis + 1) % 3];
          const b = steps[(axis + 2) % 3];
          const label = isLow ? values[index] : high;
          this._face(index, axis, a, b, isLow ? 1 : -1, label);
        }
      }
    }
    return this._finish();
  }

  private _face(
    index: number,
    axis: number,
    a: number,
    b: number,
    sign: number,
    label: number
  ): void {
    const { at } = this._cells;
    const p = at[index] ?? -1;
    const q = at[index - a] ?? -1;
    const r = at[index - a - b] ?? -1;
    const s = at[index - b] ?? -1;
    if (p < 0 || q < 0 || r < 0 || s < 0) {
      return;
    }
    const isAnticlockwise = this._addNormal(p, q, r, s, axis, sign);
    if (this._isOwned(index)) {
      // Corners go anticlockwise seen from outside: shaders turn the normals of faces that do not.
      if (isAnticlockwise) {
        this._addQuad(p, q, r, s, label);
      } else {
        this._addQuad(s, r, q, p, label);
      }
    }
  }

  private _isOwned(index: number): boolean {
    const { owned, shape } = this._block;
    const x = index % shape.x;
    const y = Math.floor(index / shape.x) % shape.y;
    const z = Math.floor(index / (shape.x * shape.y));
    return containsVoxel(owned, { z, y, x });
  }

  /**
   * Add a quad's normal, as long as its area, to its four vertices; it points along `sign` of `axis`.
   * @returns whether the corners go anticlockwise round it.
   */
  private _addNormal(
    p: number,
    q: number,
    r: number,
    s: number,
    axis: number,
    sign: number
  ): boolean {
    const { world } = this._cells;
    const ux = world[3 * r] - world[3 * p];
    const uy = world[3 * r + 1] - world[3 * p + 1];
    const uz = world[3 * r + 2] - world[3 * p + 2];
    const vx = world[3 * s] - world[3 * q];
    const vy = world[3 * s + 1] - world[3 * q + 1];
    const vz = world[3 * s + 2] - world[3 * q + 2];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const along = axis === 0 ? x : axis === 1 ? y : z;
    const turn = along * sign < 0 ? -1 : 1;
    this._turn(p, turn * x, turn * y, turn * z);
    this._turn(q, turn * x, turn * y, turn * z);
    this._turn(r, turn * x, turn * y, turn * z);
    this._turn(s, turn * x, turn * y, turn * z);
    return turn === 1;
  }

  private _turn(cell: number, x: number, y: number, z: number): void {
    this._normals[3 * cell] += x;
    this._normals[3 * cell + 1] += y;
    this._normals[3 * cell + 2] += z;
  }

  private _addQuad(p: number, q: number, r: number, s: number, label: number): void {
    const a = this._vertexOf(p, label);
    const b = this._vertexOf(q, label);
    const c = this._vertexOf(r, label);
    const d = this._vertexOf(s, label);
    this._triangles.push(a);
    this._triangles.push(b);
    this._triangles.push(c);
    this._triangles.push(a);
    this._triangles.push(c);
    this._triangles.push(d);
  }

  /** A cell's vertex is repeated for each label that meets there. */
  private _vertexOf(cell: number, label: number): number {
    const known = this._vertex[cell];
    if (known >= 0 && this._labels.at(known) === label) {
      return known;
    }
    const vertex = this._used.length;
    this._used.push(cell);
    this._labels.push(label);
    this._vertex[cell] = vertex;
    return vertex;
  }

  private _finish(): Surface {
    const { world } = this._cells;
    const normals = this._normals;
    const count = this._used.length;
    const surface = {
      points: new Float32Array(3 * count),
      normals: new Float32Array(3 * count),
      labels: this._labels.toArray(),
      triangles: this._triangles.toArray()
    };
    for (let vertex = 0; vertex < count; vertex++) {
      const cell = 3 * this._used.at(vertex);
      const length = Math.hypot(normals[cell], normals[cell + 1], normals[cell + 2]) || 1;
      for (let axis = 0; axis < 3; axis++) {
        surface.points[3 * vertex + axis] = world[cell + axis];
        surface.normals[3 * vertex + axis] = normals[cell + axis] / length;
      }
    }
    return surface;
  }

  private readonly _block: LabelBlock;
  private readonly _cells: Cells;
  private readonly _normals: Float32Array;
  private readonly _vertex: Int32Array;
  private readonly _used = new NumberList();
  private readonly _labels = new NumberList();
  private readonly _triangles = new NumberList();
}
