import type { Consequence, ConsequenceSource } from '../core/consequence';
import type { Ranking } from '../core/regions';
import { followFlips } from './flip-notes';
import { openSession, rankingOf, SHAPE } from './testing';

const JOINS: Consequence = {
  pieces: -1,
  loops: 0,
  cavities: 0,
  hanging: 4,
  hangingLength: 2.5,
  flipped: 9
};

/** Answers when the test says so. */
class FakeSource implements Pick<ConsequenceSource, 'of' | 'dispose'> {
  readonly asked: number[] = [];
  readonly dispose = jest.fn();

  of(_: Ranking, index: number): Promise<Consequence> {
    this.asked.push(index);
    return new Promise((resolve, reject) => this._waiting.push({ resolve, reject }));
  }

  async answer(does: Consequence | Error): Promise<void> {
    const first = this._waiting.shift();
    if (does instanceof Error) {
      first?.reject(does);
    } else {
      first?.resolve(does);
    }
    await turn();
  }

  private readonly _waiting: {
    resolve: (does: Consequence) => void;
    reject: (error: Error) => void;
  }[] = [];
}

function turn(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

function following(mode: 'plateau' | 'variants' = 'plateau') {
  const model = openSession();
  const masks: Uint8Array[] = [];
  const source = new FakeSource();
  const end = followFlips(model, mask => {
    masks.push(mask);
    return source;
  });
  const plain = rankingOf([
    [9, 0.9],
    [8, 0.5]
  ]);
  const ranking = { ...plain, parameters: { ...plain.parameters, mode } };
  return { model, masks, source, ranking, end };
}

test('what flipping the selected region does is told when it is known', async () => {
  const { model, source, ranking } = following();
  model.setRanking(ranking);
  model.update({ selected: 1 });
  await turn();
  expect(source.asked).toEqual([1]);
  expect(model.state.flip).toBeNull();
  await source.answer(JOINS);
  expect(model.state.flip).toEqual({ ranking, index: 1, does: JOINS, votes: null });
});

test('an answer for a region that is not selected any more is not told', async () => {
  const { model, source, ranking } = following();
  model.setRanking(ranking);
  model.update({ selected: 1 });
  await turn();
  model.update({ selected: 0 });
  await turn();
  await source.answer(JOINS);
  expect(model.state.flip).toBeNull();
  await source.answer({ ...JOINS, pieces: -2 });
  expect(model.state.flip).toMatchObject({ index: 0, does: { pieces: -2 } });
});

test('regions that are passed by are not asked about', async () => {
  const { model, source, ranking } = following();
  model.setRanking(ranking);
  model.update({ selected: 1 });
  model.update({ selected: 0 });
  await turn();
  expect(source.asked).toEqual([0]);
});

test('nothing is asked while the list is being made, and once afterwards', async () => {
  const { model, source, ranking, masks } = following();
  model.setRanking(ranking);
  model.update({ isRanking: true, selected: 1 });
  await turn();
  expect(masks).toEqual([]);
  model.update({ isRanking: false });
  model.update({});
  await turn();
  expect(source.asked).toEqual([1]);
});

test('the mask of a search is what its heights hold', async () => {
  const { model, masks, ranking } = following('variants');
  model.addHeights();
  const heights = model.arrays?.heights?.data;
  heights?.set([127, 128, 255, 0, 0, 0, 0, 0, 200], SHAPE.x);
  model.setRanking(ranking);
  model.update({ selected: 0 });
  await turn();
  await turn();
  const rowBytes = Math.ceil(SHAPE.x / 8);
  expect(masks).toHaveLength(1);
  expect([...masks[0].subarray(rowBytes, rowBytes + 2)]).toEqual([0b110, 1]);
  expect(masks[0].reduce((sum, byte) => sum + byte, 0)).toBe(7);
});

test('what cannot be found out is not told, and the next region is asked about', async () => {
  const { model, source, ranking } = following();
  model.setRanking(ranking);
  model.update({ selected: 1 });
  await turn();
  await source.answer(new Error('lost'));
  expect(model.state.flip).toBeNull();
  model.update({ selected: 0 });
  await turn();
  expect(source.asked).toEqual([1, 0]);
});

test('it lets go of the segmentation at the end', async () => {
  const { model, source, ranking, end } = following();
  model.setRanking(ranking);
  model.update({ selected: 1 });
  await turn();
  end();
  await turn();
  expect(source.dispose).toHaveBeenCalledTimes(1);
});
