/** The cells of eight voxels that a label's surface crosses, and where in each of them its vertex lies. */
import type { Box, Shape, Spacing, VoxelPoint } from '../core/axes';
import { NumberList } from './number-list';

const RELAXATIONS = 2;
/** A vertex keeps this distance from the faces of its cell. */
const CELL_MARGIN = 0.08;

/** A block of labels with a rim of voxels that positions and normals depend on, on every side. */
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

export interface Cells {
  /** Low corner of each crossed cell, as flat voxel index. */
  readonly corner: Uint32Array;
  /** Number of the cell with that low corner, or -1. */
  readonly at: Int32Array;
  /** Vertex of each cell in the world of vtk.js, `x, y, z`. */
  readonly world: Float32Array;
}

/** O(voxels of the block). */
export function surfaceCells(block: LabelBlock, spacing: Spacing): Cells {
  const at = new Int32Array(block.values.length).fill(-1);
  const { corner, cases } = findCells(block, at);
  let place = new Float32Array(3 * corner.length);
  for (let cell = 0; cell < corner.length; cell++) {
    place.set(PLACES.subarray(3 * cases[cell], 3 * cases[cell] + 3), 3 * cell);
  }
  for (let round = 0; round < RELAXATIONS; round++) {
    place = relax(corner, at, place, block.shape);
  }
  return { corner, at, world: toWorld(corner, place, block, spacing) };
}

/** Bit `b` of a case is set when corner (x, y, z) = bits of b is labelled. */
function findCells(
  { shape, values }: LabelBlock,
  at: Int32Array
): { corner: Uint32Array; cases: Uint32Array } {
  const corner = new NumberList();
  const cases = new NumberList();
  const dy = shape.x;
  const dz = shape.x * shape.y;
  for (let z = 0; z < shape.z - 1; z++) {
    for (let y = 0; y < shape.y - 1; y++) {
      let index = z * dz + y * dy;
      let low = columnCase(values, index, dy, dz);
      for (let x = 0; x < shape.x - 1; x++, index++) {
        const high = columnCase(values, index + 1, dy, dz);
        const inside = low | (high << 1);
        low = high;
        if (inside !== 0 && inside !== 255) {
          at[index] = corner.length;
          corner.push(index);
          cases.push(inside);
        }
      }
    }
  }
  return { corner: corner.toArray(), cases: cases.toArray() };
}

/** The four corners of a cell that share an x. */
function columnCase(values: Uint32Array, index: number, dy: number, dz: number): number {
  return (
    (values[index] === 0 ? 0 : 1) |
    (values[index + dy] === 0 ? 0 : 4) |
    (values[index + dz] === 0 ? 0 : 16) |
    (values[index + dz + dy] === 0 ? 0 : 64)
  );
}

/** First place of the vertex for each case: the mean of the middles of the cell's edges that the surface crosses. */
const PLACES = placesOfCases();

function placesOfCases(): Float32Array {
  const places = new Float32Array(3 * 256);
  for (let inside = 1; inside < 255; inside++) {
    let count = 0;
    for (let a = 0; a < 8; a++) {
      for (let axis = 1; axis < 8; axis <<= 1) {
        const b = a | axis;
        if (b !== a && ((inside >> a) & 1) !== ((inside >> b) & 1)) {
          places[3 * inside] += ((a & 1) + (b & 1)) / 2;
          places[3 * inside + 1] += (((a >> 1) & 1) + ((b >> 1) & 1)) / 2;
          places[3 * inside + 2] += (((a >> 2) & 1) + ((b >> 2) & 1)) / 2;
          count += 1;
        }
      }
    }
    for (let axis = 0; axis < 3; axis++) {
      places[3 * inside + axis] /= count;
    }
  }
  return places;
}

/** Every vertex moved to the mean of its neighbours, within its cell. */
function relax(
  corner: Uint32Array,
  at: Int32Array,
  place: Float32Array<ArrayBuffer>,
  shape: Shape
): Float32Array<ArrayBuffer> {
  const next = place.slice();
  const steps = [1, shape.x, shape.x * shape.y];
  const sum = new Float64Array(3);
  for (let cell = 0; cell < corner.length; cell++) {
    let count = 0;
    sum.fill(0);
    for (let axis = 0; axis < 3; axis++) {
      for (let sign = -1; sign <= 1; sign += 2) {
        const other = at[corner[cell] + sign * steps[axis]] ?? -1;
        if (other >= 0) {
          sum[0] += place[3 * other];
          sum[1] += place[3 * other + 1];
          sum[2] += place[3 * other + 2];
          sum[axis] += sign;
          count += 1;
        }
      }
    }
    if (count > 0) {
      next[3 * cell] = hold(sum[0] / count);
      next[3 * cell + 1] = hold(sum[1] / count);
      next[3 * cell + 2] = hold(sum[2] / count);
    }
  }
  return next;
}

function hold(place: number): number {
  return Math.min(Math.max(place, CELL_MARGIN), 1 - CELL_MARGIN);
}

function toWorld(
  corner: Uint32Array,
  place: Float32Array,
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
