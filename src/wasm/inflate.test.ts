/** @jest-environment node */
import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { inflateStream } from './inflate';

/** Noise, stretches, and repetitions of few bytes; as zlib writes them in every way it knows. */
const streams = fc
  .record({
    length: fc.oneof(fc.nat(50), fc.nat(4000), fc.constant(90_000)),
    alphabet: fc.integer({ min: 1, max: 256 }),
    stay: fc.integer({ min: 1, max: 50 }),
    period: fc.nat(12),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    level: fc.integer({ min: 0, max: 9 }),
    strategy: fc.constantFrom(
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_FILTERED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
      constants.Z_FIXED
    ),
    memLevel: fc.integer({ min: 1, max: 9 }),
    windowBits: fc.integer({ min: 9, max: 15 })
  })
  .map(({ length, alphabet, stay, period, seed, ...options }) => {
    const plain = new Uint8Array(length);
    let state = seed;
    const random = (below: number) => {
      state = Math.imul(state, 1664525) + 1013904223;
      return (state >>> 8) % below;
    };
    let byte = 0;
    for (let i = 0; i < length; i++) {
      byte = random(stay) === 0 ? random(alphabet) : byte;
      plain[i] = period > 0 && i >= period && random(60) > 0 ? plain[i - period] : byte;
    }
    return { plain, deflated: Uint8Array.from(deflateSync(plain, options)) };
  });

const ROUNDS = { seed: 20251124, numRuns: 50 };

it('undoes whatever zlib has deflated', async () => {
  const holds = async ({
    plain,
    deflated
  }: {
    plain: Uint8Array;
    deflated: Uint8Array<ArrayBuffer>;
  }) => {
    const inflated = await inflateStream(deflated, plain.length);
    expect(Buffer.compare(inflated, plain)).toBe(0);
  };
  await fc.assert(fc.asyncProperty(streams, holds), ROUNDS);
}, 60_000);

it('takes a flipped bit for damage, and never for other bytes', async () => {
  const property = fc.asyncProperty(streams, fc.nat(), async ({ plain, deflated }, at) => {
    const damaged = deflated.slice();
    damaged[(at >> 3) % damaged.length] ^= 1 << (at & 7);
    const inflated = await inflateStream(damaged, plain.length).catch((error: unknown) => error);
    const isSame = inflated instanceof Uint8Array && Buffer.compare(inflated, plain) === 0;
    expect(isSame || !(inflated instanceof Uint8Array)).toBe(true);
    if (!isSame) {
      expect(inflated).toMatchObject({ code: 'data' });
    }
  });
  await fc.assert(property, ROUNDS);
}, 60_000);

const text = Uint8Array.from({ length: 10_000 }, (_, i) => (i * i) % 251);
const deflated = Uint8Array.from(deflateSync(text));

it.each([
  ['one byte less', deflated, text.length - 1],
  ['one byte more', deflated, text.length + 1],
  ['nothing', new Uint8Array(0), 4],
  ['a stream cut short', deflated.slice(0, -20), text.length],
  ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0), 0]
])('rejects %s', async (_, bytes, size) => {
  await expect(inflateStream(bytes, size)).rejects.toMatchObject({ code: 'data' });
});

it('gives a buffer up when more comes out than fits, however much more', async () => {
  const bomb = Uint8Array.from(deflateSync(new Uint8Array(32 << 20)));
  await expect(inflateStream(bomb, 100)).rejects.toMatchObject({
    code: 'data',
    message: 'found more than 100 bytes inflated, expected 100'
  });
});

it('says so where the browser has no decoder', async () => {
  const { DecompressionStream: decoder } = globalThis;
  Reflect.deleteProperty(globalThis, 'DecompressionStream');
  try {
    await expect(inflateStream(deflated, text.length)).rejects.toMatchObject({
      code: 'data',
      message: 'found no DecompressionStream, which inflates blocks'
    });
  } finally {
    globalThis.DecompressionStream = decoder;
  }
});

it('inflates what it does not know the length of', async () => {
  expect(Buffer.compare(await inflateStream(deflated), text)).toBe(0);
});
