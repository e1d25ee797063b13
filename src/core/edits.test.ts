import fc from 'fast-check';
import { boxShape } from './axes';
import type { Edit } from './edits';
import { Stroke, eachRun, writeRuns } from './edits';
import { labelIndex } from './labels';
import type { IndexDtype, Volume } from './volume';
import { zeros } from './volume';

const ABOUT = { id: 'e1', tool: 'brush', region: 'g0/plateau26/7', time: 5 };
const SHAPE = { z: 3, y: 4, x: 7 };

interface Row {
  readonly z: number;
  readonly y: number;
  readonly x0: number;
  readonly x1: number;
  readonly label: number;
}

/** Random labels, and strokes of a few of 36 rows, more than a stroke keeps at once. */
const cases = fc
  .record({
    dtype: fc.constantFrom<IndexDtype>('uint8', 'uint16', 'uint32'),
    x: fc.constantFrom(1, 7, 150),
    before: fc.array(fc.nat(3), { minLength: 1, maxLength: 40 })
  })
  .chain(({ dtype, x, before }) => {
    const volume = zeros(dtype, { ...SHAPE, z: 9, x });
    volume.data.forEach((_, i) => (volume.data[i] = before[i % before.length]));
    const rows = fc.array(
      fc
        .record({ z: fc.nat(8), y: fc.nat(3), a: fc.nat(x), b: fc.nat(x), label: fc.nat(3) })
        .map(({ a, b, ...row }): Row => ({ ...row, x0: Math.min(a, b), x1: Math.max(a, b) })),
      { minLength: 1, maxLength: 12 }
    );
    return fc.tuple(fc.constant(volume), rows);
  });

function copyOf(volume: Volume): Volume {
  return { ...volume, data: volume.data.slice() };
}

function paint(volume: Volume, rows: readonly Row[]): Stroke {
  const stroke = new Stroke(volume);
  rows.forEach(({ z, y, x0, x1, label }) => stroke.paintRow(z, y, x0, x1, labelIndex(label)));
  return stroke;
}

function law(name: string, holds: (before: Volume, rows: readonly Row[]) => void): void {
  it(name, () => {
    fc.assert(
      fc.property(cases, ([volume, rows]) => holds(volume, rows)),
      { seed: 20251124, numRuns: 500 }
    );
  });
}

function expectSame(a: Volume, b: Volume): void {
  expect(Buffer.from(a.data.buffer).equals(Buffer.from(b.data.buffer))).toBe(true);
}

function finished(stroke: Stroke): Edit | null {
  return stroke.finish(ABOUT);
}

describe('a stroke', () => {
  law('paints at once, row by row, and tells how many voxels changed', (before, rows) => {
    const volume = copyOf(before);
    const plain = copyOf(before);
    const stroke = new Stroke(volume);
    for (const { z, y, x0, x1, label } of rows) {
      const row = (z * plain.shape.y + y) * plain.shape.x;
      const differing = plain.data.slice(row + x0, row + x1).filter(value => value !== label);
      plain.data.fill(label, row + x0, row + x1);
      expect(stroke.paintRow(z, y, x0, x1, labelIndex(label))).toBe(differing.length);
      expectSame(volume, plain);
    }
  });

  law('tells what every voxel was before it', (before, rows) => {
    const volume = copyOf(before);
    const stroke = paint(volume, rows);
    const { z, y, x } = before.shape;
    const told = Array.from(before.data, (_, at) =>
      stroke.before({ z: Math.floor(at / (y * x)), y: Math.floor(at / x) % y, x: at % x })
    );
    expect(z * y * x).toBe(told.length);
    expect(told).toEqual(Array.from(before.data));
  });

  law('becomes an edit that leads from what was to what is', (before, rows) => {
    const volume = copyOf(before);
    const edit = finished(paint(volume, rows));
    const replayed = copyOf(before);
    if (edit !== null) {
      writeRuns(replayed, edit.box, edit.runs, 'after');
    }
    expectSame(replayed, volume);
  });

  law(
    'becomes an edit whose undoing restores every voxel, and whose redoing changes it again',
    (before, rows) => {
      const volume = copyOf(before);
      const edit = finished(paint(volume, rows));
      const after = copyOf(volume);
      if (edit !== null) {
        writeRuns(volume, edit.box, edit.runs, 'before');
        expectSame(volume, before);
        writeRuns(volume, edit.box, edit.runs, 'after');
      }
      expectSame(volume, after);
    }
  );

  law(
    'becomes runs that are sorted, apart, within their row, as long as can be, and real changes',
    (before, rows) => {
      const edit = finished(paint(copyOf(before), rows));
      const width = edit === null ? 1 : boxShape(edit.box).x;
      const runs = edit === null ? [] : [...eachRun(edit.runs)];
      let voxels = 0;
      runs.forEach(({ offset, length, before: was, after }, i) => {
        const last = runs[i - 1] ?? { offset: -1, length: 0, before: -1, after: -1 };
        const touches = last.offset + last.length === offset && offset % width !== 0;
        expect(offset).toBeGreaterThanOrEqual(last.offset + last.length);
        expect((offset % width) + length).toBeLessThanOrEqual(width);
        expect(was).not.toBe(after);
        expect(touches && last.before === was && last.after === after).toBe(false);
        voxels += length;
      });
      expect(edit?.voxels ?? 0).toBe(voxels);
    }
  );

  law('is cancelled without a trace', (before, rows) => {
    const volume = copyOf(before);
    const stroke = paint(volume, rows);
    stroke.cancel();
    expectSame(volume, before);
    expect(finished(stroke)).toBeNull();
  });

  law('that is painted back is none', (before, rows) => {
    const volume = copyOf(before);
    const stroke = paint(volume, rows);
    before.data.forEach((label, offset) => {
      const x = offset % before.shape.x;
      const row = (offset - x) / before.shape.x;
      stroke.paintRow(Math.floor(row / SHAPE.y), row % SHAPE.y, x, x + 1, labelIndex(label));
    });
    expect(finished(stroke)).toBeNull();
  });

  it('becomes an edit in the smallest box around what changed', () => {
    const volume = zeros('uint8', SHAPE);
    volume.data[(1 * 4 + 2) * 7 + 3] = 2;
    const stroke = new Stroke(volume);
    stroke.paintRow(1, 2, 2, 5, labelIndex(2));
    stroke.paintRow(2, 1, 3, 4, labelIndex(1));
    expect(finished(stroke)).toEqual({
      ...ABOUT,
      box: { z0: 1, z1: 3, y0: 1, y1: 3, x0: 2, x1: 5 },
      // prettier-ignore
      runs: Uint32Array.of(
        3, 1, 0, 2,
        5, 1, 0, 2,
        7, 1, 0, 1
      ),
      voxels: 3
    });
  });

  it('knows the box of what it touched', () => {
    const stroke = paint(zeros('uint8', SHAPE), [
      { z: 0, y: 1, x0: 2, x1: 4, label: 1 },
      { z: 2, y: 0, x0: 5, x1: 6, label: 0 }
    ]);
    expect(stroke.box).toEqual({ z0: 0, z1: 1, y0: 1, y1: 2, x0: 2, x1: 4 });
  });

  it('refuses a label that the array cannot hold', () => {
    const stroke = new Stroke(zeros('uint8', SHAPE));
    expect(() => stroke.paintRow(0, 0, 0, 2, labelIndex(300))).toThrow(
      'found label index 300, expected at most 255'
    );
  });
});

it('writes only the runs within a part of the box', () => {
  const volume = zeros('uint8', SHAPE);
  const box = { z0: 1, z1: 2, y0: 0, y1: 2, x0: 1, x1: 6 };
  const runs = Uint32Array.of(0, 5, 0, 3, 5, 5, 0, 4);
  writeRuns(volume, box, runs, 'after', { ...box, y0: 1, x0: 3, x1: 5 });
  expect(Array.from(volume.data.subarray(28, 42))).toEqual([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0
  ]);
});
