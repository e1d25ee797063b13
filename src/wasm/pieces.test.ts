/** Pieces, loops and cavities kept true while a volume is edited, against counting them anew. */
import fc from 'fast-check';
import type { Box } from '../core/axes';
import { boxShape } from '../core/axes';
import type { PieceChange } from '../core/pieces';
import { rankHere } from './drive';
import { Pieces, pieceParameters } from './pieces';
import type { Codes, LabelEngine } from './ranker';
import { ENGINES } from './testing';

const WEIGHTS = Uint32Array.from({ length: 256 }, (_, code) => code);
const SHAPE = { z: 7, y: 9, x: 23 };
const SLICE = SHAPE.y * SHAPE.x;

let engine: LabelEngine;
beforeAll(async () => {
  engine = await ENGINES['simd']();
});

async function piecesOf(codes: Codes): Promise<Pieces> {
  const { found } = await rankHere(engine, codes, SHAPE, WEIGHTS, pieceParameters());
  if (found === null) {
    throw new Error('found no regions, expected those of a plateau map');
  }
  const pieces = new Pieces(found);
  whole(pieces.countHoles());
  return pieces;
}

function whole<T>(steps: Generator<unknown, T, undefined>): T {
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next();
  }
  return step.value;
}

/** Write a code into a box, or a ball within it, and tell the pieces. */
function paint(
  codes: Uint8Array,
  pieces: Pieces,
  box: Box,
  code: number,
  isBall: boolean
): PieceChange {
  const size = boxShape(box);
  const inside = new Uint8Array(size.z * size.y * size.x);
  let offset = 0;
  for (let z = box.z0; z < box.z1; z++) {
    for (let y = box.y0; y < box.y1; y++) {
      for (let x = box.x0; x < box.x1; x++, offset++) {
        const at = z * SLICE + y * SHAPE.x + x;
        const away = [
          (2 * (z - box.z0) + 1) / size.z - 1,
          (2 * (y - box.y0) + 1) / size.y - 1,
          (2 * (x - box.x0) + 1) / size.x - 1
        ];
        if (!isBall || away.reduce((sum, d) => sum + d * d, 0) <= 1) {
          codes[at] = code;
        }
        inside[offset] = codes[at];
      }
    }
  }
  return whole(pieces.edit(box, inside));
}

/** Runs with pieces numbered by first run. */
function named(pieces: Pieces): string {
  const numbers = new Map<number, number>();
  return [...pieces.runs()]
    .map(({ row, start, end, piece }) => {
      numbers.set(piece, numbers.get(piece) ?? numbers.size + 1);
      return `${row}:${start}-${end}=${numbers.get(piece)}`;
    })
    .join(' ');
}

/** Piece of each voxel, 0 for none. */
function dense(pieces: Pieces): Uint32Array {
  const labels = new Uint32Array(SHAPE.z * SLICE);
  for (const { row, start, end, piece } of pieces.runs()) {
    labels.fill(piece, row * SHAPE.x + start, row * SHAPE.x + end);
  }
  return labels;
}

/** How pieces go on, voxel by voxel: a voxel goes on where its code is the same. */
function eventsOf(was: Uint32Array, before: Uint8Array, now: Uint32Array, after: Uint8Array) {
  const links = new Set<string>();
  was.forEach((piece, voxel) => {
    if (piece > 0 && before[voxel] === after[voxel]) {
      links.add(`${piece} ${now[voxel]}`);
    }
  });
  const tally = (side: 0 | 1, all: Uint32Array) => {
    const names = [...links].map(link => link.split(' ')[side]);
    const counts = [...new Set(all)]
      .filter(piece => piece > 0)
      .map(piece => names.filter(name => name === String(piece)).length);
    const several = counts.filter(count => count > 1).reduce((sum, count) => sum + count, 0);
    return [several, counts.filter(count => count === 0).length];
  };
  const [joined, added] = tally(1, now);
  const [parted, removed] = tally(0, was);
  return { joined, parted, added, removed };
}

const axis = (size: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 1, max: Math.min(size, 6) }))
    .map(([from, length]) => [from, Math.min(from + length, size)] as const);

const edits = fc.array(
  fc.record({
    z: axis(SHAPE.z),
    y: axis(SHAPE.y),
    x: axis(SHAPE.x),
    code: fc.integer({ min: 0, max: 3 }),
    isBall: fc.boolean()
  }),
  { minLength: 1, maxLength: 40 }
);

it('are what labelling anew finds after every edit', async () => {
  await fc.assert(
    fc.asyncProperty(
      edits,
      fc.integer({ min: 1, max: 12 }),
      fc.integer(),
      async (changes, stay, seed) => {
        const codes = new Uint8Array(SHAPE.z * SLICE);
        let state = seed | 1;
        for (let voxel = 0, code = 0; voxel < codes.length; voxel++) {
          state = Math.imul(state, 1664525) + 1013904223;
          code = (state >>> 16) % stay === 0 ? (state >>> 8) % 4 : code;
          codes[voxel] = code;
        }
        const pieces = await piecesOf(codes);
        for (const { z, y, x, code, isBall } of changes) {
          const box = { z0: z[0], z1: z[1], y0: y[0], y1: y[1], x0: x[0], x1: x[1] };
          const was = { count: pieces.count, labels: dense(pieces), codes: codes.slice() };
          const holes = { loops: pieces.loops, cavities: pieces.cavities };
          const change = paint(codes, pieces, box, code, isBall);
          const anew = await piecesOf(codes);
          expect(change).toEqual({
            before: was.count,
            after: anew.count,
            ...eventsOf(was.labels, was.codes, dense(anew), codes),
            loops: { before: holes.loops, after: anew.loops },
            cavities: { before: holes.cavities, after: anew.cavities }
          });
          expect(named(pieces)).toBe(named(anew));
        }
      }
    ),
    { numRuns: 150, seed: 20261126 }
  );
}, 60_000);

const NONE = { joined: 0, parted: 0, added: 0, removed: 0 };
const along = (x0: number, x1: number): Box => ({ z0: 3, z1: 4, y0: 4, y1: 5, x0, x1 });

it.each([
  ['a first stroke adds a piece', [[2, 8, 1]], { before: 0, after: 1, added: 1 }],
  [
    'a stroke beside it adds one',
    [
      [2, 8, 1],
      [10, 16, 1]
    ],
    { before: 1, after: 2, added: 1 }
  ],
  [
    'a bridge joins',
    [
      [2, 8, 1],
      [10, 16, 1],
      [8, 10, 1]
    ],
    { before: 2, after: 1, joined: 2 }
  ],
  [
    'another label joins nothing',
    [
      [2, 8, 1],
      [8, 16, 2]
    ],
    { before: 1, after: 2, added: 1 }
  ],
  [
    'a cut parts',
    [
      [0, 23, 1],
      [5, 6, 0]
    ],
    { before: 1, after: 2, parted: 2 }
  ],
  [
    'a shorter end is the same piece',
    [
      [0, 23, 1],
      [20, 23, 0]
    ],
    { before: 1, after: 1 }
  ],
  [
    'what is erased is gone',
    [
      [2, 8, 1],
      [0, 23, 0]
    ],
    { before: 1, after: 0, removed: 1 }
  ],
  [
    'a label over one side joins and parts nothing',
    [
      [2, 8, 1],
      [2, 5, 2]
    ],
    { before: 1, after: 2, added: 1 }
  ],
  [
    'a label in the middle parts and adds',
    [
      [0, 23, 1],
      [9, 12, 2]
    ],
    { before: 1, after: 3, parted: 2, added: 1 }
  ]
] as const)('%s', async (_, strokes, expected) => {
  const codes = new Uint8Array(SHAPE.z * SLICE);
  const pieces = await piecesOf(codes);
  const changes = strokes.map(([x0, x1, code]) => paint(codes, pieces, along(x0, x1), code, false));
  expect(changes[changes.length - 1]).toMatchObject({ ...NONE, ...expected });
});

it('takes at most twice the memory, however long it is edited', async () => {
  const codes = Uint8Array.from({ length: SHAPE.z * SLICE }, (_, voxel) => voxel % 2);
  const pieces = await piecesOf(codes);
  const before = pieces.bytes;
  for (let stroke = 0; stroke < 3000; stroke++) {
    const x0 = stroke % 20;
    paint(codes, pieces, { z0: 2, z1: 5, y0: 3, y1: 6, x0, x1: x0 + 3 }, stroke % 3, false);
  }
  expect(pieces.bytes).toBeLessThanOrEqual(2 * before);
  expect(named(pieces)).toBe(named(await piecesOf(codes)));
});

it('counts a piece that is larger than any region of a list', async () => {
  const shape = { z: 257, y: 257, x: 257 };
  const codes = new Uint8Array(257 ** 3).fill(1);
  const { found } = await rankHere(engine, codes, shape, WEIGHTS, pieceParameters());
  const pieces = found === null ? null : new Pieces(found);
  expect(pieces?.count).toBe(1);
});
