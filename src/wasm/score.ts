/** Scores as a person writes them: their names, what formulas may hold, and what is said when one cannot be read. */

/** Scores with a name. */
export const SCORE_NAMES = ['default', 'mean', 'max', 'sum', 'size', 'consequence', 'vessqc'];
/** What a formula may name; the assembly's list, `assembly/formula.ts`. */
export const SCORE_COLUMNS = [
  'voxels',
  'mean',
  'max',
  'sum',
  'score',
  'cut',
  'pieces',
  'length',
  'volume',
  'z',
  'y',
  'x'
];
/** The same, where they are measured; `consequence` sums them up. */
export const CONSEQUENCE_COLUMNS = [
  'pieces_change',
  'loops_change',
  'cavities_change',
  'hanging',
  'hanging_length',
  'consequence'
];
export const SCORE_FUNCTIONS = ['abs', 'sqrt', 'ln', 'log2', 'exp', 'min', 'max', 'if'];
export const MOST_SCORE_BYTES = 1000;

/** Codes of `assembly/formula.ts`. */
const EXPECTED: Record<number, string> = {
  1: 'a number, a column, a function or (',
  2: `a column: ${SCORE_COLUMNS.join(', ')}`,
  3: `a function: ${SCORE_FUNCTIONS.join(', ')}`,
  4: 'an operator or the end',
  5: ')',
  6: ','
};

/** Whether a score needs to know the consequences of all regions found. */
export function asksConsequences(score: string): boolean {
  const words: readonly string[] = score.match(/[A-Za-z_]\w*/g) ?? [];
  return words.some(word => CONSEQUENCE_COLUMNS.includes(word));
}

/** The score that is asked for cannot be read. */
export class ScoreError extends RangeError {
  constructor(message: string) {
    super(message);
    this.name = 'ScoreError';
  }
}

/**
 * @param text - UTF-8
 * @param place - where it is wrong, in bytes
 * @param expected - the labeller's code of what it expected there
 */
export function describeScoreError(text: Uint8Array, place: number, expected: number): string {
  const decoder = new TextDecoder();
  const before = Array.from(decoder.decode(text.subarray(0, place))).length;
  const token = /^(?:[A-Za-z_]\w*|[\d.]+|\S)/u.exec(decoder.decode(text.subarray(place)))?.[0];
  const found = token === undefined ? 'the end' : `'${token}'`;
  const isUnmeasured = expected === 2 && token !== undefined && CONSEQUENCE_COLUMNS.includes(token);
  const more = isUnmeasured ? '; consequences have not been measured here' : '';
  return `score: found ${found} at character ${before + 1}, expected ${EXPECTED[expected] ?? ''}${more}.`;
}

/** Throw {@link ScoreError} unless it has a length that can be read. */
export function checkScoreLength(score: string): void {
  const bytes = new TextEncoder().encode(score).length;
  if (bytes === 0 || bytes > MOST_SCORE_BYTES) {
    throw new ScoreError(
      `score: found ${bytes} bytes, expected 1 to ${MOST_SCORE_BYTES}: one of ${SCORE_NAMES.join(', ')}, or a formula over ` +
        `the columns ${SCORE_COLUMNS.join(', ')}.`
    );
  }
}
