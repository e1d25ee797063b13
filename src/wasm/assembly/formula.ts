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
 * The parser's state, u32 each: 0 where it is, 4 end of the text, 8 end of the instructions, 12 what was expected where it failed, 16
 * columns that can be asked for. An instruction is 16 bytes: operation u32, free u32, then a constant or the number of a column, f64.
 */
import { power } from './arithmetic';

export const INSTRUCTION: usize = 16;
export const STATE_BYTES: usize = 20;

/** What was expected; the hosts have the words. */
namespace EXPECTED {
  export const VALUE: u32 = 1;
  export const COLUMN: u32 = 2;
  export const FUNCTION: u32 = 3;
  export const OPERATOR: u32 = 4;
  export const CLOSE: u32 = 5;
  export const COMMA: u32 = 6;
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
  /** Comparisons by their character, from 60 on; those with an equals sign behind it 4 further. */
  export const LESS: u32 = 16;
  export const GREATER: u32 = 18;
  export const LESS_OR_EQUAL: u32 = 20;
  export const EQUAL: u32 = 21;
  export const GREATER_OR_EQUAL: u32 = 22;
  export const UNEQUAL: u32 = 23;
}

/** Levels of what binds two values: comparisons, sums, products. */
const SUMS: u32 = 1;
const PRODUCTS: u32 = 2;

/** Columns by their number; then consequences, which are not always known; then other names. */
// prettier-ignore
const COLUMNS = 'voxels mean max sum score cut pieces length volume z y x pieces_change loops_change cavities_change hanging hanging_length consequence default size vessqc ';
export const OWN_COLUMNS: u32 = 12;
export const CONSEQUENCE: u32 = 17;
const FUNCTIONS = 'abs sqrt ln log2 exp min max if ';

// prettier-ignore
namespace p {
  @inline export function at(s: usize): usize { return load<u32>(s); }
  @inline export function end(s: usize): usize { return load<u32>(s, 4); }
  @inline export function skip(s: usize, bytes: usize): void { store<u32>(s, <u32>(p.at(s) + bytes)); }
}

/**
 * Read the text from `text` to `end` and write instructions, of which there are at most as many as there are bytes.
 * @param known - columns that can be asked for, of {@link OWN_COLUMNS} and consequences
 * @returns the end of the instructions; when the text cannot be read 0, and the state says where and what was expected.
 */
export function compile(s: usize, text: usize, end: usize, code: usize, known: u32): usize {
  store<u32>(s, <u32>text);
  store<u32>(s, <u32>end, 4);
  store<u32>(s, <u32>code, 8);
  store<u32>(s, 0, 12);
  store<u32>(s, known, 16);
  binary(s, 0);
  peek(s);
  if (p.at(s) < p.end(s)) fail(s, EXPECTED.OPERATOR);
  return load<u32>(s, 12) ? 0 : load<u32>(s, 8);
}

/** The character right here, be it a space; 0 at the end. */
function character(s: usize): u32 {
  return p.at(s) < p.end(s) ? load<u8>(p.at(s)) : 0;
}

/** The next character that is no space, 0 at the end. */
function peek(s: usize): u32 {
  while (character(s) == 32) p.skip(s, 1);
  return character(s);
}

/** Skip the character when it comes next. */
function accept(s: usize, wanted: u32): bool {
  if (peek(s) != wanted) return false;
  p.skip(s, 1);
  return true;
}

function expect(s: usize, wanted: u32, expected: u32): void {
  if (!accept(s, wanted)) fail(s, expected);
}

/** The first failure counts: the text ends there. */
function fail(s: usize, expected: u32): void {
  if (load<u32>(s, 12)) return;
  store<u32>(s, expected, 12);
  store<u32>(s, <u32>p.at(s), 4);
}

/** What is emitted after a failure is never read; it keeps within the bounds, since nothing more is read. */
function emit(s: usize, operation: u32, constant: f64 = 0): void {
  const code = <usize>load<u32>(s, 8);
  store<u32>(code, operation);
  store<f64>(code, constant, 8);
  store<u32>(s, <u32>(code + INSTRUCTION), 8);
}

/** Values and what binds them, at this level or more tightly. Comparisons come one at a time. */
function binary(s: usize, level: u32): void {
  if (level > PRODUCTS) return signed(s);
  binary(s, level + 1);
  for (let operation = operatorAt(s, level); operation; operation = level ? operatorAt(s, level) : 0) {
    binary(s, level + 1);
    emit(s, operation);
  }
}

/** The operation of this level that comes next, which is skipped; 0 when there is none. */
function operatorAt(s: usize, level: u32): u32 {
  const c = peek(s);
  let operation: u32 = 0;
  if (level == SUMS) operation = c == 43 ? OP.ADD : c == 45 ? OP.SUBTRACT : 0;
  else if (level == PRODUCTS) operation = c == 42 ? OP.MULTIPLY : c == 47 ? OP.DIVIDE : 0;
  else if (c == 33 || c - 60 < 3) {
    const start = p.at(s);
    p.skip(s, 1);
    if (character(s) == 61) {
      p.skip(s, 1);
      return c == 33 ? OP.UNEQUAL : c - 60 + OP.LESS_OR_EQUAL;
    }
    if (c != 33 && c != 61) return c - 60 + OP.LESS;
    store<u32>(s, <u32>start);
  }
  if (operation) p.skip(s, 1);
  return operation;
}

function signed(s: usize): void {
  if (accept(s, 43)) return signed(s);
  if (accept(s, 45)) {
    signed(s);
    return emit(s, OP.NEGATE);
  }
  value(s);
  if (peek(s) == 42 && p.at(s) + 1 < p.end(s) && load<u8>(p.at(s), 1) == 42) {
    p.skip(s, 2);
    signed(s);
    emit(s, OP.POWER);
  }
}

function value(s: usize): void {
  const c = peek(s);
  if (isDigit(c) || c == 46) number(s);
  else if (isLetter(c)) name(s);
  else if (accept(s, 40)) {
    binary(s, 0);
    expect(s, 41, EXPECTED.CLOSE);
  } else fail(s, EXPECTED.VALUE);
}

function isDigit(c: u32): bool {
  return c - 48 < 10;
}

function isLetter(c: u32): bool {
  return (c | 32) - 97 < 26 || c == 95;
}

/** Digits, with a point and an exponent where there are; correctly rounded up to 15 digits and 10 ** 22. */
function number(s: usize): void {
  let value: f64 = 0;
  let scale: i32 = 0;
  let digits: u32 = 0;
  let afterPoint: i32 = 0;
  for (let c = character(s); isDigit(c) || (c == 46 && !afterPoint); c = character(s)) {
    p.skip(s, 1);
    if (c == 46) afterPoint = 1;
    else {
      value = value * 10 + <f64>(c - 48);
      scale -= afterPoint;
      digits += 1;
    }
  }
  if (!digits) return fail(s, EXPECTED.VALUE);
  if ((character(s) | 32) == 101) scale += exponent(s);
  const factor = power(10, <f64>abs(scale));
  emit(s, OP.CONSTANT, scale < 0 ? value / factor : value * factor);
}

/** An exponent; 0, and nothing read, when none follows. */
function exponent(s: usize): i32 {
  const start = p.at(s);
  let size: i32 = 0;
  p.skip(s, 1);
  const sign = character(s);
  if (sign == 43 || sign == 45) p.skip(s, 1);
  if (!isDigit(character(s))) store<u32>(s, <u32>start);
  for (let c = character(s); isDigit(c); c = character(s)) {
    p.skip(s, 1);
    size = min(size * 10 + <i32>(c - 48), 9999);
  }
  return sign == 45 ? -size : size;
}

/** A column, or a function with what is in its brackets. */
function name(s: usize): void {
  const start = p.at(s);
  while (isLetter(character(s)) || isDigit(character(s))) p.skip(s, 1);
  const end = p.at(s);
  const isFunction = peek(s) == 40;
  const number = numberOf(isFunction ? FUNCTIONS : COLUMNS, start, end);
  if (number < 0 || (!isFunction && <u32>number >= load<u32>(s, 16) && <u32>number <= CONSEQUENCE)) {
    store<u32>(s, <u32>start);
    return fail(s, isFunction ? EXPECTED.FUNCTION : EXPECTED.COLUMN);
  }
  if (!isFunction) return emit(s, OP.COLUMN, <f64>number);
  const operation = OP.ABS + <u32>number;
  p.skip(s, 1);
  binary(s, 0);
  for (let more: u32 = operation == OP.IF ? 2 : operation >= OP.MIN ? 1 : 0; more; more--) {
    expect(s, 44, EXPECTED.COMMA);
    binary(s, 0);
  }
  expect(s, 41, EXPECTED.CLOSE);
  emit(s, operation);
}

/** Place of a word among others, each of which is followed by a space; -1 when it is none of them. */
function numberOf(words: string, start: usize, end: usize): i32 {
  let number = 0;
  let at = start;
  for (let i = 0; i < words.length; i++) {
    const c = <u32>load<u16>(changetype<usize>(words) + (<usize>i << 1));
    if (c == 32) {
      if (at == end) return number;
      number += 1;
      at = start;
    } else at = at < end && load<u8>(at) == c ? at + 1 : usize.MAX_VALUE;
  }
  return -1;
}
