/**
 * Exponential and logarithm from the four operations alone, so that builds and hosts agree to the last bit; the errors are below two
 * units in the last place. AssemblyScript's own ones would bring tables of several kilobytes.
 */
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
export const LN2: f64 = 0.6931471805599453;

/**
 * Natural logarithm; NaN below 0. Of m 2**k, with m within a factor of the square root of 2 of 1: k ln 2, and twice the series of the inverse
 * hyperbolic tangent of (m - 1) / (m + 1).
 */
export function logarithm(x: f64): f64 {
  if (!(x > 0 && x < Infinity)) return x < 0 ? NaN : x == 0 ? -Infinity : x;
  const bits = reinterpret<i64>(x);
  const k = (bits - reinterpret<i64>(Math.SQRT1_2)) >> 52;
  const m = reinterpret<f64>(bits - (k << 52));
  const s = (m - 1) / (m + 1);
  let sum: f64 = 0;
  for (let n: f64 = 23; n > 1; n -= 2) sum = (sum + 1 / n) * s * s;
  return <f64>k * LN2_HIGH + (<f64>k * LN2_LOW + (2 * s + 2 * s * sum));
}

/** Taylor's series (Cody and Waite's reduction) within half a ln 2 of 0, times a power of two. */
export function exponential(x: f64): f64 {
  if (!(x < 710)) return x * Infinity;
  if (x < -746) return 0;
  const k = nearest(x / LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum: f64 = 1;
  for (let n: f64 = 14; n > 0; n--) sum = 1 + (sum * r) / n;
  const half = <i64>k >> 1;
  return sum * powerOfTwo(half) * powerOfTwo(<i64>k - half);
}

@inline
function powerOfTwo(k: i64): f64 {
  return reinterpret<f64>((k + 1023) << 52);
}

/** By multiplication for whole exponents up to 64, else by exponential and logarithm. */
export function power(base: f64, exponent: f64): f64 {
  const size = abs(exponent);
  if (!(size <= 64 && nearest(size) == size)) return exponential(exponent * logarithm(base));
  let result: f64 = 1;
  for (let left = <u32>size; left; left >>= 1) {
    if (left & 1) result *= base;
    base *= base;
  }
  return exponent < 0 ? 1 / result : result;
}
