/** Strokes on segmentations of several sizes: what each does to the pieces, beside counting all of them anew. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Missing, PYTHON } from '../../scripts/shell.mjs';
import { bundle } from '../labeller/bundle.mjs';

const WASM = join(import.meta.dirname, '../../src/wasm/labeller.wasm');
const STROKES = 2000;

export async function runEdits({ sizes }) {
  const path = await bundle(join(import.meta.dirname, 'strokes.mjs'), 'strokes.mjs');
  const { measure } = await import(pathToFileURL(path).href);
  const results = [];
  for (const size of sizes) {
    const { file, rows } = passes(size);
    for (const kind of Object.keys(rows)) {
      process.stderr.write(`${kind} ${size}³\n`);
      const codes = new Uint8Array(readFileSync(file));
      if (kind === 'network') {
        codes.forEach((code, voxel) => (codes[voxel] = code > 0 ? 1 : 0));
      }
      const found = await measure({ wasm: readFileSync(WASM), codes, size, strokes: STROKES });
      results.push(resultOf(kind, size, found, rows[kind]));
    }
  }
  return results;
}

function resultOf(kind, size, { times, passes: ours, ...found }, others) {
  const sorted = times.sort((a, b) => a - b);
  const at = fraction => sorted[Math.ceil(fraction * sorted.length) - 1];
  return {
    kind,
    size,
    strokes: sorted.length,
    stroke: { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) },
    joined: found.joined,
    parted: found.parted,
    pieces: { before: found.before, after: found.after },
    keptBytes: found.bytes,
    rows: [{ name: 'voxproof, Node', median_ms: middle(ours) }, ...others]
  };
}

function middle(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function passes(size) {
  const { status, stdout } = spawnSync(
    PYTHON,
    [join(import.meta.dirname, 'passes.py'), String(size)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  );
  if (status !== 0) {
    throw new Missing('The edits benchmark did not finish: see above.');
  }
  return JSON.parse(stdout);
}
