import { doubtAlpha, doubtColour, labelColour } from './theme';

/** Most saturated of HSV, 0 to 1. */
function saturation([red, green, blue]: readonly number[]): number {
  const most = Math.max(red, green, blue);
  return (most - Math.min(red, green, blue)) / most;
}

it('keeps labels pale and light, so that the region alone is saturated', () => {
  for (let index = 1; index < 500; index++) {
    const colour = labelColour(index);
    expect(saturation(colour)).toBeLessThan(0.62);
    expect(Math.max(...colour)).toBeGreaterThan(150);
  }
});

it('gives neighbours in the table colours that can be told apart', () => {
  for (let index = 1; index < 200; index++) {
    const here = labelColour(index);
    const next = labelColour(index + 1);
    const apart = here.reduce((sum, value, channel) => sum + Math.abs(value - next[channel]), 0);
    expect(apart).toBeGreaterThan(40);
  }
});

it('keeps the first twelve labels apart, each from each', () => {
  const first = Array.from({ length: 12 }, (_, index) => labelColour(index + 1));
  for (const [place, here] of first.entries()) {
    for (const other of first.slice(place + 1)) {
      const apart = here.reduce((sum, value, channel) => sum + Math.abs(value - other[channel]), 0);
      expect(apart).toBeGreaterThan(60);
    }
  }
});

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
