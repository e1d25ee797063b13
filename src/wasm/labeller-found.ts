/** What the WebAssembly labeller has found, out of its memory and back into it. */
import type { Found } from '../core/found';
import { RECORD_BYTES } from '../core/found';
import { rankingKey, searchLimits, searchesHeights } from '../core/regions';
import type { LabellerMemory } from './labeller-memory';
import { MODES } from './labeller-memory';
import type { RankRequest } from './ranker';

/** Regions whose pieces are counted between two pauses. */
const COUNTED = 4096;

/** Copy out what a search has found so far. */
export function readFound(memory: LabellerMemory, request: RankRequest): Found {
  return { ...readList(memory, request), ...readRows(memory, request) };
}

/** The same without rows, where these are not there yet. */
export function readList(memory: LabellerMemory, request: RankRequest): Found {
  memory.exports.gather();
  const { shape, spacing, maximum, parameters } = request;
  const { mode } = parameters;
  return {
    mode,
    key: rankingKey(parameters, maximum),
    least: searchLimits(parameters)[0],
    shape,
    spacing,
    maximum,
    records: readRecords(memory),
    hasPieces: searchesHeights(mode),
    rowStart: new Uint32Array(shape.z * shape.y + 1),
    start: new Uint16Array(0),
    end: new Uint16Array(0),
    owner: new Uint32Array(0),
    dropped: { count: memory.field('dropped'), voxels: memory.field('droppedVoxels') },
    uncovered: memory.field('uncovered')
  };
}

function readRecords(memory: LabellerMemory): Uint8Array<ArrayBuffer> {
  return memory
    .view(Uint8Array, memory.field('table'), memory.field('kept') * RECORD_BYTES)
    .slice();
}

function readRows(
  memory: LabellerMemory,
  { shape }: RankRequest
): Pick<Found, 'rowStart' | 'start' | 'end' | 'owner'> {
  const count = memory.field('runCount');
  const address = memory.field('runs');
  const short = memory.view(Uint16Array, address, 4 * count);
  const wide = memory.view(Uint32Array, address, 2 * count);
  const start = new Uint16Array(count);
  const end = new Uint16Array(count);
  const owner = new Uint32Array(count);
  for (let run = 0; run < count; run++) {
    start[run] = short[4 * run];
    end[run] = short[4 * run + 1];
    owner[run] = wide[2 * run + 1];
  }
  const rowStart = memory.view(Uint32Array, memory.field('rows'), shape.z * shape.y + 1).slice();
  return { rowStart, start, end, owner };
}

/** Count the pieces of a segmentation (bits, see {@link RankOptions.mask}) around each region found. Yields 0 to 1. */
export function* countPieces(
  memory: LabellerMemory,
  found: Found,
  mask: Uint8Array
): Generator<number, Found, undefined> {
  const { exports } = memory;
  const address = exports.takeMask() >>> 0;
  memory.writeAt(address, mask);
  const count = found.records.length / RECORD_BYTES;
  for (let from = 0; from < count; from += COUNTED) {
    const to = Math.min(from + COUNTED, count);
    exports.countPieces(address, from, to);
    yield to / count;
  }
  return { ...found, records: readRecords(memory), hasPieces: true };
}

/** Begin a job with what another one has found. */
export function writeFound(memory: LabellerMemory, found: Found): void {
  const { mode, shape, records, owner, start, end } = found;
  const overlaps = mode === 'variants';
  const runCount = overlaps ? owner.length : 0;
  memory.exports.reopen(
    shape.z,
    shape.y,
    shape.x,
    MODES[mode],
    records.length / RECORD_BYTES,
    runCount
  );
  memory.write('table', records);
  if (overlaps) {
    memory.write('rows', found.rowStart);
    const words = memory.view(Uint32Array, memory.field('runs'), 2 * runCount);
    for (let run = 0; run < runCount; run++) {
      words[2 * run] = start[run] | (end[run] << 16);
      words[2 * run + 1] = owner[run];
    }
  }
}
