/**
 * Smooth surfaces of labels, as triangles (constrained elastic surface nets, Gibson 1998): one vertex in every cell of eight voxels that
 * the surface crosses, moved towards its neighbours but never out of its cell, so that no part is joined, split or lost.
 */
import type { Box, Shape, Spacing, VoxelPoint } from '../core/axes';

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

/** A block of labels with a rim of {@link SURFACE_RIM} voxels on every side. */
export interface LabelBlock {
  readonly shape: Shape;
  /** `(z, y, x)`, 0 is outside. */
  readonly values: Uint32Array;
  /** Faces belong to this block when the lower voxel of the pair that they part lies in here (indices into the block). */
  readonly owned: Box;
  /** Voxel coordinates of the block's voxel 0, and the step between its voxels. */
  readonly origin: VoxelPoint;
  readonly step: number;
}

/** Voxels beyond the owned ones that positions and normals depend on. */
export const SURFACE_RIM = 4;
const RELAXATIONS = 2;
/** A vertex keeps this distance from the faces of its cell. */
const CELL_MARGIN = 0.08;

/**
 * Surface between label and background (not between two labels that touch).
 * Blocks that meet give vertices in the same places, so seams do not show. O(voxels of the block).
 * @param spacing - of the full-resolution volume
 */
export function surfaceNets(block: LabelBlock, spacing: Spacing): Surface {
  const cells = findCells(block);
  for (let round = 0; round < RELAXATIONS; round++) {
    relax(cells, block.shape);
  }
  const world = toWorld(cells, block, spacing);
  return emitFaces(cells, block, world);
}

interface Cells {
  /** Low corner of each crossed cell, as flat voxel index. */
  readonly corner: Int32Array;
  /** Number of the cell with that low corner, or -1. */
  readonly at: Int32Array;
  /** Place of the vertex in its cell, 0 to 1, `x, y, z`. */
  place: Float32Array;
}

function findCells({ shape, values }: LabelBlock): Cells {
  const at = new Int32Array(values.length).fill(-1);
  const corners: number[] = [];
  const places: number[] = [];
  const dy = shape.x;
  const dz = shape.x * shape.y;
  for (let z = 0; z < shape.z - 1; z++) {
    for (let y = 0; y < shape.y - 1; y++) {
      let index = z * dz + y * dy;
      for (let x = 0; x < shape.x - 1; x++, index++) {
        const inside =
          (values[index] && 1) |
          (values[index + 1] && 2) |
          (values[index + dy] && 4) |
          (values[index + dy + 1] && 8) |
          (values[index + dz] && 16) |
          (values[index + dz + 1] && 32) |
          (values[index + dz + dy] && 64) |
          (values[index + dz + dy + 1] && 128);
        if (inside !== 0 && inside !== 255) {
          at[index] = corners.length;
          corners.push(index);
          pushPlace(places, inside);
        }
      }
    }
  }
  return {
    corner: Int32Array.from(corners),
    at,
    place: Float32Array.from(places)
  };
}

/** Mean of the middles of the cell's edges that the surface crosses. Bit `b` of `inside` is corner (x, y, z) = bits of b. */
function pushPlace(places: number[], inside: number): void {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumZ = 0;
  for (let a = 0; a < 8; a++) {
    for (let axis = 1; axis < 8; axis <<= 1) {
      const b = a | axis;
      if (b !== a && ((inside >> a) & 1) !== ((inside >> b) & 1)) {
        sumX += ((a & 1) + (b & 1)) / 2;
        sumY += (((a >> 1) & 1) + ((b >> 1) & 1)) / 2;
        sumZ += (((a >> 2) & 1) + ((b >> 2) & 1)) / 2;
        count += 1;
      }
    }
  }
  places.push(sumX / count, sumY / count, sumZ / count);
}

/** Move every vertex to the mean of its neighbours, within its cell. */
function relax(cells: Cells, shape: Shape): void {
  const { corner, at, place } = cells;
  const next = place.slice();
  const steps = [1, shape.x, shape.x * shape.y];
  for (let cell = 0; cell < corner.length; cell++) {
    let count = 0;
    let sumX = 0;
    let sumY = 0;
    let sumZ = 0;
    for (let axis = 0; axis < 3; axis++) {
      for (const sign of SIGNS) {
        const other = at[corner[cell] + sign * steps[axis]] ?? -1;
        if (other >= 0) {
          sumX += place[3 * other] + (axis === 0 ? sign : 0);
          sumY += place[3 * other + 1] + (axis === 1 ? sign : 0);
          sumZ += place[3 * other + 2] + (axis === 2 ? sign : 0);
          count += 1;
        }
      }
    }
    if (count > 0) {
      next[3 * cell] = hold(sumX / count);
      next[3 * cell + 1] = hold(sumY / count);
      next[3 * cell + 2] = hold(sumZ / count);
    }
  }
  cells.place = next;
}

const SIGNS = [-1, 1] as const;

function hold(place: number): number {
  return Math.min(Math.max(place, CELL_MARGIN), 1 - CELL_MARGIN);
}

function toWorld(
  { corner, place }: Cells,
  { shape, origin, step }: LabelBlock,
  spacing: Spacing
): Float32Array {
  const world = new Float32Array(place.length);
  const plane = shape.x * shape.y;
  for (let cell = 0; cell < corner.length; cell++) {
    const x = corner[cell] % shape.x;
    const y = Math.floor(corner[cell] / shape.x) % shape.y;
    const z = Math.floor(corner[cell] / plane);
    world[3 * cell] = (origin.x + (x + place[3 * cell]) * step) * spacing.x;
    world[3 * cell + 1] = (origin.y + (y + place[3 * cell + 1]) * step) * spacing.y;
    world[3 * cell + 2] = (origin.z + (z + place[3 * cell + 2]) * step) * spacing.z;
  }
  return world;
}

/** Walk the pairs of voxels that the surface parts; each gives a quad between the four cells around it. */
function emitFaces(
  { corner, at }: Cells,
  { shape, values, owned }: LabelBlock,
  world: Float32Array
): Surface {
  const normals = new Float32Array(world.length);
  const out = new VertexList(world, normals);
  const steps = [1, shape.x, shape.x * shape.y];
  const quad = [0, 0, 0, 0];
  for (const index of corner) {
    const x = index % shape.x;
    const y = Math.floor(index / shape.x) % shape.y;
    const z = Math.floor(index / steps[2]);
    const isOwned =
      x >= owned.x0 &&
      x < owned.x1 &&
      y >= owned.y0 &&
      y < owned.y1 &&
      z >= owned.z0 &&
      z < owned.z1;
    for (let axis = 0; axis < 3; axis++) {
      const low = values[index];
      const high = values[index + steps[axis]];
      if ((low === 0) === (high === 0)) {
        continue;
      }
      const a = steps[(axis + 1) % 3];
      const b = steps[(axis + 2) % 3];
      quad[0] = at[index] ?? -1;
      quad[1] = at[index - a] ?? -1;
      quad[2] = at[index - a - b] ?? -1;
      quad[3] = at[index - b] ?? -1;
      if (Math.min(...quad) >= 0) {
        if (!addNormal(world, normals, quad, axis, low !== 0 ? 1 : -1)) {
          // Corners go anticlockwise seen from outside: shaders turn the normals of faces that do not.
          quad.reverse();
        }
        if (isOwned) {
          out.addQuad(quad, low !== 0 ? low : high);
        }
      }
    }
  }
  return out.finish();
}

/**
 * Add a quad's normal, as long as its area, to its four vertices; it points along `sign` of `axis`.
 * @returns whether the corners go anticlockwise round it.
 */
function addNormal(
  world: Float32Array,
  normals: Float32Array,
  [a, b, c, d]: readonly number[],
  axis: number,
  sign: number
): boolean {
  const ux = world[3 * c] - world[3 * a];
  const uy = world[3 * c + 1] - world[3 * a + 1];
  const uz = world[3 * c + 2] - world[3 * a + 2];
  const vx = world[3 * d] - world[3 * b];
  const vy = world[3 * d + 1] - world[3 * b + 1];
  const vz = world[3 * d + 2] - world[3 * b + 2];
  const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const turn = normal[axis] * sign < 0 ? -1 : 1;
  for (const vertex of [a, b, c, d]) {
    normals[3 * vertex] += turn * normal[0];
    normals[3 * vertex + 1] += turn * normal[1];
    normals[3 * vertex + 2] += turn * normal[2];
  }
  return turn === 1;
}

/** The vertices that owned quads use; a cell's vertex is repeated for each label that meets there. */
class VertexList {
  constructor(world: Float32Array, normals: Float32Array) {
    this._world = world;
    this._normals = normals;
    this._vertex = new Int32Array(world.length / 3).fill(-1);
  }

  addQuad(quad: readonly number[], label: number): void {
    const [a, b, c, d] = quad.map(cell => this._vertexOf(cell, label));
    this._triangles.push(a, b, c, a, c, d);
  }

  finish(): Surface {
    const count = this._cells.length;
    const points = new Float32Array(3 * count);
    const normals = new Float32Array(3 * count);
    this._cells.forEach((cell, vertex) => {
      points.set(this._world.subarray(3 * cell, 3 * cell + 3), 3 * vertex);
      const x = this._normals[3 * cell];
      const y = this._normals[3 * cell + 1];
      const z = this._normals[3 * cell + 2];
      const length = Math.hypot(x, y, z) || 1;
      normals.set([x / length, y / length, z / length], 3 * vertex);
    });
    return {
      points,
      normals,
      labels: Uint32Array.from(this._labels),
      triangles: Uint32Array.from(this._triangles)
    };
  }

  private _vertexOf(cell: number, label: number): number {
    const known = this._vertex[cell];
    if (known >= 0 && this._labels[known] === label) {
      return known;
    }
    const vertex = this._cells.length;
    this._cells.push(cell);
    this._labels.push(label);
    this._vertex[cell] = vertex;
    return vertex;
  }

  private readonly _world: Float32Array;
  private readonly _normals: Float32Array;
  private readonly _vertex: Int32Array;
  private readonly _cells: number[] = [];
  private readonly _labels: number[] = [];
  private readonly _triangles: number[] = [];
}
