/** What the extension costs before first use, and whether that is little. */
import { median } from '../shared/statistics.mjs';
import { ms, table } from '../shared/table.mjs';

const WANTED_MS = 20;
const WANTED_BYTES = 60_000;

export function startupReport(results) {
  const rows = results[0].files.map(([name, bytes]) => [name.replace(/\.\w{16}\./, '.'), bytes]);
  return `## Before the first curator\n\n${table(['file', 'bytes'], [...rows, ['all', bytesOf(results[0])]])}

Main thread, the extension's scripts: ${listed(results, 'ms')} ms; with all other packages' code that they are first to need: ${listed(results, 'withCalledMs')} ms.`;
}

export function startupTargets(results) {
  const time = median(results.map(each => each.ms));
  const bytes = bytesOf(results[0]);
  return [
    [
      'start of JupyterLab, main thread',
      `${ms(time)} ms`,
      `≤ ${WANTED_MS} ms`,
      verdict(time <= WANTED_MS)
    ],
    ['loaded before first use', `${bytes} B`, `≤ ${WANTED_BYTES} B`, verdict(bytes <= WANTED_BYTES)]
  ];
}

const listed = (results, name) => results.map(each => ms(each[name])).join(', ');
const bytesOf = ({ files }) => files.reduce((sum, [, bytes]) => sum + bytes, 0);
const verdict = isMet => (isMet ? 'met' : 'missed');
