import { SlabPace, isSlab } from './slab-pace';
import { Dirty } from './view';

const shape = { z: 20, y: 33, x: 47 };
const box = (z0: number, z1: number, y0 = 0, y1 = 33, x0 = 0, x1 = 47) => ({
  z0,
  z1,
  y0,
  y1,
  x0,
  x1
});

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('draws once for the slabs of a while, as much as any of them needs', () => {
  const draw = jest.fn();
  const pace = new SlabPace(draw);
  pace.add(Dirty.Image);
  pace.add(Dirty.Overlays);
  expect(draw).not.toHaveBeenCalled();
  jest.runAllTimers();
  expect(draw.mock.calls).toEqual([[Dirty.Image]]);
});

it('draws what waits when asked, and not again', () => {
  const draw = jest.fn();
  const pace = new SlabPace(draw);
  pace.add(Dirty.Overlays);
  pace.flush();
  pace.flush();
  jest.runAllTimers();
  expect(draw.mock.calls).toEqual([[Dirty.Overlays]]);
});

it.each([
  ['a slab', box(4, 8), true],
  ['the slice through z', box(4, 5), false],
  ['the slice through y', box(0, 20, 7, 8), false],
  ['the whole volume', box(0, 20), false],
  ['a stroke', box(4, 8, 10, 20, 10, 20), false]
])('tells whether %s is a slab', (_, place, expected) => {
  expect(isSlab(place, shape)).toBe(expected);
});
