/** What the tests of this folder share. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ranking } from '../core/regions';
import { Labeller } from './labeller';
import { ScriptLabeller } from './oracle';
import type { LabelEngine } from './ranker';

export const ENGINES: Record<string, () => Promise<LabelEngine>> = {
  simd: () => Labeller.load(bytesOf('labeller.wasm'), 'simd'),
  scalar: () => Labeller.load(bytesOf('labeller.scalar.wasm'), 'scalar'),
  script: () => Promise.resolve(new ScriptLabeller())
};

/** A ranking with its columns as text: compares quickly, and equal only when every bit is. */
export function inText({ table, rows, facts, found, ...rest }: Ranking) {
  const { shown, ...columns } = facts ?? { shown: 0 };
  return {
    ...rest,
    shown,
    found: found === null ? null : columnsInText({ ...found }),
    table: columnsInText({ ...table }),
    rows: columnsInText({ ...rows }),
    facts: columnsInText(columns)
  };
}

function columnsInText(columns: Record<string, unknown>): Record<string, unknown> {
  const text = (values: unknown) =>
    ArrayBuffer.isView(values)
      ? Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')
      : values;
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, text(values)]));
}

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(join(__dirname, name)));
}
