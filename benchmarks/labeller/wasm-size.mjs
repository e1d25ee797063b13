import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of both builds of the labeller, gzipped. */
export function wasmSize() {
  const gzipped = name =>
    gzipSync(readFileSync(join(import.meta.dirname, '../../src/wasm', name)), { level: 9 }).length;
  return { simd: gzipped('labeller.wasm'), scalar: gzipped('labeller.scalar.wasm') };
}
