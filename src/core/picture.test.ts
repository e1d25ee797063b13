import { drawPicture } from './picture';
import { pictureSamples, sampleBuffers } from './picture-samples';
import { rankingOf } from './testing';

const SHAPE = { z: 6, y: 20, x: 30 };
const ACCENT = [255, 138, 31] as const;
const EVEN = { z: 1, y: 1, x: 1 };

function imageWith(...bright: readonly (readonly [z: number, y: number, x: number])[]) {
  const data = new Uint8Array(6 * 20 * 30);
  for (const [z, y, x] of bright) {
    data[(z * 20 + y) * 30 + x] = 200;
  }
  return { dtype: 'uint8', shape: SHAPE, data } as const;
}

/** Red, green, blue at a voxel of a picture that is seen along z. */
function pixelAt(
  samples: ReturnType<typeof pictureSamples>,
  pixels: Uint8ClampedArray,
  y: number,
  x: number
): number[] {
  const column = Math.ceil((x - 0.5 - samples.u.start) / samples.u.step);
  const row = Math.ceil((y - 0.5 - samples.v.start) / samples.v.step);
  const at = 4 * (row * samples.size + column);
  return [...pixels.subarray(at, at + 3)];
}

test('a picture is the brightest image along the shortest side, with the rim of the region', () => {
  const ranking = rankingOf(SHAPE, [
    [
      [2, 8, 10, 13],
      [2, 9, 10, 13],
      [2, 10, 10, 13],
      [3, 9, 10, 13]
    ]
  ]);
  const samples = pictureSamples(imageWith([3, 6, 8], [5, 6, 9], [2, 9, 11]), ranking, [0], EVEN);
  const pixels = drawPicture(samples, ACCENT);
  expect(samples.plane).toBe('z');
  expect(pixelAt(samples, pixels, 8, 10)).toEqual(ACCENT);
  expect(pixelAt(samples, pixels, 6, 8)).toEqual([255, 255, 255]);
  expect(pixelAt(samples, pixels, 9, 11)).toEqual([255, 255, 255]);
  // Beyond the region in depth, and inside its rim.
  expect(pixelAt(samples, pixels, 6, 9)).toEqual([0, 0, 0]);
  expect(pixels[3]).toBe(255);
});

test('several regions are in one picture', () => {
  const ranking = rankingOf(SHAPE, [[[2, 4, 5, 6]], [[2, 12, 20, 21]]]);
  const samples = pictureSamples(imageWith(), ranking, [0, 1], EVEN);
  const pixels = drawPicture(samples, ACCENT);
  expect(pixelAt(samples, pixels, 4, 5)).toEqual(ACCENT);
  expect(pixelAt(samples, pixels, 12, 20)).toEqual(ACCENT);
});

test('a region that is flat along x is seen along x, at the edge of the volume too', () => {
  const ranking = rankingOf(SHAPE, [Array.from({ length: 5 }, (_, y) => [y, 9 + y, 29, 30])]);
  const samples = pictureSamples(imageWith([2, 11, 29]), ranking, [0], { z: 3, y: 1, x: 1 });
  const pixels = drawPicture(samples, ACCENT);
  expect(samples.plane).toBe('x');
  expect([samples.x0, samples.x1]).toEqual([29, 30]);
  expect(pixels.length).toBe(4 * samples.size ** 2);
  expect(pixels.some((value, at) => at % 4 === 0 && value === ACCENT[0])).toBe(true);
});

test('the samples of a large region are few, and each has a buffer of its own to hand over', () => {
  const shape = { z: 60, y: 200, x: 300 };
  const ranking = rankingOf(shape, [
    Array.from({ length: 60 }, (_, z) => [z, 3 * z, 4 * z, 4 * z + 20])
  ]);
  const image = { dtype: 'uint8', shape, data: new Uint8Array(60 * 200 * 300) } as const;
  const samples = pictureSamples(image, ranking, [0], EVEN);
  expect(samples.size).toBe(72);
  expect(samples.z.length).toBeLessThanOrEqual(40);
  expect(samples.y.length).toBeLessThanOrEqual(72);
  expect(new Set(sampleBuffers(samples)).size).toBe(4);
});
