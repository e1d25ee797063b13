/**
 * The labeller in plain TypeScript, written for clarity: what the WebAssembly builds are tested against, and what ranks where they
 * cannot start. Same results, bit for bit; 20 to 100 times slower, and about 10 bytes a voxel of memory.
 */
import type { Shape } from '../core/axes';
import { voxelCount } from '../core/axes';
import type { Found, RegionOrder } from '../core/found';
import { rankingFrom } from '../core/listed';
import type { RankParameters, Ranking } from '../core/regions';
import { granularityStep, searchesHeights } from '../core/regions';
import { classesOf } from './classes';
import { flood, neighbourhood } from './oracle-flood';
import { orderPlainly } from './oracle-order';
import { tabulate } from './oracle-table';
import type { Codes, LabelEngine, LabelJob, RankRequest } from './ranker';
import { LabellerError } from './ranker';

/** Voxels whose weight is below 5 % of the largest are certain and left out of the tree. */
const FLOOR = 52429;
const LEVEL_SHIFT = 12;
const LEVELS = 256;

export class ScriptLabeller implements LabelEngine {
  readonly name = 'script';

  begin(request: RankRequest): LabelJob {
    const { mode } = request.parameters;
    if (searchesHeights(mode)) {
      throw new LabellerError(
        'wasm',
        `found no WebAssembly, which regions of mode ${mode} need`,
        'Allow WebAssembly for this page, or choose another mode: plateau, delta, threshold or tree.'
      );
    }
    return new ScriptJob(request);
  }

  order(found: Found, parameters: RankParameters): RegionOrder {
    return orderPlainly(found, parameters);
  }

  flips(): never {
    throw new LabellerError(
      'wasm',
      'found no WebAssembly, which trying flips needs',
      'Allow WebAssembly for this page, or use voxproof.regions.consequence in the notebook.'
    );
  }
}

/** Gathers the slabs and labels when they are all there. */
class ScriptJob implements LabelJob {
  readonly second = null;
  readonly kept = null;
  readonly share = { scan: 0.05, settle: 0.95, measure: 0 };

  constructor(private readonly _request: RankRequest) {
    const { shape, codeBytes } = _request;
    const count = voxelCount(shape);
    this._codes = codeBytes === 1 ? new Uint8Array(count) : new Uint16Array(count);
    this._parts = new Uint32Array(count);
    this._labelled = { codes: this._codes, weights: _request.weights };
  }

  scan(codes: Codes): void {
    this._codes.set(codes, this._scanned);
    this._scanned += codes.length;
  }

  *settle(): Generator<number, void, undefined> {
    const { shape, weights, parameters, maximum } = this._request;
    const { mode, connectivity } = parameters;
    const step = granularityStep(parameters.granularity, maximum);
    const classes = mode === 'plateau' && step > 0 ? classesOf(weights, step) : null;
    const codes = classes?.translate(this._codes) ?? this._codes;
    this._labelled = { codes, weights: classes?.weights ?? weights };
    if (mode === 'tree') {
      const levels = levelsOf(codes, weights);
      this._uncovered = yield* labelTree(levels, shape, parameters, this._parts);
    } else {
      const rule = JOINS[mode](codes, weights, step);
      yield* labelJoined(codes, rule, shape, connectivity, this._parts);
    }
  }

  measure(): void {
    // Everything is there already.
  }

  *finish(): Generator<number, void, undefined> {
    // Nothing is left to do.
  }

  result(): Ranking {
    const { parameters } = this._request;
    const request = { ...this._request, weights: this._labelled.weights };
    const found = tabulate(this._parts, this._labelled.codes, request, this._uncovered);
    return rankingFrom(found, parameters, orderPlainly(found, parameters));
  }

  release(): void {
    // The garbage collector does it.
  }

  private readonly _codes: Codes;
  private readonly _parts: Uint32Array;
  private _scanned = 0;
  private _uncovered = 0;
  private _labelled: { readonly codes: Codes; readonly weights: Uint32Array };
}

/** Whether two neighbours, or a voxel and itself, are of one region. Both have a code above 0. */
type Join = (voxel: number, other: number) => boolean;

const JOINS: Record<string, (codes: Codes, weights: Uint32Array, step: number) => Join> = {
  plateau: codes => (voxel, other) => codes[voxel] === codes[other],
  delta: (codes, weights, step) => (voxel, other) =>
    Math.abs((weights[codes[voxel]] ?? 0) - (weights[codes[other]] ?? 0)) <= step,
  threshold: (codes, weights, step) => (voxel, other) =>
    Math.min(weights[codes[voxel]] ?? 0, weights[codes[other]] ?? 0) >= step
};

/** Number the regions of neighbours that a rule joins. */
function* labelJoined(
  codes: Codes,
  joins: Join,
  shape: Shape,
  connectivity: number,
  parts: Uint32Array
): Generator<number, void, undefined> {
  const around = neighbourhood(shape, connectivity);
  let count = 0;
  for (let voxel = 0; voxel < codes.length; voxel++) {
    if (codes[voxel] > 0 && parts[voxel] === 0 && joins(voxel, voxel)) {
      count += 1;
      flood(voxel, around, (next, from) => {
        const isNew = codes[next] > 0 && parts[next] === 0 && joins(from, next);
        if (isNew) {
          parts[next] = count;
        }
        return isNew;
      });
    }
    if (voxel % 65536 === 0) {
      yield (0.9 * voxel) / codes.length;
    }
  }
}

/** Level of each voxel above the floor, plus 1; 0 below it. */
function levelsOf(codes: Codes, weights: Uint32Array): Uint16Array {
  const levelOfCode = Uint16Array.from(weights, weight =>
    weight < FLOOR ? 0 : (weight >> LEVEL_SHIFT) + 1
  );
  return Uint16Array.from(codes, code => levelOfCode[code] ?? 0);
}

/**
 * Go up through the levels: a component that is small enough is a region; of the others, what lies above the level goes on.
 * @returns voxels that ended in no region.
 */
function* labelTree(
  levels: Uint16Array,
  shape: Shape,
  { connectivity, maxVoxels }: RankParameters,
  parts: Uint32Array
): Generator<number, number, undefined> {
  const around = neighbourhood(shape, connectivity);
  const visited = new Uint16Array(levels.length);
  let pending = indicesAbove(levels, 0);
  let uncovered = 0;
  let count = 0;
  while (pending.length > 0) {
    const level = lowestLevel(levels, pending);
    const higher: number[] = [];
    for (const [i, seed] of pending.entries()) {
      if (visited[seed] !== level) {
        const part = flood(seed, around, next => {
          const joins = levels[next] >= level && visited[next] !== level;
          if (joins) {
            visited[next] = level;
          }
          return joins;
        });
        if (part.length <= maxVoxels) {
          count += 1;
          part.forEach(voxel => (parts[voxel] = count));
        } else {
          const above = part.filter(voxel => levels[voxel] > level);
          uncovered += part.length - above.length;
          above.forEach(voxel => higher.push(voxel));
        }
      }
      if (i % 65536 === 0) {
        yield (0.9 * level) / LEVELS;
      }
    }
    pending = higher;
  }
  return uncovered;
}

/** Between levels that occur, components stay what they are. */
function lowestLevel(levels: Uint16Array, voxels: readonly number[]): number {
  return voxels.reduce((lowest, voxel) => Math.min(lowest, levels[voxel]), LEVELS);
}

function indicesAbove(levels: Uint16Array, least: number): number[] {
  const indices: number[] = [];
  levels.forEach((level, voxel) => {
    if (level > least) {
      indices.push(voxel);
    }
  });
  return indices;
}
