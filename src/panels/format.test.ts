import {
  formatCount,
  formatDoubt,
  formatFigure,
  formatPercent,
  formatVolume,
  plainFigure
} from './format';

test.each([
  [0.93, '0.93'],
  [0.00213, '0.00213'],
  [12.345, '12.3'],
  [1240.6, '1241'],
  [123_456.7, '123,457'],
  [-1024, '−1024'],
  [0, '0']
])('%d reads %s', (value, text) => {
  expect(formatFigure(value)).toBe(text);
});

test('fields get figures that they can read back', () => {
  expect([123_456.7, -1024].map(plainFigure)).toEqual(['123457', '-1024']);
});

test.each([
  ['in hundredths of 1', 0.5, 1, '0.50'],
  ['in hundredths of less than 1', 0.49762, 0.782, '0.50'],
  ['in whole steps of 255', 127.6, 255, '128'],
  ['in whole steps of 65,535', 12_345.6, 65_535, '12,346'],
  ['with two digits when it is small', 0.004217, 1, '0.0042'],
  ['as next to nothing when it is tiny', 0.0000312, 1, '<0.001'],
  ['as 0 where there is none', 0, 1, '0.00'],
  ['of a map of minute values', 2.04e-12, 3e-12, '2.0e-12']
])('doubt is told %s', (_, value, maximum, text) => {
  expect(formatDoubt(value, maximum)).toBe(text);
});

test('counts get separators from ten thousand on', () => {
  expect([420, 9999, 12_345, 1_000_000].map(formatCount)).toEqual([
    '420',
    '9999',
    '12,345',
    '1,000,000'
  ]);
});

test('nothing is complete before it is', () => {
  expect([0, 0.9999, 1].map(formatPercent)).toEqual(['0 %', '99 %', '100 %']);
});

test.each([
  [214, 'µm', '107 µm³'],
  [4_200_000, 'µm', '0.0021 mm³'],
  [214, 'vx', null],
  [2, 'nm', '1 nm³']
])('%d voxels of 2 by 0.5 by 0.5 %s are %s', (voxels, unit, text) => {
  expect(formatVolume(voxels, { z: 2, y: 0.5, x: 0.5 }, unit)).toBe(text);
});
