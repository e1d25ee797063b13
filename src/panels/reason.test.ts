import type { Ranking } from '../core/regions';
import { rankingOf } from '../tools/testing';
import { longReason } from './reason';
import { ENGLISH } from '../core/translation';

const VOLUME = {
  spacing: { z: 2, y: 0.5, x: 0.7 },
  unit: 'µm',
  uncertainty: {
    codes: 'uint8' as const,
    distinct: 4,
    lossless: true,
    step: null,
    maximum: 0.9,
    direction: 'uncertainty' as const,
    probability: false,
    heights: true
  }
};

/** A gap whose box is 2 × 4 × 8 voxels. */
function gap(length: number): Ranking {
  const plain = rankingOf([[41, 0.5]]);
  return {
    ...plain,
    table: { ...plain.table, box: Uint16Array.of(1, 3, 2, 6, 5, 13) },
    facts: {
      kind: Uint8Array.of(1),
      cut: Uint8Array.of(79),
      step: Uint8Array.of(2),
      pieces: Uint16Array.of(2),
      length: Uint16Array.of(length),
      shown: 0
    }
  };
}

// The same figures as in `tests/regions/test_reasons.py`.
test.each([
  ['the diagonal of its box, without a centre line', 0, '7 µm'],
  ['its centre line in steps along the diagonal', 16, '14 µm'],
  ['shorter than the box', 3, '3 µm'],
  ['the diagonal of its box, where it is only spots on a longer line', 42, '7 µm']
])('a region is as long as %s', (_, length, extent) => {
  expect(longReason(gap(length), 0, VOLUME, null, ENGLISH)).toBe(
    `closes a gap of about ${extent}, touches the segmentation in 2 places, appears at p ≥ 0.31`
  );
});

test('in modes that know no kinds there is a reason once it is known what the flip does', () => {
  const ranking = rankingOf([[41, 0.5]]);
  const does = { pieces: 1, loops: 0, cavities: 0, hanging: 2, hangingLength: 1.4, flipped: -41 };
  expect(longReason(ranking, 0, VOLUME, null, ENGLISH)).toBeNull();
  expect(longReason(ranking, 0, VOLUME, { does, votes: [3, 2] }, ENGLISH)).toBe(
    'plateau of 41 voxels at 0.45: without it 2 pieces fall apart (1.4 µm cut off), ensemble split 3:2'
  );
});
