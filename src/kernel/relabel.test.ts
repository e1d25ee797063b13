import type { Edit } from '../core/edits';
import { relabel } from './relabel';

const edit: Edit = {
  id: 'e',
  tool: 'brush',
  region: null,
  box: { z0: 0, z1: 1, y0: 0, y1: 1, x0: 0, x1: 5 },
  runs: Uint32Array.of(0, 2, 0, 1, 3, 1, 2, 0),
  voxels: 3,
  time: 0
};

test.each([
  ['the same table', ['0', '7', '-2'], [0, 2, 0, 1, 3, 1, 2, 0]],
  ['a longer one', ['0', '7', '-2', '9'], [0, 2, 0, 1, 3, 1, 2, 0]],
  ['another order', ['0', '-2', '7'], [0, 2, 0, 2, 3, 1, 1, 0]],
  ['one that lacks a label', ['0', '7'], [0, 2, 0, 1, 3, 1, 2 ** 32 - 1, 0]]
])('an edit told in %s', (_, to, runs) => {
  expect([...relabel(edit, ['0', '7', '-2'], to).runs]).toEqual(runs);
  expect([...edit.runs]).toEqual([0, 2, 0, 1, 3, 1, 2, 0]);
});
