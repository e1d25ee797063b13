import { labelIndex } from './labels';

describe('labels', () => {
  it.each([-1, 1.5, NaN, 2 ** 32])('are whole numbers from 0: not %d', value => {
    expect(() => labelIndex(value)).toThrow(RangeError);
    expect(labelIndex(2 ** 32 - 1)).toBe(2 ** 32 - 1);
  });
});
