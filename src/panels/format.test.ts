import { formatCount, formatFigure, formatVolume } from './format';

test.each([
  [0.93, '0.93'],
  [0.00213, '0.00213'],
  [12.345, '12.3'],
  [1240.6, '1241'],
  [0, '0']
])('%d reads %s', (value, text) => {
  expect(formatFigure(value)).toBe(text);
});

test('counts get separators from ten thousand on', () => {
  expect([420, 9999, 12_345].map(formatCount)).toEqual(['420', '9999', '12,345']);
});

test.each([
  [214, 'µm', '107 µm³'],
  [4_200_000, 'µm', '0.0021 mm³'],
  [214, 'vx', null],
  [2, 'nm', '1 nm³']
])('%d voxels of 2 by 0.5 by 0.5 %s are %s', (voxels, unit, text) => {
  expect(formatVolume(voxels, { z: 2, y: 0.5, x: 0.5 }, unit)).toBe(text);
});
