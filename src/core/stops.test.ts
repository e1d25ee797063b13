import { boxFromTuple } from './axes';
import { Stops } from './stops';
import { rankingOf } from './testing';

const shape = { z: 4, y: 5, x: 30 };
const ranking = rankingOf(shape, [
  [[0, 0, 0, 2]],
  [[1, 1, 20, 24]],
  [[2, 3, 4, 6]],
  [[3, 4, 22, 30]]
]);
ranking.table.stop.set([2, 1, 2, 1]);

describe('stops of a ranking', () => {
  const stops = Stops.of(ranking);

  it('come best first, each with its regions in rank order', () => {
    expect([...stops.order]).toEqual([1, 3, 0, 2]);
  });

  it.each([
    [0, 2, 0],
    [1, 1, 0],
    [2, 2, 1],
    [3, 1, 1]
  ])('region %i is of stop %i at place %i of two', (index, stop, place) => {
    expect([stops.numberOf(index), stops.placeOf(index), stops.sizeOf(index)]).toEqual([
      stop,
      place,
      2
    ]);
  });

  it('have a box around all their regions', () => {
    expect(stops.boxOf(2)).toEqual(boxFromTuple([0, 3, 0, 4, 0, 6]));
    expect(stops.boxOf(2)).toEqual(stops.boxOf(0));
  });

  it('are worked out once', () => {
    expect(Stops.of(ranking)).toBe(stops);
  });

  it('of no regions are none', () => {
    expect(Stops.of(rankingOf(shape, [])).order).toHaveLength(0);
  });
});
