/**
 * Huffman codes of deflate. Each code has, from its offset in the work area:
 *
 *   0       entries u32 by the next bits, as many as the fast table looks at: 0 where the code is longer
 *   8192    symbols in order of their codes, u16 [288]
 *   8768    number of codes of each length, u16 [16]
 *
 * An entry: bits 0-3 length of the code, 8-11 extra bits, 16-31 literal or base of a length or distance; bits 12-15 its kind.
 */
export const LITLEN: usize = 0;
export const DISTANCE: usize = 9216;
/** Code lengths as they are sent, u8 [320]. */
export const LENGTHS: usize = 18432;
export const LITERAL_BITS: u32 = 11;
export const DISTANCE_BITS: u32 = 9;

export const KIND: u32 = 0xf000;
export const LITERAL: u32 = 0x1000;
export const END: u32 = 0x2000;
export const INVALID: u32 = 0x4000;

const SYMBOLS: usize = 8192;
const COUNTS: usize = 8768;
const MOST_BITS: u32 = 15;

/** Order the symbols of a code by the lengths of their codes. @returns whether they make one: complete, or a single symbol, or none. */
export function buildCode(w: usize, code: usize, lengths: usize, symbols: u32): bool {
  const table = w + code;
  const counts = table + COUNTS;
  memory.fill(counts, 0, 64);
  for (let s: u32 = 0; s < symbols; s++) {
    const at = counts + (<usize>load<u8>(lengths + s) << 1);
    store<u16>(at, load<u16>(at) + 1);
  }
  const used = symbols - load<u16>(counts);
  store<u16>(counts, 0);
  let left: i32 = 1;
  let first: u32 = 0;
  // Behind the counts: the place of the next symbol of each length among the symbols.
  for (let length: u32 = 1; length <= MOST_BITS; length++) {
    const count = <u32>load<u16>(counts + (length << 1));
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    store<u16>(counts + 32 + (length << 1), first);
    first += count;
  }
  for (let s: u32 = 0; s < symbols; s++) {
    const length = <u32>load<u8>(lengths + s);
    if (!length) continue;
    const next = counts + 32 + (length << 1);
    const place = <u32>load<u16>(next);
    store<u16>(next, place + 1);
    store<u16>(table + SYMBOLS + (place << 1), s);
  }
  return left == 0 || used <= 1;
}

/** Make the fast table of a code that is built. */
export function fillTable(w: usize, code: usize): void {
  fill(w + code, code == LITLEN);
}

function fill(table: usize, isLitlen: bool): void {
  const fastBits = isLitlen ? LITERAL_BITS : DISTANCE_BITS;
  memory.fill(table, 0, 4 << fastBits);
  let code: u32 = 0;
  let place: usize = 0;
  for (let length: u32 = 1; length <= fastBits; length++) {
    const count = <u32>load<u16>(table + COUNTS + (length << 1));
    for (let i: u32 = 0; i < count; i++) {
      const symbol = <u32>load<u16>(table + SYMBOLS + (place << 1));
      const entry = entryOf(symbol, isLitlen) | length;
      const step: u32 = 1 << length;
      for (let at = reverse(code, length); at < <u32>1 << fastBits; at += step) store<u32>(table + (at << 2), entry);
      code += 1;
      place += 1;
    }
    code <<= 1;
  }
}

/** The entry of the code that the next bits begin with; INVALID when there is none. */
export function decodeSlowly(w: usize, code: usize, bits: u32): u32 {
  const found = findSymbol(w + code, bits);
  return found == INVALID ? INVALID : entryOf(found >> 16, code == LITLEN) | (found & 15);
}

/** Symbol, 16 bits up, and length of the code that the next bits begin with, length by length (as in Adler's puff); or INVALID. */
export function findSymbol(table: usize, bits: u32): u32 {
  let value: u32 = 0;
  let first: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= MOST_BITS; length++) {
    value |= bits & 1;
    bits >>= 1;
    const count = <u32>load<u16>(table + COUNTS + (length << 1));
    if (value < first + count) {
      const symbol = <u32>load<u16>(table + SYMBOLS + ((place + value - first) << 1));
      return (symbol << 16) | length;
    }
    place += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return INVALID;
}

/** Extra bits and bases of RFC 1951, 3.2.5. */
function entryOf(symbol: u32, isLitlen: bool): u32 {
  if (!isLitlen) {
    if (symbol > 29) return INVALID;
    if (symbol < 4) return (symbol + 1) << 16;
    const extra = (symbol >> 1) - 1;
    return ((((2 + (symbol & 1)) << extra) + 1) << 16) | (extra << 8);
  }
  if (symbol < 256) return (symbol << 16) | LITERAL;
  if (symbol == 256) return END;
  if (symbol < 265) return (symbol - 254) << 16;
  if (symbol == 285) return 258 << 16;
  if (symbol > 285) return INVALID;
  const extra = (symbol - 261) >> 2;
  return ((((4 + ((symbol - 265) & 3)) << extra) + 3) << 16) | (extra << 8);
}

function reverse(code: u32, length: u32): u32 {
  let reversed: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    reversed = (reversed << 1) | (code & 1);
    code >>= 1;
  }
  return reversed;
}
