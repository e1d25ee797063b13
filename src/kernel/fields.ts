/** Checked reading of JSON that came from elsewhere. */
import type { Box, BoxTuple } from '../core/axes';
import { boxFromTuple } from '../core/axes';

/** A message that is not what the protocol says. */
export class ProtocolError extends Error {
  constructor(
    /** Path of the field, e.g. `welcome.volume.shape`. */
    readonly field: string,
    found: unknown,
    readonly expected: string
  ) {
    super(`${field}: found ${describe(found)}, expected ${expected}`);
    this.name = 'ProtocolError';
  }
}

export function isProtocolError(error: unknown): error is ProtocolError {
  return error instanceof ProtocolError;
}

/** The fields of one JSON object. Every reader throws {@link ProtocolError} for what does not fit. */
export class Fields {
  constructor(value: unknown, path: string) {
    if (!isRecord(value)) {
      throw new ProtocolError(path, value, 'an object');
    }
    this._record = value;
    this.path = path;
  }

  readonly path: string;

  get names(): readonly string[] {
    return Object.keys(this._record);
  }

  /** As it came. */
  get all(): Readonly<Record<string, unknown>> {
    return this._record;
  }

  text(name: string): string {
    return this._read(name, 'text', isText);
  }

  textOrNull(name: string): string | null {
    return this.isNull(name) ? null : this.text(name);
  }

  flag(name: string): boolean {
    return this._read(name, 'true or false', value => typeof value === 'boolean');
  }

  number(name: string): number {
    return this._read(name, 'a finite number', isFiniteNumber);
  }

  numberOrNull(name: string): number | null {
    return this.isNull(name) ? null : this.number(name);
  }

  /** A whole number, 0 or more. */
  whole(name: string): number {
    return this._read(name, 'a whole number', isWhole);
  }

  wholeOrNull(name: string): number | null {
    return this.isNull(name) ? null : this.whole(name);
  }

  oneOf<const T extends string | number>(name: string, options: readonly T[]): T {
    const isOption = (value: unknown): value is T => options.some(option => option === value);
    return this._read(name, `one of ${options.join(', ')}`, isOption);
  }

  /** Finite numbers; `length` of them if given. */
  numbers(name: string, length?: number): readonly number[] {
    const numbers = this._read(name, 'finite numbers', isListOf(isFiniteNumber));
    if (length !== undefined && numbers.length !== length) {
      throw new ProtocolError(`${this.path}.${name}`, numbers, `${length} finite numbers`);
    }
    return numbers;
  }

  texts(name: string): readonly string[] {
    return this._read(name, 'a list of texts', isListOf(isText));
  }

  box(name: string): Box {
    return boxFromTuple(this._read(name, 'a box of six whole numbers', isBoxTuple));
  }

  boxOrNull(name: string): Box | null {
    return this.isNull(name) ? null : this.box(name);
  }

  fields(name: string): Fields {
    return new Fields(this._record[name], `${this.path}.${name}`);
  }

  /** A list of objects. */
  each(name: string): readonly Fields[] {
    const is = (value: unknown): value is readonly unknown[] => Array.isArray(value);
    return this._read(name, 'a list', is).map(
      (value, at) => new Fields(value, `${this.path}.${name}[${at}]`)
    );
  }

  value(name: string): unknown {
    return this._record[name];
  }

  /** Missing, or null. */
  isNull(name: string): boolean {
    return this._record[name] === undefined || this._record[name] === null;
  }

  private _read<T>(name: string, expected: string, is: (value: unknown) => value is T): T {
    const value = this._record[name];
    if (!is(value)) {
      throw new ProtocolError(`${this.path}.${name}`, value, expected);
    }
    return value;
  }

  private readonly _record: Record<string, unknown>;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isWhole(value: unknown): value is number {
  return isFiniteNumber(value) && Number.isSafeInteger(value) && value >= 0;
}

function isListOf<T>(
  is: (value: unknown) => value is T
): (value: unknown) => value is readonly T[] {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(is);
}

function isBoxTuple(value: unknown): value is BoxTuple {
  return (
    isListOf(isWhole)(value) &&
    value.length === 6 &&
    value[0] <= value[1] &&
    value[2] <= value[3] &&
    value[4] <= value[5]
  );
}

function describe(found: unknown): string {
  const text = found === undefined ? 'nothing' : JSON.stringify(found);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
