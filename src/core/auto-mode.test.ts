import { autoMode } from './auto-mode';

const shape = { z: 2, y: 2, x: 4 };
const codesOf = (...data: number[]) => ({
  dtype: 'uint8' as const,
  shape,
  data: Uint8Array.from([...data, ...new Array<number>(16 - data.length).fill(0)])
});

test('a map of equal values suits plateaus', () => {
  expect(autoMode(codesOf(3, 3, 3, 0, 5, 5))).toEqual({ mode: 'plateau', equal: 0.6 });
});

test('a continuous one suits variants; rows are not joined', () => {
  expect(autoMode(codesOf(1, 2, 3, 4, 4, 5, 6, 6))).toEqual({ mode: 'variants', equal: 1 / 8 });
});

test('one without doubt has nothing to search', () => {
  expect(autoMode(codesOf())).toEqual({ mode: 'plateau', equal: null });
});
