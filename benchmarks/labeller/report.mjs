/** The labeller's numbers as tables. */
import { ms, table, times } from '../shared/table.mjs';
import { PLOT } from './plot.mjs';

const OURS = 'voxproof, wasmtime';
const KINDS = {
  sparse: 'sparse map, one value per branch',
  delta: 'continuous map, neighbours that differ by at most 5 of 255',
  threshold: 'continuous map, components above one half',
  tolerance: 'one of many values per branch, rounded to 0.001',
  blobs: 'dense blobs',
  connectomics: 'dense, like segmented neural tissue',
  random: 'random voxels'
};

export function labellerReport({ versions, comparisons, wasm, ...parts }) {
  return [
    `${versions.join(', ')}  \nboth builds gzipped: SIMD ${wasm.simd} bytes, scalar ${wasm.scalar} bytes`,
    ...comparisons.map(comparison),
    ...(parts.recut ?? []).map(recut),
    ...['variants', 'page', 'threads', 'growth']
      .filter(name => parts[name] !== undefined)
      .map(name => SECTIONS[name](parts[name]))
  ].join('\n\n');
}

/** The first of our rows that gives the same as labels, a table, or less of it. */
export function ourRow(rows, gives = 'runs, table') {
  return rows.find(row => row.name === OURS && row.gives === gives);
}

function comparison({ kind, size, foreground, values, rows }) {
  const ours = ourRow(rows) ?? ourRow(rows, 'labels');
  const body = rows.map(row => [
    row.name,
    row.gives,
    ms(row.median_ms),
    ms(row.least_ms),
    row.rounds,
    row === ours ? '' : times(row.median_ms / ours.median_ms),
    row.regions,
    row.peak_bytes === null ? '–' : (row.peak_bytes / size ** 3).toFixed(2),
    row.note
  ]);
  const heads = ['labeller', 'gives', 'median ms', 'least', 'rounds', 'to the first', 'regions'];
  const about = `${(100 * foreground).toFixed(1)} % foreground, ${values} values`;
  return section(size, KINDS[kind], about, table([...heads, 'peak B/voxel', ''], body));
}

function recut({ kind, size, rows }) {
  const body = rows.map(row => [
    row.name,
    ms(row.list),
    ms(row.rows),
    ms(row.fresh),
    times(row.fresh / (row.list ?? row.rows)),
    row.regions,
    row.note
  ]);
  const heads = ['labeller', 'list ms', 'list and rows ms', 'ranked anew ms', 'list faster'];
  const about = 'Regions of at least 8 voxels; smaller ones are counted.';
  return section(
    size,
    `another granularity, mode ${kind}`,
    about,
    table([...heads, 'regions', ''], body)
  );
}

const SECTIONS = {
  variants({ size, foreground, rows }) {
    const [{ milliseconds: wasmtime }] = rows;
    const body = rows.map(row => [
      row.name,
      ms(row.first),
      ms(row.milliseconds),
      times(row.milliseconds / wasmtime),
      row.regions,
      row.note
    ]);
    const heads = ['labeller', 'first list ms', 'all ms', 'to wasmtime', 'regions', ''];
    const about = `${(100 * foreground).toFixed(1)} % foreground`;
    return section(size, 'mode variants', about, table(heads, body));
  },
  page({ size, rows }) {
    const body = rows.map(row => [
      row.name,
      row.gives,
      ms(row.milliseconds),
      ms(row.least),
      row.regions,
      row.note
    ]);
    const heads = ['', 'gives', 'median ms', 'least', 'regions', ''];
    const about = 'From the sparse map in the memory of the page to its ranked table there.';
    return section(size, 'as the extension asks', about, table(heads, body));
  },
  threads({ size, rows }) {
    const body = rows.map(({ name, on_1: one, on_2: two }) => [
      name,
      ms(one),
      ms(two),
      times(one / two)
    ]);
    const heads = ['', 'one thread ms', 'two threads ms', 'faster'];
    const about = 'The sparse map. Halves that are not joined tell what two threads can gain.';
    return section(size, 'two threads', about, table(heads, body));
  },
  growth({ voxels, values }) {
    const bySize = voxels.map(({ size, milliseconds, peak_bytes: peak, regions }) => [
      `${size}³`,
      ms(milliseconds),
      ((1e6 * milliseconds) / size ** 3).toFixed(2),
      peak === null ? '–' : (peak / 2 ** 20).toFixed(0),
      regions
    ]);
    const byValues = values.map(row => [
      row.values,
      ms(row.milliseconds),
      ms(row.loop),
      times(row.loop / row.milliseconds)
    ]);
    return [
      '### Cost against voxels, fed slab by slab, and against distinct values',
      `![Time against voxels and against distinct values](${PLOT})`,
      table(['voxels', 'median ms', 'ns a voxel', 'peak MiB', 'regions'], bySize),
      table(['distinct values', 'median ms', "scipy's loop, by one value", 'faster'], byValues)
    ].join('\n\n');
  }
};

function section(size, title, about, body) {
  return `### ${size}³, ${title}\n\n${about}\n\n${body}`;
}
