/** What a stroke costs, beside counting all pieces anew. */
import { ms, table, times } from '../shared/table.mjs';

const KINDS = {
  network: 'one label for all branches, which make a few large pieces',
  branches: 'one of 100 labels a branch, many small pieces'
};
const WANTED_MS = 1.5;

export function editsReport(results) {
  return results.map(section).join('\n\n');
}

export function editsTargets(results) {
  return results
    .filter(({ size }) => size === 512)
    .map(({ kind, stroke }) => [
      `pieces after a stroke, 512³ ${kind}, p95`,
      `${ms2(stroke.p95)} ms`,
      `≤ ${WANTED_MS} ms`,
      stroke.p95 <= WANTED_MS ? 'met' : 'missed'
    ]);
}

function section({ kind, size, strokes, stroke, parted, joined, pieces, keptBytes, rows }) {
  const heads = ['', 'ms', 'median stroke faster', 'p95 stroke faster'];
  const strokeRows = ['p50', 'p95', 'p99', 'most'].map(name => [
    `voxproof, Node: a stroke, ${name}`,
    ms2(stroke[name]),
    '',
    ''
  ]);
  const passRows = rows.map(({ name, median_ms: median }) => [
    `${name}: all anew`,
    ms(median),
    times(median / stroke.p50),
    times(median / stroke.p95)
  ]);
  const about =
    `${KINDS[kind]}; ${strokes} strokes, of which ${joined} joined and ${parted} parted something; ` +
    `${pieces.before} pieces before, ${pieces.after} after; ${(keptBytes / size ** 3).toFixed(2)} B/voxel kept`;
  return `### ${size}³: pieces after a stroke, ${kind}\n\n${about}\n\n${table(heads, [...strokeRows, ...passRows])}`;
}

function ms2(value) {
  return value.toFixed(2);
}
