import type { Column } from '../core/preferences';
import { toldParts } from './columns';

const SIZE = ['12 voxels', '6.0 µm³'];

test.each<[readonly Column[], string | null, readonly string[]]>([
  [['reason', 'size'], 'gap', ['gap', '12 voxels']],
  [['reason', 'size'], null, SIZE],
  [['size'], 'gap', SIZE],
  [['reason'], 'gap', ['gap']],
  [['reason'], null, []],
  [[], 'gap', []]
])('of %j and the reason %j a row tells %j', (columns, reason, told) => {
  expect(toldParts(columns, reason, '12 voxels', SIZE)).toEqual(told);
});
