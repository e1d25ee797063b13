import { formatLength, scaleBar } from './scale-bar';

it.each([
  [10, 'µm', '10 µm', 100],
  [3, 'µm', '20 µm', 60],
  [0.02, 'µm', '5 mm', 100],
  [1800, 'µm', '50 nm', 90],
  [4, 'vx', '20 vx', 80],
  [400, 'vx', '1 vx', 400]
])('at %d pixels a unit (%s) reads %s', (pixelsPerUnit, unit, text, pixels) => {
  const bar = scaleBar(pixelsPerUnit, 100, unit);
  expect(bar.text).toBe(text);
  expect(bar.pixels).toBeCloseTo(pixels);
});

it('never is longer than it may be, but for the one voxel it needs', () => {
  for (let power = -3; power <= 3; power += 0.1) {
    expect(scaleBar(10 ** power, 120, 'µm').pixels).toBeLessThanOrEqual(120 * (1 + 1e-6));
  }
});

it('writes lengths in the unit that is shortest to read', () => {
  expect(formatLength(1500, 'µm')).toBe('1.5 mm');
  expect(formatLength(0.25, 'µm')).toBe('250 nm');
});
