/**
 * Formulas over the columns of the table. From text (UTF-8) to instructions for a stack of numbers, by recursive descent:
 *
 *   comparison  sum [ (< <= > >= == !=) sum ]               true is 1, false is 0
 *   sum         product { (+ -) product }
 *   product     signed { (* /) signed }
 *   signed      { - + } power
 *   power       value [ ** signed ]
 *   value       number | column | function(comparison, …) | (comparison)
 *
 * The parser's state, u32 each: 0 where it is, 4 end of the text, 8 end of the instructions, 12 what was expected where it failed.
 * An instruction is 16 bytes: operation u32, free u32, then a constant f64 or the number of a column u32.
 */
import { power } from './arithmetic';

export const INSTRUCTION: usize = 16;

/** What was expected; the hosts have the words. */
export namespace EXPECTED {
  export const VALUE: u32 = 1;
  export const COLUMN: u32 = 2;
  export const FUNCTION: u32 = 3;
  export const OPERATOR: u32 = 4;
  export const CLOSE: u32 = 5;
  export const COMMA: u32 = 6;
  export const END: u32 = 7;
}

/** Operations: a constant, a column, then those on the top of the stack. */
export namespace OP {
  export const CONSTANT: u32 = 0;
  export const COLUMN: u32 = 1;
  export const NEGATE: u32 = 2;
  /** Functions, in the order of their names. */
  export const ABS: u32 = 3;
  export const SQRT: u32 = 4;
  export const LN: u32 = 5;
  export const LOG2: u32 = 6;
  export const EXP: u32 = 7;
  export const MIN: u32 = 8;
  export const MAX: u32 = 9;
  export const IF: u32 = 10;
  export const ADD: u32 = 11;
  export const SUBTRACT: u32 = 12;
  export const MULTIPLY: u32 = 13;
  export const DIVIDE: u32 = 14;
  export const POWER: u32 = 15;
  /** Comparisons: less; and with 1 more or equal; greater; equal, not equal. */
  export const LESS: u32 = 16;
  export const GREATER: u32 = 18;
  export const EQUAL: u32 = 20;
  export const UNEQUAL: u32 = 21;
}

/** Names of the columns, by their number; then other names of some. */
// prettier-ignore
const COLUMNS = 'voxels mean max sum score cut pieces length volume z y x pieces_change loops_change cavities_change hanging hanging_length consequence default size vessqc ';
export namespace C {
  export const VOXELS: u32 = 0;
  export const MAX: u32 = 2;
  export const SCORE: u32 = 4;
  export const OWN_COLUMNS: u32 = 12;
  export const CONSEQUENCE: u32 = 17;
  export const DEFAULT: u32 = 18;
  export const SIZE: u32 = 19;
  export const VESSQC: u32 = 20;
}
const FUNCTIONS = 'abs sqrt ln log2 exp min max if ';

// prettier-ignore
namespace p {
  @inline export function at(s: usize): usize { return load<u32>(s); }
  @inline export function end(s: usize): usize { return load<u32>(s, 4); }
  @inline export function failed(s: usize): bool { return load<u32>(s, 12) != 0; }
  @inline export function skip(s: usize, bytes: usize): void { store<u32>(s, <u32>(p.at(s) + bytes)); }
}

/**
 * Read the text from `text` to `end` and write instructions, of which there are at most as many as there are bytes.
 * @param state - the parser's; 16 bytes
 * @param known - columns that can be asked for
 * @returns the end of the instructions; when the text cannot be read 0, and the state says where and what was expected.
 */
export function compile(state: usize, text: usize, end: usize, code: usize, known: u32): usize {
  store<u32>(state, <u32>text);
  store<u32>(state, <u32>end, 4);
  store<u32>(state, <u32>code, 8);
  store<u32>(state, 0, 12);
  comparison(state, known);
  peek(state);
  if (p.at(state) < p.end(state)) fail(state, EXPECTED.OPERATOR);
  return p.failed(state) ? 0 : load<u32>(state, 8);
}

/** The next character that is no space, 0 at the end. */
function peek(s: usize): u32 {
  while (p.at(s) < p.end(s) && load<u8>(p.at(s)) == 32) p.skip(s, 1);
  return p.at(s) < p.end(s) ? load<u8>(p.at(s)) : 0;
}

/** The first failure counts. Nothing is read after it. */
function fail(s: usize, expected: u32): void {
  if (p.failed(s)) return;
  store<u32>(s, expected, 12);
  store<u32>(s, <u32>p.at(s), 4);
}

function emit(s: usize, operation: u32, constant: f64 = 0): void {
  if (p.failed(s)) return;
  const code = <usize>load<u32>(s, 8);
  store<u32>(code, operation);
  store<f64>(code, constant, 8);
  store<u32>(s, <u32>(code + INSTRUCTION), 8);
}

/** Skip the character when it comes next. */
function accept(s: usize, character: u32): bool {
  if (peek(s) != character) return false;
  p.skip(s, 1);
  return true;
}

function expect(s: usize, character: u32, expected: u32): void {
  if (!accept(s, character)) fail(s, expected);
}

function comparison(s: usize, known: u32): void {
  sum(s, known);
  const c = peek(s);
  if (c != 33 && (c < 60 || c > 62)) return;
  const second = p.at(s) + 1 < p.end(s) ? load<u8>(p.at(s), 1) : 0;
  const hasEqual: u32 = second == 61 ? 1 : 0;
  if (!hasEqual && (c == 33 || c == 61)) return;
  p.skip(s, 1 + hasEqual);
  sum(s, known);
  if (c == 33) emit(s, OP.UNEQUAL);
  else if (c == 61) emit(s, OP.EQUAL);
  else emit(s, (c == 60 ? OP.LESS : OP.GREATER) + hasEqual);
}

function sum(s: usize, known: u32): void {
  product(s, known);
  for (let c = peek(s); c == 43 || c == 45; c = peek(s)) {
    p.skip(s, 1);
    product(s, known);
    emit(s, c == 43 ? OP.ADD : OP.SUBTRACT);
  }
}

function product(s: usize, known: u32): void {
  signed(s, known);
  for (let c = peek(s); c == 42 || c == 47; c = peek(s)) {
    p.skip(s, 1);
    signed(s, known);
    emit(s, c == 42 ? OP.MULTIPLY : OP.DIVIDE);
  }
}

function signed(s: usize, known: u32): void {
  if (accept(s, 43)) return signed(s, known);
  if (accept(s, 45)) {
    signed(s, known);
    return emit(s, OP.NEGATE);
  }
  value(s, known);
  if (peek(s) == 42 && p.at(s) + 1 < p.end(s) && load<u8>(p.at(s), 1) == 42) {
    p.skip(s, 2);
    signed(s, known);
    emit(s, OP.POWER);
  }
}

function value(s: usize, known: u32): void {
  const c = peek(s);
  if (isDigit(c) || c == 46) number(s);
  else if (isLetter(c)) name(s, known);
  else if (accept(s, 40)) {
    comparison(s, known);
    expect(s, 41, EXPECTED.CLOSE);
  } else fail(s, EXPECTED.VALUE);
}

@inline
function isDigit(c: u32): bool {
  return c - 48 < 10;
}

@inline
function isLetter(c: u32): bool {
  return (c | 32) - 97 < 26 || c == 95;
}

/** Digits, with a point and an exponent where there are; correctly rounded up to 15 digits and 10 ** 22. */
function number(s: usize): void {
  let digits: f64 = 0;
  let scale: i32 = 0;
  let count: u32 = 0;
  let afterPoint: i32 = 0;
  for (let c = peek(s); isDigit(c) || (c == 46 && !afterPoint); c = character(s)) {
    p.skip(s, 1);
    if (c == 46) afterPoint = 1;
    else {
      digits = digits * 10 + <f64>(c - 48);
      scale -= afterPoint;
      count += 1;
    }
  }
  if (!count) return fail(s, EXPECTED.VALUE);
  if ((character(s) | 32) == 101) scale += exponent(s);
  const factor = power(10, <f64>abs(scale));
  emit(s, OP.CONSTANT, scale < 0 ? digits / factor : digits * factor);
}

/** An exponent, of at most four digits; 0, and nothing read, when none follows. */
function exponent(s: usize): i32 {
  const start = p.at(s);
  let size: i32 = 0;
  p.skip(s, 1);
  const sign = character(s);
  if (sign == 43 || sign == 45) p.skip(s, 1);
  if (!isDigit(character(s))) {
    store<u32>(s, <u32>start);
    return 0;
  }
  for (let c = character(s); isDigit(c); c = character(s)) {
    p.skip(s, 1);
    size = min(size * 10 + <i32>(c - 48), 9999);
  }
  return sign == 45 ? -size : size;
}

/** The character right here, be it a space; 0 at the end. */
@inline
function character(s: usize): u32 {
  return p.at(s) < p.end(s) ? load<u8>(p.at(s)) : 0;
}

/** A column, or a function with what is in its brackets. */
function name(s: usize, known: u32): void {
  const start = p.at(s);
  while (isLetter(character(s)) || isDigit(character(s))) p.skip(s, 1);
  const end = p.at(s);
  const isFunction = peek(s) == 40;
  const number = numberOf(isFunction ? FUNCTIONS : COLUMNS, start, end);
  if (number < 0 || (!isFunction && <u32>number >= known && <u32>number <= C.CONSEQUENCE)) {
    store<u32>(s, <u32>start);
    return fail(s, isFunction ? EXPECTED.FUNCTION : EXPECTED.COLUMN);
  }
  if (!isFunction) return emitColumn(s, number);
  const operation = OP.ABS + <u32>number;
  p.skip(s, 1);
  comparison(s, known);
  for (let more: u32 = operation == OP.IF ? 2 : operation >= OP.MIN ? 1 : 0; more; more--) {
    expect(s, 44, EXPECTED.COMMA);
    comparison(s, known);
  }
  expect(s, 41, EXPECTED.CLOSE);
  emit(s, operation);
}

function emitColumn(s: usize, number: u32): void {
  if (p.failed(s)) return;
  const code = <usize>load<u32>(s, 8);
  store<u32>(code, C.DEFAULT == number ? C.SCORE : number == C.SIZE ? C.VOXELS : number == C.VESSQC ? C.MAX : number, 8);
  emit(s, OP.COLUMN, load<f64>(code, 8));
}

/** Place of a word among others, each of which is followed by a space; -1 when it is none of them. */
function numberOf(words: string, start: usize, end: usize): i32 {
  const length = words.length;
  let number = 0;
  let at = start;
  let isSame = true;
  for (let i = 0; i < length; i++) {
    const c = <u32>load<u16>(changetype<usize>(words) + (<usize>i << 1));
    if (c == 32) {
      if (isSame && at == end) return number;
      number += 1;
      at = start;
      isSame = true;
    } else if (at < end && load<u8>(at) == c) at += 1;
    else isSame = false;
  }
  return -1;
}
