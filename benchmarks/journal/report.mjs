/** What keeping every edit costs, and its targets. */
import { ms, table, times } from '../shared/table.mjs';

export function journalReport(results) {
  return results.map(section).join('\n\n');
}

export function journalTargets(results) {
  return results.flatMap(({ size, edits, undone, bytes_each: bytes, opened, replayed }) => [
    atMost(`undo, durable, p95, ${size}³`, undone[1], 50, 'ms'),
    atMost(`journal, bytes for a stroke, ${size}³`, bytes, 2048, 'B'),
    atMost(`${edits} edits: open and restore, ${size}³`, opened / 1000, 5, 's'),
    atMost(`${edits} edits: replay, ${size}³`, replayed / 1000, 5, 's')
  ]);
}

function atMost(what, found, wanted, unit) {
  const digits = unit === 'B' ? 0 : 1;
  return [
    what,
    `${found.toFixed(digits)} ${unit}`,
    `≤ ${wanted} ${unit}`,
    found <= wanted ? 'met' : 'missed'
  ];
}

function section({ size, edits, voxels, applied, flushed, undone, redone, done, ...rest }) {
  const pair = values => values.map(ms).join(' / ');
  const rows = [
    ['edit: checked, committed, written', pair(applied), times(done / applied[0])],
    ['undo', pair(undone), ''],
    ['redo', pair(redone), ''],
    ['a bare flush of 1000 bytes', pair(flushed), ''],
    ["VessQC's rule for Done, arrays alone, nothing on disk", ms(done), '1 ×']
  ];
  const about =
    `${edits} strokes of ${Math.round(voxels)} voxels (median): ${Math.round(rest.bytes_each)} bytes of journal and ` +
    `${Math.max(0, Math.round(rest.grown_each))} of memory each; opened and brought back in ${(rest.opened / 1000).toFixed(1)} s, ` +
    `replayed in ${(rest.replayed / 1000).toFixed(1)} s, equal bit for bit`;
  return `### ${size}³: an edit kept\n\n${about}\n\n${table(['', 'ms, p50 / p95', "VessQC's rule takes"], rows)}`;
}
