/** The labeller's numbers as tables, one for each map, and its targets. */
import { ms, table, times } from '../shared/table.mjs';

const KINDS = {
  sparse: 'sparse map, one value per branch',
  continuous:
    'continuous map (ours: size cut of the component tree; cc3d: neighbours within a difference; not the same question)',
  dense: 'dense blobs'
};
const OURS = 'voxproof, wasmtime';
const WORKER = "voxproof, Chromium's worker";

export function labellerReport(results) {
  return results.map(section).join('\n\n');
}

/** `[what, found, wanted]` rows, met or not. */
export function labellerTargets(results) {
  const sparse = results.find(({ kind, size }) => kind === 'sparse' && size === 256);
  if (sparse === undefined) {
    return [];
  }
  const median = (name, gives) =>
    sparse.rows.find(row => row.name === name && (gives === undefined || row.gives === gives))
      ?.median_ms;
  return [OURS, WORKER]
    .filter(name => median(name) !== undefined)
    .flatMap(name => [
      ratio(`${name} : cc3d, labels only`, median('cc3d', 'labels') / median(name), 2.5),
      ratio(
        `${name} : cc3d, labels only, no huge pages`,
        median('cc3d, no huge pages') / median(name),
        2.5
      ),
      ratio(`${name} : scipy, value by value`, median('scipy, value by value') / median(name), 400)
    ]);
}

function ratio(what, found, wanted) {
  return [
    `${what}, 256³ sparse`,
    times(found),
    `≥ ${times(wanted)}`,
    found >= wanted ? 'met' : 'missed'
  ];
}

function section({ kind, size, foreground, values, rows }) {
  const ours = rows.find(({ name }) => name === OURS).median_ms;
  const body = rows.map(row => [
    row.name,
    row.gives,
    ms(row.median_ms),
    ms(row.least_ms),
    row.rounds,
    row.name.startsWith('voxproof') ? '' : times(row.median_ms / ours),
    row.regions,
    row.peak_bytes === null ? '–' : (row.peak_bytes / size ** 3).toFixed(2),
    row.note
  ]);
  const heads = [
    'labeller',
    'gives',
    'median ms',
    'least',
    'rounds',
    'ours faster',
    'regions',
    'peak B/voxel',
    ''
  ];
  const about = `${(100 * foreground).toFixed(1)} % foreground, ${values} values`;
  return `### ${size}³, ${KINDS[kind]}\n\n${about}\n\n${table(heads, body)}`;
}
