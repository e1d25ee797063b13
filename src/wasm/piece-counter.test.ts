/** @jest-environment node */
/** Pieces of a segmentation that is edited, through the worker's messages, against labelling it anew. */
import type { Box } from '../core/axes';
import { Stroke, writeRuns } from '../core/edits';
import { labelIndex } from '../core/labels';
import type { PieceChange } from '../core/pieces';
import { unchangedPieces } from '../core/pieces';
import { PLAIN } from '../core/testing';
import type { IndexDtype, Volume } from '../core/volume';
import { zeros } from '../core/volume';
import { rankHere } from './drive';
import { withWorkers } from './fake-worker';
import { createRanker } from './index';
import { pieceParameters } from './pieces';
import { ENGINES } from './testing';

const SHAPE = { z: 9, y: 40, x: 70 };
const WEIGHTS = Uint32Array.from({ length: 65536 }, (_, code) => code);

function paint(segmentation: Volume, box: Box, label: number) {
  const stroke = new Stroke(segmentation);
  for (let z = box.z0; z < box.z1; z++) {
    for (let y = box.y0; y < box.y1; y++) {
      stroke.paintRow(z, y, box.x0, box.x1, labelIndex(label));
    }
  }
  return stroke.finish({ id: '', tool: 'brush', region: null, time: 0 }) ?? fail();
}

function fail(): never {
  throw new Error('found nothing that works, as it should be');
}

const inUse: { dispose(): void }[] = [];
afterEach(() => inUse.splice(0).forEach(ranker => ranker.dispose()));

function started() {
  const made = withWorkers();
  inUse.push(made.ranker);
  return made;
}

const bar = (x0: number, x1: number, z0 = 3): Box => ({ z0, z1: z0 + 3, y0: 8, y1: 14, x0, x1 });

async function labelledAnew({ data }: Volume): Promise<number> {
  const codes = Uint16Array.from(data);
  const { count } = await rankHere(
    await ENGINES['simd'](),
    codes,
    SHAPE,
    WEIGHTS,
    pieceParameters()
  );
  return count;
}

/** Two bars of label 1, and one of label 2 between and above them. */
async function counted(dtype: IndexDtype = 'uint8') {
  const segmentation: Volume = zeros(dtype, SHAPE);
  paint(segmentation, bar(5, 25), 1);
  paint(segmentation, bar(35, 60), 1);
  paint(segmentation, bar(20, 40, 6), 2);
  const { ranker, workers } = started();
  const counter = ranker.countPieces(segmentation);
  await ranker.ready;
  await begun(counter);
  return { segmentation, ranker, workers, counter };
}

/** Resolves once the worker has the codes: an edit that changes nothing is answered. */
async function begun(counter: { edited(box: Box): Promise<PieceChange | null> }): Promise<void> {
  while ((await counter.edited(bar(0, 1))) === null) {
    await new Promise(resolve => setImmediate(resolve));
  }
}

it.each(['uint8', 'uint16'] as const)(
  'tells what a stroke, its undo and its redo do (%s)',
  async dtype => {
    const { segmentation, counter } = await counted(dtype);
    const edit = paint(segmentation, bar(24, 36), 1);
    const joined = { ...unchangedPieces(3), after: 2, joined: 2 };
    const parted = { ...unchangedPieces(2), after: 3, parted: 2 };
    expect(await counter.edited(edit.box)).toEqual(joined);
    writeRuns(segmentation, edit.box, edit.runs, 'before');
    expect(await counter.edited(edit.box)).toEqual(parted);
    writeRuns(segmentation, edit.box, edit.runs, 'after');
    expect(await counter.edited(edit.box)).toEqual(joined);
    expect(await labelledAnew(segmentation)).toBe(2);
  }
);

it('tells what is tried in comparison to the last edit, however often', async () => {
  const { segmentation, counter } = await counted();
  const stroke = new Stroke(segmentation);
  stroke.paintRow(3, 8, 24, 30, labelIndex(1));
  expect(await counter.tried(bar(24, 36))).toEqual(unchangedPieces(3));
  stroke.paintRow(3, 8, 24, 36, labelIndex(1));
  const joined = { ...unchangedPieces(3), after: 2, joined: 2 };
  expect(await counter.tried(bar(24, 36))).toEqual(joined);
  stroke.paintRow(3, 10, 24, 36, labelIndex(1));
  const looped = { ...joined, loops: { before: 0, after: 1 } };
  expect(await counter.tried(bar(24, 36))).toEqual(looped);
  stroke.cancel();
  expect(await counter.edited(bar(24, 36))).toEqual(unchangedPieces(3));
});

it('takes labels that touch as pieces of their own', async () => {
  const { segmentation, counter } = await counted();
  paint(segmentation, bar(24, 36), 2);
  expect(await counter.edited(bar(24, 36))).toMatchObject({ before: 3, after: 3, joined: 0 });
  paint(segmentation, bar(24, 30), 1);
  expect(await counter.edited(bar(24, 30))).toMatchObject({ after: 3 });
  paint(segmentation, bar(5, 60), 1);
  expect(await counter.edited(bar(5, 60))).toMatchObject({
    after: await labelledAnew(segmentation)
  });
});

it('answers edits in order, also those told at once', async () => {
  const { segmentation, counter } = await counted();
  const answers = [10, 15, 20].map(x => {
    paint(segmentation, bar(x, x + 1), 0);
    return counter.edited(bar(x, x + 1));
  });
  expect((await Promise.all(answers)).map(change => [change?.before, change?.after])).toEqual([
    [3, 4],
    [4, 5],
    [5, 6]
  ]);
});

it('goes on counting while another list is made, which stays what it was', async () => {
  const { segmentation, counter, ranker } = await counted();
  const delta = { ...PLAIN, mode: 'delta' as const, granularity: 0.1, minVoxels: 2 };
  const codes = Uint8Array.from({ length: segmentation.data.length }, (_, voxel) => voxel % 7);
  const weights = Uint32Array.from({ length: 7 }, (_, code) => code * 100_000);
  const ranking = ranker.rank(codes, SHAPE, weights, delta);
  paint(segmentation, bar(24, 36), 1);
  expect(await counter.edited(bar(24, 36))).toMatchObject({ before: 3, after: 2 });
  const list = await ranking;
  paint(segmentation, bar(30, 31), 0);
  const change = counter.edited(bar(30, 31));
  const other = ranker.adjust(list, { ...delta, granularity: 0.3 });
  expect(await change).toMatchObject({ before: 2, after: 3 });
  expect((await other)?.count).toBeGreaterThan(0);
});

it('leaves the hierarchy that lists are cut from to the list', async () => {
  const { segmentation, ranker } = await counted();
  const delta = { ...PLAIN, mode: 'delta' as const, granularity: 0.1, minVoxels: 2 };
  const codes = Uint8Array.from({ length: segmentation.data.length }, (_, voxel) => voxel % 7);
  const weights = Uint32Array.from({ length: 7 }, (_, code) => code * 100_000);
  const list = await ranker.rank(codes, SHAPE, weights, delta);
  await begun(ranker.countPieces(segmentation));
  await expect(ranker.adjust(list, { ...delta, granularity: 0.3 })).resolves.toBeDefined();
});

it('says nothing of an edit before all codes are sent, and counts it', async () => {
  const segmentation: Volume = zeros('uint8', SHAPE);
  const { ranker } = started();
  const counter = ranker.countPieces(segmentation);
  await ranker.ready;
  paint(segmentation, bar(5, 25), 1);
  expect(await counter.edited(bar(5, 25))).toBeNull();
  await begun(counter);
  paint(segmentation, bar(30, 31), 1);
  expect(await counter.edited(bar(30, 31))).toMatchObject({ before: 1, after: 2 });
});

it('begins again on a new worker when the worker is lost', async () => {
  const { segmentation, counter, workers } = await counted();
  paint(segmentation, bar(24, 36), 1);
  const answer = counter.edited(bar(24, 36));
  workers[0].crash();
  expect(await answer).toBeNull();
  await begun(counter);
  paint(segmentation, bar(30, 31), 0);
  expect(await counter.edited(bar(30, 31))).toMatchObject({ before: 2, after: 3 });
});

it.each([
  ['with labels of 32 bits', 'uint32', () => started().ranker],
  ['without a worker', 'uint8', () => createRanker({ createWorker: fail })]
] as const)('knows nothing %s', async (_, dtype, ranker) => {
  const counter = ranker().countPieces(zeros<IndexDtype>(dtype, SHAPE));
  expect(await counter.edited(bar(5, 25))).toBeNull();
  counter.dispose();
  counter.dispose();
  expect(await counter.edited(bar(5, 25))).toBeNull();
});
