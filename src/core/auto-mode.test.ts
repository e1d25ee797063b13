import { autoMode } from './auto-mode';

const shape = { z: 2, y: 2, x: 4 };
const codesOf = (...data: number[]) => ({
  dtype: 'uint8' as const,
  shape,
  data: Uint8Array.from([...data, ...new Array<number>(16 - data.length).fill(0)])
});

/** Doubt of code i is i hundreds. */
const WEIGHTS = Uint32Array.from({ length: 8 }, (_, code) => 100 * code);

test('a map of equal values suits plateaus', () => {
  expect(autoMode(codesOf(3, 3, 3, 0, 5, 5), WEIGHTS)).toEqual({ mode: 'plateau', equal: 11 / 19 });
});

test('a continuous one suits variants; rows are not joined', () => {
  expect(autoMode(codesOf(1, 2, 3, 4, 4, 5, 6, 6), WEIGHTS)).toEqual({
    mode: 'variants',
    equal: 6 / 31
  });
});

test('voxels that hardly doubt hardly count', () => {
  const saturated = codesOf(1, 1, 1, 1, 1, 1, 6, 7);
  expect(autoMode(saturated, WEIGHTS)).toMatchObject({ mode: 'variants' });
  expect(autoMode({ ...saturated }, WEIGHTS.fill(100, 1))).toMatchObject({ mode: 'plateau' });
});

test('one without doubt has nothing to search', () => {
  expect(autoMode(codesOf(), WEIGHTS)).toEqual({ mode: 'plateau', equal: null });
});
