import { zeros } from '../core/volume';
import { changeRuns } from './change-painter';
import { PLANE_AXES } from './slice-geometry';
import { readSlice } from './slice-patch';

const SHAPE = { z: 2, y: 3, x: 5 };

it('tells what was added, removed and given another label, run by run', () => {
  const before = zeros('uint8', SHAPE);
  const after = zeros('uint8', SHAPE);
  before.data.set([0, 0, 2, 2, 0, 1, 1, 1, 1, 1], 5);
  after.data.set([1, 2, 0, 2, 0, 1, 3, 0, 0, 1], 5);
  const range = { u0: 0, u1: 5, v0: 1, v1: 3 };
  const patches = [before, after].map(volume => readSlice(volume, PLANE_AXES.z, 0, range));
  expect(changeRuns(patches[0], patches[1])).toEqual([
    { kind: 'added', v: 1, u0: 0, u1: 2 },
    { kind: 'removed', v: 1, u0: 2, u1: 3 },
    { kind: 'relabelled', v: 2, u0: 1, u1: 2 },
    { kind: 'removed', v: 2, u0: 2, u1: 4 }
  ]);
});

it('tells nothing where nothing changed', () => {
  const volume = zeros('uint16', SHAPE);
  const patch = readSlice(volume, PLANE_AXES.x, 4, { u0: 0, u1: 3, v0: 0, v1: 2 });
  expect(changeRuns(patch, patch)).toEqual([]);
});
