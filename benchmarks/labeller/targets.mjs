/** What the labeller's numbers are measured by. */
import { ms, times } from '../shared/table.mjs';
import { ourRow } from './report.mjs';

/** `[labels or table, peer, what the peer gives, least ratio]`, by question. */
const RATIOS = {
  sparse: [
    ['runs, table', 'cc3d', 'labels', 2.5],
    ['runs, table', 'cc3d', 'labels, statistics', 5.5],
    ['runs, table', 'scipy, value by value', 'labels', 400],
    ['runs, table', "VessQC's rule", 'labels', 1000]
  ],
  delta: [['runs, table', 'cc3d, delta 5', 'labels, statistics', 2]],
  blobs: [['labels', 'cc3d', 'labels', 1.5]],
  connectomics: [['labels', 'cc3d', 'labels', 2.5]],
  random: [['labels', 'cc3d', 'labels', 1]]
};
const ORDERED = 'runs, table, order';
const MOST_WASM_BYTES = 16 << 10;
const MOST_STREAMED_MIB = 2048;

/** `[what, found, wanted, verdict]` rows of what was measured. */
export function labellerTargets({
  comparisons,
  wasm,
  recut = [],
  variants,
  page,
  threads,
  growth
}) {
  return [
    ...comparisons.flatMap(ratios),
    atMost('wasm that a page loads, gzipped', wasm.simd, MOST_WASM_BYTES, 'B'),
    ...recut.flatMap(({ kind, size, rows }) =>
      rows
        .filter(({ list }) => list !== undefined)
        .map(({ name, list }) =>
          atMost(`${name}: list of another ${kind}, ${size}³`, list, 10, 'ms')
        )
    ),
    ...(variants === undefined ? [] : searched(variants)),
    ...(page?.rows ?? []).map(({ gives, milliseconds }) =>
      atMost(`page and its worker: ${gives}, ${page.size}³`, milliseconds, 500, 'ms')
    ),
    ...(threads?.rows ?? [])
      .filter(isJoined)
      .map(({ name, on_1: one, on_2: two }) =>
        atLeast(`two threads: ${name}, ${threads.size}³`, one / two, 1.4)
      ),
    ...(growth === undefined ? [] : grown(growth))
  ];
}

function ratios({ kind, size, rows }) {
  const found = (RATIOS[kind] ?? []).flatMap(([gives, name, theirs, wanted]) => {
    const peer = rows.find(row => row.name === name && row.gives === theirs);
    const what = `${kind}, ${size}³, ${gives} : ${name}, ${theirs}`;
    return peer === undefined
      ? []
      : [atLeast(what, peer.median_ms / ourRow(rows, gives).median_ms, wanted)];
  });
  const peak = ourRow(rows, ORDERED)?.peak_bytes;
  return kind === 'sparse' && peak !== null
    ? [...found, atMost(`sparse, ${size}³: above the map`, peak / size ** 3, 0.7, 'B/voxel', 2)]
    : found;
}

function searched({ size, rows }) {
  const [wasmtime, ...scripts] = rows;
  const rowsOf = scripts.flatMap(({ name, first, milliseconds }) => [
    atMost(`${name}: variants, ${size}³`, milliseconds, 3000, 'ms'),
    atMost(`${name}: first variants, ${size}³`, first, 1000, 'ms')
  ]);
  const browser = scripts.at(-1);
  return browser === undefined
    ? []
    : [
        ...rowsOf,
        atMost(
          `variants through wasmtime, in times of ${browser.name}`,
          wasmtime.milliseconds / browser.milliseconds,
          1,
          '×',
          2
        )
      ];
}

/** Halves that are not joined are no result. */
function isJoined({ name }) {
  return !name.endsWith('not joined');
}

function grown({ voxels }) {
  const { size, peak_bytes: peak } = voxels.at(-1);
  return peak === null
    ? []
    : [atMost(`${size}³ slab by slab, peak`, peak / 2 ** 20, MOST_STREAMED_MIB, 'MiB')];
}

function atLeast(what, found, wanted) {
  return [what, times(found), `≥ ${times(wanted)}`, found >= wanted ? 'met' : 'missed'];
}

function atMost(what, found, wanted, unit, digits) {
  const text = digits === undefined ? ms(found) : found.toFixed(digits);
  return [what, `${text} ${unit}`, `≤ ${wanted} ${unit}`, found <= wanted ? 'met' : 'missed'];
}
