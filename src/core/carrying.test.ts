import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettledArea } from './carrying';
import { carryVerdicts, mostShared } from './carrying';
import type { Ranking } from './regions';
import { rankingOf } from './testing';
import type { Runs } from './testing';

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly cases: readonly {
    readonly name: string;
    readonly regions: readonly (readonly number[])[];
    readonly areas: readonly (Omit<SettledArea, 'voxels'> & { voxels: readonly number[] })[];
    readonly carried: Readonly<Record<string, string>>;
  }[];
}

const { shape, cases } = JSON.parse(
  readFileSync(join(__dirname, '../../tests/fixtures/carrying/carrying.json'), 'utf8')
) as Golden;
const [Z, Y, X] = shape;
const SHAPE = { z: Z, y: Y, x: X };

const voxelRun = (voxel: number): Runs[number] => {
  const x = voxel % X;
  return [Math.floor(voxel / (X * Y)), Math.floor(voxel / X) % Y, x, x + 1];
};
const ranking = (regions: readonly (readonly number[])[]): Ranking =>
  rankingOf(
    SHAPE,
    regions.map(voxels => voxels.map(voxelRun))
  );
const stretches = (voxels: readonly number[]) => Uint32Array.from(voxels.flatMap(v => [v, 1]));

it.each(cases.map(each => [each.name, each] as const))('%s', (_, { regions, areas, carried }) => {
  const told = areas.map(area => ({ ...area, voxels: stretches(area.voxels) }));
  const found = [...carryVerdicts(ranking(regions), told)].map(([index, { region }]) => [
    String(index),
    region
  ]);
  expect(Object.fromEntries(found)).toEqual(carried);
});

it('the region that shares most voxels takes the place of another', () => {
  const list = ranking([
    [0, 1, 2],
    [4, 5, 6, 7],
    [8, 9, 10]
  ]);
  expect(mostShared(list, Uint32Array.from([2, 4]))).toBe(1);
  expect(mostShared(list, Uint32Array.from([0, 1, 10, 1]))).toBe(0);
  expect(mostShared(list, Uint32Array.from([20, 2]))).toBeNull();
});
