import { outlineRuns } from './contour';
import type { SlicePatch } from './slice-patch';

/** A patch written out, one digit a voxel. */
function patch(...rows: readonly string[]): SlicePatch {
  const columns = rows[0].length;
  return {
    range: { u0: 0, u1: columns, v0: 0, v1: rows.length },
    columns,
    rows: rows.length,
    values: Uint8Array.from(rows.join(''), Number)
  };
}

/** `label side line start-end` of each run. */
function written(...rows: readonly string[]): string[] {
  return outlineRuns(patch(...rows)).map(
    ({ label, side, line, start, end }) => `${label} ${side} ${line} ${start}-${end}`
  );
}

it('goes round a block in straight pieces', () => {
  expect(written('00000', '01110', '00000')).toEqual([
    '1 top 1 1-4',
    '1 bottom 1 1-4',
    '1 left 1 1-2',
    '1 right 3 1-2'
  ]);
});

it('draws both sides where two labels touch', () => {
  expect(written('12')).toEqual(['1 right 0 0-1', '2 left 1 0-1']);
});

it('takes the rim of the patch for no edge', () => {
  expect(written('11', '11')).toEqual([]);
});

it('follows a hole from the inside', () => {
  expect(written('111', '101', '111')).toEqual([
    '1 bottom 0 1-2',
    '1 top 2 1-2',
    '1 right 0 1-2',
    '1 left 2 1-2'
  ]);
});

it('says at which ends the label goes on, so that corners close', () => {
  const [run] = outlineRuns(patch('0100', '1111')).filter(({ side }) => side === 'top');
  expect(run).toMatchObject({ start: 0, end: 1, goesOnBefore: false, goesOnAfter: true });
});
