import type { SlicePlane } from '../core/state';
import { PLANES, SliceTurn } from './slice-turn';
import { Dirty } from './view';

const all =
  (dirty: Dirty) =>
  (plane: SlicePlane): Dirty =>
    plane === 'x' ? Dirty.Nothing : dirty;

it('draws the view under the brush first, the others with the next frame', () => {
  const turn = new SliceTurn();
  turn.under = 'z';
  expect(turn.take(all(Dirty.Overlays))).toEqual(['z']);
  expect(turn.hasPutOff).toBe(true);
  expect(turn.take(all(Dirty.Overlays))).toEqual(PLANES);
  expect(turn.hasPutOff).toBe(false);
});

it('draws all at once without a brush, and where the image itself is due', () => {
  const turn = new SliceTurn();
  expect(turn.take(all(Dirty.Overlays))).toEqual(PLANES);
  turn.under = 'y';
  expect(turn.take(all(Dirty.Image))).toEqual(PLANES);
});

it('puts nothing off for a view that has nothing to draw', () => {
  const turn = new SliceTurn();
  turn.under = 'x';
  expect(turn.take(all(Dirty.Marks))).toEqual(PLANES);
});
