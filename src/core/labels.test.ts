import { displayCode, labelIndex } from './labels';

describe('labels', () => {
  it.each([-1, 1.5, NaN, 2 ** 32])('are whole numbers from 0: not %d', value => {
    expect(() => labelIndex(value)).toThrow(RangeError);
    expect(labelIndex(2 ** 32 - 1)).toBe(2 ** 32 - 1);
  });

  it('are their own colour code while there are at most 255', () => {
    expect([0, 1, 255].map(index => displayCode(index, 256))).toEqual([0, 1, 255]);
  });

  it('get codes from 1 to 255 beyond, 255 different ones in a row', () => {
    const codes = Array.from({ length: 70_000 }, (_, index) => displayCode(index, 70_000));
    expect(codes[0]).toBe(0);
    expect(codes.slice(1).every(code => code >= 1 && code <= 255)).toBe(true);
    expect(new Set(codes.slice(65_000, 65_255)).size).toBe(255);
  });
});
