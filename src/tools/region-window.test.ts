import { wholeBox } from '../core/axes';
import type { CurationModel } from '../core/model';
import { followRegionWindow } from './region-window';
import { openSession, rankingOf, SHAPE } from './testing';

const WHOLE = wholeBox(SHAPE);
const LATER = { kind: 'loading', fraction: 0.5, what: 'image' } as const;

/** The region in hand was gone to before any of the image was here. */
function modelWithout(): CurationModel {
  const model = openSession();
  model.update({ phase: { ...LATER, fraction: 0 } });
  model.setRanking(rankingOf([[210, 0.9]]));
  followRegionWindow(model);
  model.select(0);
  return model;
}

const arrive = (model: CurationModel, values: number): void => {
  const { y, x } = SHAPE;
  const image = Uint8Array.from({ length: 6 * y * x }, (_, at) => at % values);
  model.setBlock('image', WHOLE, image);
  model.update({ phase: { ...LATER } });
};

test('the brightness round the region is taken again as its image arrives', () => {
  const model = modelWithout();
  expect(model.state.window).toEqual([10, 200]);
  arrive(model, 61);
  expect(model.state.window[1]).toBeLessThan(70);
  arrive(model, 121);
  expect(model.state.window[1]).toBeGreaterThan(100);
});

test("the reviewer's own brightness stays while the image arrives", () => {
  const model = modelWithout();
  model.setWindow([3, 40]);
  arrive(model, 61);
  expect(model.state.window).toEqual([3, 40]);
});
