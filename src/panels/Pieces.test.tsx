import { screen } from '@testing-library/react';
import type { PieceNote } from '../core/pieces';
import { unchangedPieces } from '../core/pieces';
import { pieceWords } from './Pieces';
import { CuratorOnPage } from './testing';
import { ENGLISH } from '../core/translation';

const JOINED = { ...unchangedPieces(12, 3), after: 11, joined: 2 };
const PARTED = { ...unchangedPieces(11, 3), after: 12, parted: 2 };

test.each<[string, PieceNote['cause'], Partial<PieceNote['change']>]>([
  ['last edit: 12 → 11 pieces (−1), joins 2 · 3 loops · 0 cavities', 'stroke', JOINED],
  ['undo: 11 → 12 pieces (+1), parts into 2 · 3 loops · 0 cavities', 'undo', PARTED],
  ['stroke: 12 pieces · 3 loops · 0 cavities, as before', 'drawing', {}],
  ['redo: 1 piece · 3 loops · 0 cavities, as before', 'redo', { before: 1, after: 1 }],
  [
    'last edit: 12 → 12 pieces (±0), joins 2, parts into 2 · 3 loops · 0 cavities',
    'stroke',
    { joined: 2, parted: 2 }
  ],
  [
    'from the kernel: 12 → 12,345 pieces (+12,333) · 3 loops · 0 cavities',
    'kernel',
    { after: 12345, added: 12333 }
  ],
  [
    'put back: 2 → 1 piece (−1) · 3 loops · 0 cavities',
    'refusal',
    { before: 2, after: 1, removed: 1 }
  ],
  [
    'if taken: 12 pieces · 0 → 1 loop (+1) · 3 → 2 cavities (−1)',
    'offer',
    { loops: { before: 0, after: 1 }, cavities: { before: 3, after: 2 } }
  ]
])('%s', (words, cause, change) => {
  expect(pieceWords({ cause, change: { ...unchangedPieces(12, 3), ...change } }, ENGLISH)).toBe(
    words
  );
});

describe('the status line', () => {
  let page: CuratorOnPage;
  beforeEach(() => {
    page = new CuratorOnPage();
    page.show();
  });
  afterEach(() => page.dispose());

  const note = (): Element | null => screen.getByRole('status').querySelector('.vp-Pieces');
  const live = (): string => document.querySelector('[aria-live="polite"]')?.textContent ?? '';

  test('tells what a stroke does to the pieces, until the next act begins', () => {
    expect(note()).toBeNull();
    page.update({ pieces: { cause: 'stroke', change: unchangedPieces(12) } });
    expect(note()?.textContent).toBe('last edit: 12 pieces · 0 loops · 0 cavities, as before');
    page.update({ pieces: null });
    expect(note()).toBeNull();
  });

  test('warns of a stroke that joins or parts, by sign and by voice', () => {
    page.update({ pieces: { cause: 'stroke', change: JOINED } });
    expect(note()?.querySelector('svg')).not.toBeNull();
    expect(live()).toContain('12 → 11 pieces (−1), joins 2 · 3 loops');
  });

  test('warns of a loop that closes, and speaks of a stroke once it is over', () => {
    const change = { ...unchangedPieces(2), loops: { before: 0, after: 1 } };
    page.update({ pieces: { cause: 'drawing', change } });
    expect(note()?.querySelector('svg')).not.toBeNull();
    expect(live()).not.toContain('loop');
    page.update({ pieces: { cause: 'stroke', change } });
    expect(live()).toContain('0 → 1 loop (+1)');
  });

  test.each([
    ['an undo, which is meant to', { cause: 'undo', change: PARTED }],
    ['a new piece', { cause: 'stroke', change: { ...unchangedPieces(2), after: 3, added: 1 } }]
  ] as const)('does not warn of %s', (_, pieces) => {
    page.update({ pieces });
    expect(note()).not.toBeNull();
    expect(note()?.querySelector('svg')).toBeNull();
    expect(live()).not.toContain('pieces');
  });
});
