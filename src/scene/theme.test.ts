import { doubtAlpha, doubtColour } from './theme';

it('makes more doubt lighter', () => {
  const lightness = [0, 0.25, 0.5, 0.75, 1].map(doubt => {
    const [red, green, blue] = doubtColour(doubt);
    return 0.3 * red + 0.6 * green + 0.1 * blue;
  });
  expect(lightness).toEqual([...lightness].sort((a, b) => a - b));
});

it('leaves the image alone where there is no doubt, and nearly so where there is little', () => {
  expect(doubtAlpha(0)).toBe(0);
  expect(doubtAlpha(0.1)).toBeLessThan(0.08);
  const alphas = [0, 0.1, 0.2, 0.4, 0.6, 1].map(doubtAlpha);
  expect(alphas).toEqual([...alphas].sort((a, b) => a - b));
  expect(alphas[5]).toBeGreaterThan(0.6);
});
