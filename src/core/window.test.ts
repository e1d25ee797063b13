import { wholeBox } from './axes';
import type { Volume } from './volume';
import { zeros } from './volume';
import { boxAround, windowWithin } from './window';

const SHAPE = { z: 20, y: 30, x: 40 };
const WHOLE = [0, 200] as const;

function imageOf(valueAt: (offset: number) => number): Volume<'uint8'> {
  const image = zeros('uint8', SHAPE);
  image.data.forEach((_, offset) => {
    image.data[offset] = valueAt(offset);
  });
  return image;
}

it('leaves out the darkest and the brightest hundredth', () => {
  const image = imageOf(offset => offset % 101);
  const [black, white] = windowWithin(image, wholeBox(SHAPE), WHOLE);
  expect(black).toBeCloseTo(1, 0);
  expect(white).toBeCloseTo(99, 0);
});

it('looks only at the box', () => {
  const image = imageOf(offset => (offset < 10 * 30 * 40 ? 250 : 20 + (offset % 61)));
  const [black, white] = windowWithin(image, { ...wholeBox(SHAPE), z0: 10 }, WHOLE);
  expect(black).toBeLessThan(25);
  expect(white).toBeLessThan(85);
});

it('does not draw all of a sparse structure white', () => {
  const image = imageOf(offset => (offset % 167 === 0 ? 200 : 0));
  expect(windowWithin(image, wholeBox(SHAPE), WHOLE)[1]).toBeGreaterThanOrEqual(100);
});

it('does not blow up noise', () => {
  const image = imageOf(offset => 10 + (offset % 5));
  const [black, white] = windowWithin(image, wholeBox(SHAPE), WHOLE);
  expect(white - black).toBe(50);
});

it('keeps the window of the volume where there is nothing to see', () => {
  const image = imageOf(() => 7);
  expect(windowWithin(image, wholeBox(SHAPE), WHOLE)).toEqual(WHOLE);
});

it('takes a cube in true proportion, inside the volume', () => {
  const spacing = { z: 8, y: 1, x: 1 };
  const box = boxAround({ z: 10, y: 29, x: 5 }, zeros('uint8', SHAPE), spacing);
  expect(box).toEqual({ z0: 7, z1: 14, y0: 5, y1: 30, x0: 0, x1: 30 });
});
