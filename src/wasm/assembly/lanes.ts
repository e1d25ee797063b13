/**
 * Codes compared many at a time: 64 of a row with 64 others, or one with those around it. With SIMD by vectors, without by 64-bit
 * words; the answers are the same. Reads run from one code before a row to 64 codes behind it, so rows lie in a slab padded by
 * {@link SLAB_PAD} bytes on both sides.
 */
export const SLAB_PAD: usize = 256;
const ZEROS = memory.data(128, 16);

/** A code of one byte or, where they are `wide`, two. */
@inline
export function codeAt(p: usize, wide: bool): u32 {
  return wide ? load<u16>(p) : load<u8>(p);
}

/** True when the 64 codes at `p` are 0. */
@inline
export function allZero(p: usize, wide: bool): bool {
  if (ASC_FEATURE_SIMD) return zero64(p) && !(wide && !zero64(p + 64));
  return zeroWords(p) && !(wide && !zeroWords(p + 64));
}

@inline
function differ64<T>(p: usize, q: usize): u64 {
  const step = 16 * sizeof<T>();
  return (
    differ16<T>(p, q) |
    (differ16<T>(p + step, q + step) << 16) |
    (differ16<T>(p + 2 * step, q + 2 * step) << 32) |
    (differ16<T>(p + 3 * step, q + 3 * step) << 48)
  );
}

/** Bit i is set when code i at `p` differs from code i at `q`. */
export function differ(p: usize, q: usize, wide: bool): u64 {
  return wide ? differ64<u16>(p, q) : differ64<u8>(p, q);
}

/** Bit i is set when code i at `p` is not 0. */
@inline
export function filled(p: usize, wide: bool): u64 {
  return differ(p, ZEROS, wide);
}

/**
 * The codes at `a`, `b`, `c` and `d`, and those one and two further on, compared with `code`: bit 4 i + k is set when code k of
 * the i-th is equal.
 */
@inline
export function equalAround<T>(code: T, a: usize, b: usize, c: usize, d: usize): u32 {
  if (ASC_FEATURE_SIMD) {
    if (sizeof<T>() == 1) {
      let codes = i32x4.splat(load<i32>(a));
      codes = v128.load32_lane(b, codes, 1);
      codes = v128.load32_lane(c, codes, 2);
      codes = v128.load32_lane(d, codes, 3);
      return <u32>i8x16.bitmask(i8x16.eq(codes, i8x16.splat(<i8>code))) & 0x7777;
    }
    const wanted = i16x8.splat(<i16>code);
    const first = i16x8.eq(v128.load64_lane(b, i64x2.splat(load<i64>(a)), 1), wanted);
    const second = i16x8.eq(v128.load64_lane(d, i64x2.splat(load<i64>(c)), 1), wanted);
    return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second)) & 0x7777;
  }
  if (sizeof<T>() == 1) {
    const wanted = <u64>code * 0x0101010101010101;
    const first = (<u64>load<u32>(a) | (<u64>load<u32>(b) << 32)) ^ wanted;
    const second = (<u64>load<u32>(c) | (<u64>load<u32>(d) << 32)) ^ wanted;
    return ~<u32>(nonZero<T>(first) | (nonZero<T>(second) << 8)) & 0x7777;
  }
  const wanted = <u64>code * 0x0001000100010001;
  const first = nonZero<T>(load<u64>(a) ^ wanted) | (nonZero<T>(load<u64>(b) ^ wanted) << 4);
  const second = nonZero<T>(load<u64>(c) ^ wanted) | (nonZero<T>(load<u64>(d) ^ wanted) << 4);
  return ~<u32>(first | (second << 8)) & 0x7777;
}

@inline
function zero64(p: usize): bool {
  return !v128.any_true(
    v128.or(
      v128.or(v128.load(p), v128.load(p, 16)),
      v128.or(v128.load(p, 32), v128.load(p, 48))
    )
  );
}

@inline
function zeroWords(p: usize): bool {
  return (
    (load<u64>(p) |
      load<u64>(p, 8) |
      load<u64>(p, 16) |
      load<u64>(p, 24) |
      load<u64>(p, 32) |
      load<u64>(p, 40) |
      load<u64>(p, 48) |
      load<u64>(p, 56)) ==
    0
  );
}

@inline
function differ16<T>(p: usize, q: usize): u64 {
  if (ASC_FEATURE_SIMD) {
    if (sizeof<T>() == 1) return not16(i8x16.eq(v128.load(p), v128.load(q)));
    return not16(
      i8x16.narrow_i16x8_s(
        i16x8.eq(v128.load(p), v128.load(q)),
        i16x8.eq(v128.load(p, 16), v128.load(q, 16))
      )
    );
  }
  let mask: u64 = 0;
  for (let at: usize = 0; at < 16 * sizeof<T>(); at += 8) {
    mask |= nonZero<T>(load<u64>(p + at) ^ load<u64>(q + at)) << (at / sizeof<T>());
  }
  return mask;
}

@inline
function not16(lanes: v128): u64 {
  return <u64>(<u32>~i8x16.bitmask(lanes) & 0xffff);
}

/** One bit per code of the word that is not 0 (the high bits are gathered by a multiplication). */
@inline
function nonZero<T>(word: u64): u64 {
  if (sizeof<T>() == 1) {
    const low: u64 = 0x7f7f7f7f7f7f7f7f;
    const high = (((word & low) + low) | word) & ~low;
    return ((high >> 7) * 0x0102040810204080) >> 56;
  }
  const low: u64 = 0x7fff7fff7fff7fff;
  const high = (((word & low) + low) | word) & ~low;
  return (((high >> 15) * 0x0001000200040008) >> 48) & 15;
}
