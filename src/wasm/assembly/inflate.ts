/**
 * Inflating (RFC 1950, 1951): one whole zlib stream into a place of known size. The host lays out a memory of its own:
 *
 *   w        work area, INFLATE_WORK bytes: see `huffman.ts` for the codes, then
 *   19456      input: next byte, u32         19472   bit buffer, u64
 *   19460      input: end, u32               19480   bits in the buffer, u32
 *   19464      output: next byte, u32        19484   output: end, u32
 *   19468      output: begin, u32
 *   input    followed by at least 8 bytes that may be read
 *   output   followed by at least 8 bytes that may be written
 */
import { adler32 } from './adler';
import {
  DISTANCE,
  DISTANCE_BITS,
  END,
  INVALID,
  KIND,
  LENGTHS,
  LITERAL,
  LITERAL_BITS,
  LITLEN,
  buildCode,
  decodeSlowly,
  fillTable,
  findSymbol
} from './huffman';

export const INFLATE_WORK: u32 = 19488;
const DAMAGED: i32 = -1;
const ANOTHER_LENGTH: i32 = -2;

/** The order in which the lengths of the code-length code are sent (RFC 1951, 3.2.7). */
const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

// prettier-ignore
namespace state {
  @inline export function input(w: usize): usize { return load<u32>(w, 19456); }
  @inline export function inputEnd(w: usize): usize { return load<u32>(w, 19460); }
  @inline export function output(w: usize): usize { return load<u32>(w, 19464); }
  @inline export function outputBegin(w: usize): usize { return load<u32>(w, 19468); }
  @inline export function outputEnd(w: usize): usize { return load<u32>(w, 19484); }
  @inline export function bits(w: usize): u64 { return load<u64>(w, 19472); }
  @inline export function count(w: usize): u32 { return load<u32>(w, 19480); }
  @inline export function setInput(w: usize, at: usize): void { store<u32>(w, <u32>at, 19456); }
  @inline export function setOutput(w: usize, at: usize): void { store<u32>(w, <u32>at, 19464); }
  @inline export function setBits(w: usize, bits: u64, count: u32): void {
    store<u64>(w, bits, 19472);
    store<u32>(w, count, 19480);
  }
}

/** @returns 0, or DAMAGED, or ANOTHER_LENGTH when more or fewer than `outputBytes` come out. */
export function inflate(w: usize, input: usize, inputBytes: u32, output: usize, outputBytes: u32): i32 {
  store<u32>(w, <u32>(input + inputBytes), 19460);
  store<u32>(w, <u32>output, 19468);
  store<u32>(w, <u32>(output + outputBytes), 19484);
  state.setOutput(w, output);
  state.setBits(w, 0, 0);
  if (inputBytes < 6 || !isZlib(load<u8>(input), load<u8>(input, 1))) return DAMAGED;
  state.setInput(w, input + 2);
  let last: u32 = 0;
  while (!last) {
    last = take(w, 1);
    const status = inflateBlock(w, take(w, 2));
    if (status) return status;
  }
  if (state.output(w) != state.outputEnd(w)) return ANOTHER_LENGTH;
  const trailer = alignInput(w);
  if (trailer + 4 > state.inputEnd(w)) return DAMAGED;
  return bswap(load<u32>(trailer)) == adler32(output, outputBytes) ? 0 : DAMAGED;
}

/** Deflate with a window of at most 32 KiB and no preset dictionary. */
function isZlib(method: u32, flags: u32): bool {
  return (method & 15) == 8 && method >> 4 <= 7 && !(flags & 32) && ((method << 8) | flags) % 31 == 0;
}

function inflateBlock(w: usize, kind: u32): i32 {
  if (kind == 0) return copyStored(w);
  if (kind == 1) fixedCodes(w);
  else if (kind == 3 || !readCodes(w)) return DAMAGED;
  return inflateSymbols(w);
}

/** The next `n` bits, at most 16. Zeros behind the end, which the callers notice by {@link isOverrun}. */
function take(w: usize, n: u32): u32 {
  let bits = state.bits(w);
  let count = state.count(w);
  let input = state.input(w);
  while (count < n) {
    const byte: u64 = input < state.inputEnd(w) ? load<u8>(input) : 0;
    bits |= byte << count;
    input += 1;
    count += 8;
  }
  state.setInput(w, input);
  state.setBits(w, bits >> n, count - n);
  return <u32>bits & ((<u32>1 << n) - 1);
}

/** Whether more was taken than there is. */
function isOverrun(w: usize): bool {
  return state.input(w) - (state.count(w) >> 3) > state.inputEnd(w);
}

/** Forget the bits up to the next byte and the bytes read ahead. @returns the address of that byte. */
function alignInput(w: usize): usize {
  const input = state.input(w) - (state.count(w) >> 3);
  state.setInput(w, input);
  state.setBits(w, 0, 0);
  return input;
}

function copyStored(w: usize): i32 {
  const input = alignInput(w);
  if (input + 4 > state.inputEnd(w)) return DAMAGED;
  const bytes = <usize>load<u16>(input);
  if (bytes != <usize>(load<u16>(input, 2) ^ 0xffff) || input + 4 + bytes > state.inputEnd(w)) return DAMAGED;
  const output = state.output(w);
  if (output + bytes > state.outputEnd(w)) return ANOTHER_LENGTH;
  memory.copy(output, input + 4, bytes);
  state.setInput(w, input + 4 + bytes);
  state.setOutput(w, output + bytes);
  return 0;
}

function fixedCodes(w: usize): void {
  const lengths = w + LENGTHS;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  buildCode(w, LITLEN, lengths, 288);
  memory.fill(lengths, 5, 32);
  buildCode(w, DISTANCE, lengths, 32);
  fillTable(w, LITLEN);
  fillTable(w, DISTANCE);
}

/** Read the codes of a block from the input. */
function readCodes(w: usize): bool {
  const literals = take(w, 5) + 257;
  const distances = take(w, 5) + 1;
  const sent = take(w, 4) + 4;
  if (literals > 286 || distances > 30) return false;
  const lengths = w + LENGTHS;
  memory.fill(lengths, 0, 320);
  for (let i: u32 = 0; i < sent; i++) store<u8>(lengths + load<u8>(ORDER + i), take(w, 3));
  if (!buildCode(w, DISTANCE, lengths, 19)) return false;
  if (!readLengths(w, literals + distances)) return false;
  if (!load<u8>(lengths + 256)) return false;
  if (!buildCode(w, LITLEN, lengths, literals)) return false;
  if (!buildCode(w, DISTANCE, lengths + literals, distances)) return false;
  fillTable(w, LITLEN);
  fillTable(w, DISTANCE);
  return true;
}

/** Code lengths of both codes, run-length coded with the code at hand, which lies where the distance code will. */
function readLengths(w: usize, total: u32): bool {
  const lengths = w + LENGTHS;
  let i: u32 = 0;
  while (i < total) {
    const symbol = takeSymbol(w);
    if (symbol > 18 || isOverrun(w)) return false;
    if (symbol < 16) {
      store<u8>(lengths + i, symbol);
      i += 1;
      continue;
    }
    if (symbol == 16 && i == 0) return false;
    const value: u32 = symbol == 16 ? load<u8>(lengths + i - 1) : 0;
    const repeat = symbol == 16 ? 3 + take(w, 2) : symbol == 17 ? 3 + take(w, 3) : 11 + take(w, 7);
    if (i + repeat > total) return false;
    memory.fill(lengths + i, <u8>value, repeat);
    i += repeat;
  }
  return true;
}

/** The next symbol of the code-length code, bit by bit; there are few. Above 18 when there is none. */
function takeSymbol(w: usize): u32 {
  const ahead = state.bits(w);
  const count = state.count(w);
  const input = state.input(w);
  const bits = take(w, 15);
  const found = findSymbol(w + DISTANCE, bits);
  state.setInput(w, input);
  state.setBits(w, ahead, count);
  if (found == INVALID) return 0xff;
  take(w, found & 15);
  return found >> 16;
}

/** Literals and matches up to the end of the block. */
function inflateSymbols(w: usize): i32 {
  const begin = state.outputBegin(w);
  const end = state.outputEnd(w);
  const inputEnd = state.inputEnd(w);
  let input = state.input(w) - (state.count(w) >> 3);
  let count = state.count(w) & 7;
  let bits = state.bits(w) & ((<u64>1 << count) - 1);
  let output = state.output(w);
  while (true) {
    if (input - (count >> 3) > inputEnd) return DAMAGED;
    bits |= load<u64>(input) << count;
    input += (63 - count) >> 3;
    count |= 56;
    let entry = lookUp(w, LITLEN, bits, LITERAL_BITS);
    bits >>= entry & 15;
    count -= entry & 15;
    if ((entry & KIND) == LITERAL) {
      if (output >= end) return ANOTHER_LENGTH;
      store<u8>(output, entry >> 16);
      output += 1;
      entry = lookUp(w, LITLEN, bits, LITERAL_BITS);
      bits >>= entry & 15;
      count -= entry & 15;
      if ((entry & KIND) == LITERAL) {
        if (output >= end) return ANOTHER_LENGTH;
        store<u8>(output, entry >> 16);
        output += 1;
        continue;
      }
    }
    if (entry & KIND) {
      if ((entry & KIND) != END) return DAMAGED;
      break;
    }
    const lengthBits = (entry >> 8) & 15;
    const length = (entry >> 16) + (<u32>bits & ((1 << lengthBits) - 1));
    bits >>= lengthBits;
    count -= lengthBits;
    if (input - (count >> 3) > inputEnd) return DAMAGED;
    bits |= load<u64>(input) << count;
    input += (63 - count) >> 3;
    count |= 56;
    entry = lookUp(w, DISTANCE, bits, DISTANCE_BITS);
    if (entry & KIND) return DAMAGED;
    bits >>= entry & 15;
    const distanceBits = (entry >> 8) & 15;
    const distance = <usize>(entry >> 16) + <usize>(<u32>bits & ((1 << distanceBits) - 1));
    bits >>= distanceBits;
    count -= (entry & 15) + distanceBits;
    if (distance > output - begin) return DAMAGED;
    if (output + length > end) return ANOTHER_LENGTH;
    copyMatch(output, distance, length);
    output += length;
  }
  state.setInput(w, input);
  state.setBits(w, bits & ((<u64>1 << count) - 1), count);
  state.setOutput(w, output);
  return isOverrun(w) ? DAMAGED : 0;
}

@inline
function lookUp(w: usize, code: usize, bits: u64, fastBits: u32): u32 {
  const entry = load<u32>(w + code + <usize>((<u32>bits & ((1 << fastBits) - 1)) << 2));
  return entry ? entry : decodeSlowly(w, code, <u32>bits);
}

/** Copy bytes that may overlap themselves: what lies `distance` before. Writes up to 7 bytes more. */
@inline
function copyMatch(output: usize, distance: usize, length: usize): void {
  const end = output + length;
  if (distance == 1) {
    const pattern = <u64>load<u8>(output - 1) * 0x0101010101010101;
    for (; output < end; output += 8) store<u64>(output, pattern);
    return;
  }
  let step = distance;
  if (distance < 8) {
    for (let i: usize = 0; i < 8; i++) store<u8>(output + i, load<u8>(output + i - distance));
    output += 8;
    while (step < 8) step += distance;
  }
  for (; output < end; output += 8) store<u64>(output, load<u64>(output - step));
}
