/**
 * 64 neighbouring codes at a time: are they all zero, and which differ from the code before them.
 * With SIMD by vectors, without by 64-bit words; the answers are the same. Reads run from one code before `p` to 64 codes behind
 * it, so rows lie in a slab padded by {@link SLAB_PAD} bytes on both sides.
 */
export const SLAB_PAD: usize = 256;

/** True when the 64 codes at `p` are 0. */
@inline
export function allZero<T>(p: usize): bool {
  if (ASC_FEATURE_SIMD) {
    if (sizeof<T>() == 1) return zero64(p);
    return zero64(p) && zero64(p + 64);
  }
  if (sizeof<T>() == 1) return zeroWords(p);
  return zeroWords(p) && zeroWords(p + 64);
}

/** Bit i is set when code i at `p` differs from code i - 1. */
@inline
export function changes<T>(p: usize): u64 {
  if (ASC_FEATURE_SIMD) {
    if (sizeof<T>() == 1) {
      return (
        changes16u8(p) |
        (changes16u8(p + 16) << 16) |
        (changes16u8(p + 32) << 32) |
        (changes16u8(p + 48) << 48)
      );
    }
    return (
      changes16u16(p) |
      (changes16u16(p + 32) << 16) |
      (changes16u16(p + 64) << 32) |
      (changes16u16(p + 96) << 48)
    );
  }
  let mask: u64 = 0;
  if (sizeof<T>() == 1) {
    for (let i: u64 = 0; i < 64; i += 8) {
      mask |= nonZeroBytes(load<u64>(p + <usize>i) ^ load<u64>(p + <usize>i - 1)) << i;
    }
  } else {
    for (let i: u64 = 0; i < 64; i += 4) {
      const at = p + (<usize>i << 1);
      mask |= nonZeroPairs(load<u64>(at) ^ load<u64>(at - 2)) << i;
    }
  }
  return mask;
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
function changes16u8(p: usize): u64 {
  const same = i8x16.eq(v128.load(p), v128.load(p - 1));
  return <u64>(<u32>~i8x16.bitmask(same) & 0xffff);
}

@inline
function changes16u16(p: usize): u64 {
  const low = i16x8.eq(v128.load(p), v128.load(p - 2));
  const high = i16x8.eq(v128.load(p, 16), v128.load(p, 14));
  return <u64>(<u32>~i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) & 0xffff);
}

/** One bit per byte that is not 0 (the high bits are gathered by a multiplication). */
@inline
function nonZeroBytes(word: u64): u64 {
  const low: u64 = 0x7f7f7f7f7f7f7f7f;
  const high = (((word & low) + low) | word) & ~low;
  return (high >> 7) * 0x0102040810204080 >> 56;
}

/** One bit per 16-bit lane that is not 0. */
@inline
function nonZeroPairs(word: u64): u64 {
  const low: u64 = 0x7fff7fff7fff7fff;
  const high = (((word & low) + low) | word) & ~low;
  return (high >> 15) * 0x0001000200040008 >> 48 & 15;
}
