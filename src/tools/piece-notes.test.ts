import type { Box } from '../core/axes';
import { labelIndex } from '../core/labels';
import type { CurationModel } from '../core/model';
import type { PieceChange, PieceSource } from '../core/pieces';
import { unchangedPieces } from '../core/pieces';
import { hush } from './hush';
import { followPieces } from './piece-notes';
import { OfferInHand } from './offer';
import { openSession } from './testing';

const BOX: Box = { z0: 1, z1: 2, y0: 2, y1: 3, x0: 4, x1: 9 };
const JOINED: PieceChange = { ...unchangedPieces(3), after: 2, joined: 2 };
const PARTED: PieceChange = { ...unchangedPieces(2), after: 3, parted: 2 };

/** Pieces that are told when the test says so. */
class FakePieces implements PieceSource {
  readonly boxes: Box[] = [];
  readonly tries: Box[] = [];
  readonly dispose = jest.fn();

  edited(box: Box): Promise<PieceChange | null> {
    this.boxes.push(box);
    return new Promise(resolve => this._answers.push(resolve));
  }

  tried(box: Box): Promise<PieceChange | null> {
    this.tries.push(box);
    return new Promise(resolve => this._answers.push(resolve));
  }

  async answer(change: PieceChange | null): Promise<void> {
    this._answers.shift()?.(change);
    await turn();
  }

  private readonly _answers: ((change: PieceChange | null) => void)[] = [];
}

function turn(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

function following() {
  const model = openSession();
  const made: FakePieces[] = [];
  const end = followPieces(model, () => {
    made.push(new FakePieces());
    return made[made.length - 1];
  });
  model.update({});
  return { model, made, end };
}

/** A stroke that is over before anything is asked about it. */
async function stroke(model: CurationModel, box = BOX): Promise<void> {
  const painted = model.beginStroke();
  painted?.paintRow(box.z0, box.y0, box.x0, box.x1, labelIndex(1));
  model.endStroke('brush');
  await turn();
}

/** The stroke in hand goes on. */
async function drawOn(model: CurationModel, box: Box): Promise<void> {
  model.strokeChanged(box);
  await turn();
}

async function undo(model: CurationModel): Promise<void> {
  model.writeRuns(BOX, Uint32Array.of(0, 5, 0, 1), 'before', { cause: 'undo' });
  await turn();
}

/** An offer in hand that paints the box. */
async function offered(model: CurationModel) {
  model.propose = () => Promise.resolve({ box: BOX, runs: Uint32Array.of(0, 5, 0, 1) });
  const offer = OfferInHand.begin(model) ?? fail();
  await offer.ask({ tool: 'accept', given: {} });
  return offer;
}

test('a stroke is asked about when it is over, and told when the answer is there', async () => {
  const { model, made } = following();
  await stroke(model);
  expect(made[0].boxes).toEqual([BOX]);
  expect(model.state.pieces).toBeNull();
  await made[0].answer(JOINED);
  expect(model.state.pieces).toEqual({ cause: 'stroke', change: JOINED });
});

test('the next act ends what is told, and its own answer takes the place', async () => {
  const { model, made } = following();
  await stroke(model);
  await made[0].answer(JOINED);
  hush(model);
  expect(model.state.pieces).toBeNull();
  await undo(model);
  await made[0].answer(PARTED);
  expect(model.state.pieces).toEqual({ cause: 'undo', change: PARTED });
});

test('an answer that a later act or a stroke in hand has overtaken is not told', async () => {
  const { model, made } = following();
  await stroke(model);
  await undo(model);
  await made[0].answer(JOINED);
  expect(model.state.pieces).toBeNull();
  model.beginStroke();
  await made[0].answer(PARTED);
  expect(model.state.pieces).toBeNull();
});

test('a stroke that is cancelled is no act', async () => {
  const { model, made } = following();
  model.beginStroke()?.paintRow(1, 2, 4, 9, labelIndex(1));
  model.cancelStroke();
  await turn();
  expect(made[0].boxes).toEqual([]);
});

test('blocks of the kernel are told as one, and only when they change something', async () => {
  const { model, made } = following();
  model.setBlock('segmentation', BOX, new Uint8Array(5));
  await turn();
  await made[0].answer(unchangedPieces(2));
  expect(model.state.pieces).toBeNull();
  for (const change of [PARTED, { ...unchangedPieces(3), after: 4, added: 1 }]) {
    model.setBlock('segmentation', BOX, new Uint8Array(5));
    await turn();
    await made[0].answer(change);
  }
  expect(model.state.pieces).toEqual({
    cause: 'kernel',
    change: { ...unchangedPieces(2), after: 4, parted: 2, added: 1 }
  });
});

test('the same voxels written twice by one act are asked about once', async () => {
  const { model, made } = following();
  const runs = Uint32Array.of(0, 5, 0, 1);
  model.writeRuns(BOX, runs, 'before', { cause: 'refusal' });
  model.writeRuns(BOX, runs, 'after', { cause: 'refusal', clip: { ...BOX, x1: 7 } });
  await turn();
  expect(made[0].boxes).toEqual([BOX]);
});

test('nothing is counted before loading and ranking are over, or stand still', () => {
  const { model, made } = following();
  const volume = model.volume ?? fail();
  model.open({ ...volume, generation: 1 });
  expect(made[0].dispose).toHaveBeenCalled();
  expect(made).toHaveLength(1);
  const loading = { kind: 'loading', fraction: 0.5, what: 'regions', editable: true } as const;
  model.update({ phase: loading });
  expect(made).toHaveLength(1);
  model.update({ phase: { ...loading, paused: true } });
  expect(made).toHaveLength(2);
  model.update({ phase: { kind: 'ready' } });
  expect(made).toHaveLength(2);
});

test('what could not be counted is not told, and nothing is after the end', async () => {
  const { model, made, end } = following();
  await stroke(model);
  await made[0].answer(null);
  expect(model.state.pieces).toBeNull();
  await undo(model);
  end();
  await made[0].answer(JOINED);
  expect(model.state.pieces).toBeNull();
  expect(made[0].dispose).toHaveBeenCalled();
});

function fail(): never {
  throw new Error('found no volume, expected an open one');
}

test('a stroke is told while it is drawn, all of it, one question at a time', async () => {
  const { model, made } = following();
  model.beginStroke()?.paintRow(1, 2, 4, 9, labelIndex(1));
  await drawOn(model, BOX);
  await drawOn(model, { ...BOX, y0: 3, y1: 4 });
  await drawOn(model, { ...BOX, y0: 4, y1: 6 });
  expect(made[0].tries).toEqual([BOX]);
  await made[0].answer(unchangedPieces(3));
  expect(model.state.pieces).toEqual({ cause: 'drawing', change: unchangedPieces(3) });
  expect(made[0].tries).toEqual([BOX, { ...BOX, y1: 6 }]);
  await made[0].answer(JOINED);
  expect(model.state.pieces).toEqual({ cause: 'drawing', change: JOINED });
  expect(made[0].tries).toHaveLength(2);
  model.endStroke('brush');
  await turn();
  expect(made[0].boxes).toEqual([BOX]);
  await made[0].answer(JOINED);
  expect(model.state.pieces).toEqual({ cause: 'stroke', change: JOINED });
});

test('what was drawn and put back is told no more', async () => {
  const { model, made } = following();
  model.beginStroke()?.paintRow(1, 2, 4, 9, labelIndex(1));
  await drawOn(model, BOX);
  await made[0].answer(JOINED);
  model.cancelStroke();
  await turn();
  expect(model.state.pieces).toBeNull();
  expect(made[0].boxes).toHaveLength(1);
  await made[0].answer(PARTED);
  expect(model.state.pieces).toBeNull();
});

test('what an offer would do is told while it is shown, always against what was there', async () => {
  const { model, made } = following();
  const offer = await offered(model);
  await made[0].answer(JOINED);
  expect(model.state.pieces).toEqual({ cause: 'offer', change: JOINED });
  void offer.widen(1);
  await turn();
  expect(made[0].tries).toEqual([BOX, BOX]);
  await made[0].answer(PARTED);
  expect(model.state.pieces).toEqual({ cause: 'offer', change: PARTED });
  offer.take();
  await turn();
  expect(made[0].boxes).toEqual([BOX]);
  await made[0].answer(PARTED);
  expect(model.state.pieces).toEqual({ cause: 'stroke', change: PARTED });
});

test('an offer that is left is told no more', async () => {
  const { model, made } = following();
  const offer = await offered(model);
  await made[0].answer(JOINED);
  offer.leave();
  expect(model.state.pieces).toBeNull();
  expect(made[0].boxes).toEqual([BOX]);
  await made[0].answer(PARTED);
  expect(model.state.pieces).toBeNull();
});
