/** The second stage in the WebAssembly labeller: which of the regions found are listed, in which order, and their stops. */
import type { Found, RegionOrder } from '../core/found';
import type { RankParameters } from '../core/regions';
import type { LabellerMemory } from './labeller-memory';
import { SCORE_NAMES, ScoreError, describeScoreError } from './score';

/** Fields of the order block (`assembly/order.ts`), as indices of uint32. */
const FIELD = {
  records: 0,
  stops: 1,
  scores: 2,
  listed: 3,
  smaller: 4,
  larger: 5,
  smallerVoxels: 6,
  largerVoxels: 8,
  shown: 10,
  unscored: 11,
  place: 12,
  expected: 15
} as const;
const FIELDS = 16;
const UNREADABLE = -2;
/** Bytes before the text of a score. */
const TEXT_HEAD = 4;

/** Order what is in the job. Throws {@link ScoreError} when the score cannot be read. See {@link LabelEngine.order}. */
export function orderFound(
  memory: LabellerMemory,
  { spacing, maximum }: Pick<Found, 'spacing' | 'maximum'>,
  parameters: RankParameters,
  consequences: Float64Array<ArrayBuffer> | null = null
): RegionOrder {
  const { minVoxels, maxVoxels, score, ascending, stopWindow, stopRegions } = parameters;
  const { exports } = memory;
  const text = score === 'default' ? new Uint8Array(0) : new TextEncoder().encode(score);
  memory.writeAt(exports.takeText(text.length) >>> 0, text);
  if (consequences !== null) {
    memory.writeAt(exports.takeConsequences() >>> 0, consequences);
  }
  const status = exports.order(
    minVoxels,
    maxVoxels,
    ascending ? 1 : 0,
    stopWindow.z,
    stopWindow.y,
    stopWindow.x,
    stopRegions,
    maximum,
    spacing.z,
    spacing.y,
    spacing.x
  );
  if (status === UNREADABLE) {
    const block = readBlock(memory);
    const offset = block[FIELD.place] - memory.field('text') - TEXT_HEAD;
    throw new ScoreError(describeScoreError(text, offset, block[FIELD.expected]));
  }
  return readOrder(memory);
}

/** Throw {@link ScoreError} when the score cannot be read. Takes the job's memory, before it is opened. */
export function checkScore(memory: LabellerMemory, parameters: RankParameters): void {
  if (!SCORE_NAMES.includes(parameters.score)) {
    const { exports } = memory;
    exports.reopen(1, 1, 1, 0, 0, 0);
    exports.takeConsequences();
    orderFound(memory, { spacing: { z: 1, y: 1, x: 1 }, maximum: 1 }, parameters);
  }
}

function readOrder(memory: LabellerMemory): RegionOrder {
  const block = readBlock(memory);
  const count = block[FIELD.listed];
  const records = memory.view(Uint32Array, block[FIELD.records], count).slice();
  const scores = memory.view(Float64Array, block[FIELD.scores], memory.field('kept'));
  const score = Float64Array.from(records, record => scores[record]);
  const wide = (index: number) => block[index] + block[index + 1] * 2 ** 32;
  return {
    records,
    score: score.map(value => (Number.isFinite(value) ? value : NaN)),
    stop: memory.view(Uint32Array, block[FIELD.stops], count).slice(),
    smaller: { count: block[FIELD.smaller], voxels: wide(FIELD.smallerVoxels) },
    larger: { count: block[FIELD.larger], voxels: wide(FIELD.largerVoxels) },
    shown: block[FIELD.shown],
    unscored: block[FIELD.unscored]
  };
}

function readBlock(memory: LabellerMemory): Uint32Array {
  return memory.view(Uint32Array, memory.field('orderBlock'), FIELDS);
}
