/** Adler-32, the checksum of zlib (RFC 1950). */
const MODULUS: u64 = 65521;
/** Bytes after which sums are reduced; a multiple of 16 that keeps every lane within 32 bits. */
const STRETCH: usize = 5552;

export function adler32(start: usize, bytes: usize): u32 {
  let a: u64 = 1;
  let b: u64 = 0;
  let p = start;
  const end = start + bytes;
  while (p < end) {
    const stop = min(p + STRETCH, end);
    if (ASC_FEATURE_SIMD) {
      const whole = (stop - p) & ~15;
      if (whole) {
        const sums = sums16(p, whole);
        b += a * <u64>whole + (sums >> 24);
        a += sums & 0xffffff;
        p += whole;
      }
    }
    for (; p < stop; p++) {
      a += load<u8>(p);
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return <u32>((b << 16) | a);
}

/** Of `bytes` (a multiple of 16, at most STRETCH): their sum, below 2**24, and, 24 bits up, the sum of all sums so far. */
@inline
function sums16(p: usize, bytes: usize): u64 {
  const early = i16x8(16, 15, 14, 13, 12, 11, 10, 9);
  const late = i16x8(8, 7, 6, 5, 4, 3, 2, 1);
  let plain = i32x4.splat(0);
  let before = i32x4.splat(0);
  let weighted = i32x4.splat(0);
  for (const end = p + bytes; p < end; p += 16) {
    const v = v128.load(p);
    before = i32x4.add(before, plain);
    plain = i32x4.add(plain, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v)));
    weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(v), early));
    weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(v), late));
  }
  return ((16 * across(before) + across(weighted)) << 24) + across(plain);
}

@inline
function across(v: v128): u64 {
  return (
    <u64>(<u32>i32x4.extract_lane(v, 0)) +
    <u64>(<u32>i32x4.extract_lane(v, 1)) +
    <u64>(<u32>i32x4.extract_lane(v, 2)) +
    <u64>(<u32>i32x4.extract_lane(v, 3))
  );
}
