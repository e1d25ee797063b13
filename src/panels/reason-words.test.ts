/** Reasons against `tests/fixtures/reasons/reasons.json`; pytest reads the same file. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { reasonWords } from './reason-words';
import { ENGLISH } from '../core/translation';

type Counts = [
  pieces: number,
  loops: number,
  cavities: number,
  hanging: number,
  hangingLength: number,
  flipped: number
];

interface Case {
  readonly expected: string;
  readonly known: {
    readonly kind: string;
    readonly voxels: number;
    readonly extent: string;
    readonly cut: number;
    readonly pieces: number;
    readonly mean: string;
    readonly consequence: Counts | null;
    readonly split: [number, number] | null;
    readonly unit: string;
  };
}

const FILE = join(__dirname, '../../tests/fixtures/reasons/reasons.json');
const CASES = JSON.parse(readFileSync(FILE, 'utf8')) as Case[];

test.each(CASES.map(each => [each.expected, each.known] as const))('%s', (expected, known) => {
  expect(reasonWords({ ...known, consequence: named(known.consequence) }, ENGLISH)).toBe(expected);
});

function named(counts: Counts | null) {
  if (counts === null) {
    return null;
  }
  const [pieces, loops, cavities, hanging, hangingLength, flipped] = counts;
  return { pieces, loops, cavities, hanging, hangingLength, flipped };
}
