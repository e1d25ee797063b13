import { depthPath } from './depth-path';

const rows = (...table: number[][]) => table.map(row => Float32Array.from(row));
const SOFT = { stiffness: 0.1, most: 3 };

it('takes the cheapest depth of each row where a change costs little', () => {
  const table = rows([1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]);
  expect(depthPath(table, SOFT)).toEqual([1, 2, 3]);
});

it('goes straight past a cheap depth that is too far away', () => {
  const table = rows([0, 1, 1, 1], [0.5, 1, 1, 0], [0, 1, 1, 1]);
  expect(depthPath(table, SOFT)).toEqual([0, 0, 0]);
  expect(depthPath(table, { stiffness: 0.01, most: 3 })).toEqual([0, 3, 0]);
});

it('changes by no more from row to row than it may', () => {
  const table = rows([0, 9, 9, 9], [0, 0, 0, 0], [9, 9, 9, 0]);
  expect(depthPath(table, { stiffness: 0.1, most: 2 })).toEqual([0, 1, 3]);
});

it('of ways that cost the same takes the nearer', () => {
  expect(depthPath(rows([1, 1, 1], [1, 1, 1]), SOFT)).toEqual([0, 0]);
  expect(depthPath([], SOFT)).toEqual([]);
});

it('costs no more than any way that is tried instead', () => {
  const table = [4, 1, 3, 0, 2].map(seed =>
    Float32Array.from({ length: 5 }, (_, depth) => ((seed + 1) * (depth + 2) * 7) % 11)
  );
  const costOf = (path: readonly number[]): number =>
    path.reduce(
      (sum, depth, i) => sum + table[i][depth] + (i > 0 ? 0.4 * (depth - path[i - 1]) ** 2 : 0),
      0
    );
  const least = costOf(depthPath(table, { stiffness: 0.4, most: 4 }));
  for (let code = 0; code < 5 ** 5; code++) {
    const other = table.map((_, i) => Math.floor(code / 5 ** i) % 5);
    expect(costOf(other)).toBeGreaterThanOrEqual(least - 1e-9);
  }
});
