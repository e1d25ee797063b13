/**
 * @jest-environment node
 *
 * Pieces, loops and cavities after each of many edits, against `tests/fixtures/holes/generate.py`, which counts whole volumes with scipy
 * and scikit-image.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxTuple } from '../core/axes';
import { boxFromTuple } from '../core/axes';
import type { PieceChange } from '../core/pieces';
import { rankHere } from './drive';
import { KeptPieces } from './kept-pieces';
import { pieceParameters } from './pieces';
import { ENGINES } from './testing';

const FOLDER = join(__dirname, '..', '..', 'tests', 'fixtures', 'holes');
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.json'));
const WEIGHTS = Uint32Array.from({ length: 256 }, (_, code) => code);

type Triple = readonly [pieces: number, loops: number, cavities: number];

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly labels: readonly number[];
  readonly counts: Triple;
  readonly edits: { readonly box: BoxTuple; readonly labels: readonly number[]; counts: Triple }[];
}

function golden(file: string): Golden {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Golden;
}

async function counting({ shape: [z, y, x], labels }: Golden) {
  const told: PieceChange[] = [];
  const engine = await ENGINES['simd']();
  const codes = Uint8Array.from(labels);
  const { found } = await rankHere(engine, codes, { z, y, x }, WEIGHTS, pieceParameters());
  if (found === null) {
    throw new Error('found no regions, expected those of a plateau map');
  }
  const pieces = new KeptPieces(found, 1, change => told.push(change));
  await pieces.count();
  const edit = async ({ box, labels: inside }: Golden['edits'][number], isTrial = false) => {
    await pieces.edit(boxFromTuple(box), Uint8Array.from(inside).buffer, isTrial);
  };
  return { told, edit };
}

const before = ({ before: pieces, loops, cavities }: PieceChange): Triple => [
  pieces,
  loops.before,
  cavities.before
];
const after = ({ after: pieces, loops, cavities }: PieceChange): Triple => [
  pieces,
  loops.after,
  cavities.after
];

it.each(FILES)('counts what a full count gives after every edit: %s', async file => {
  const { counts, edits, ...volume } = golden(file);
  const { told, edit } = await counting({ counts, edits, ...volume });
  for (const each of edits) {
    await edit(each);
  }
  expect(told.map(after)).toEqual([counts, ...edits.map(each => each.counts)]);
  expect(told.slice(1).map(before)).toEqual(told.slice(0, -1).map(after));
});

it.each(FILES)('compares what is tried with what stands: %s', async file => {
  const volume = golden(file);
  const { told, edit } = await counting(volume);
  const { box, labels } = volume.edits[0];
  for (const code of [0, 1, 2]) {
    await edit({ box, labels: labels.map(() => code), counts: volume.counts }, true);
    await edit(
      { box: [0, 1, 0, 2, 0, 3], labels: [1, 0, 1, 0, 1, 0], counts: volume.counts },
      true
    );
  }
  await edit(volume.edits[0]);
  expect(told.map(before)).toEqual(told.map(() => volume.counts));
  expect(after(told[told.length - 1])).toEqual(volume.edits[0].counts);
});
