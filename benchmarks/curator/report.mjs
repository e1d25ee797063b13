/** The curator's numbers as tables, and its targets. */
import { megabytes, ms, seconds, table } from '../shared/table.mjs';
import { median, quantile } from '../shared/statistics.mjs';

/** Bytes shown per voxel: uint8 image, uint16 label indices, uint8 codes. */
const SHOWN_BYTES = 4;

export function curatorReport(results, sizes) {
  return [
    ...sizes.map(size => showSection(results, size)),
    ...results.flatMap(result => sizes.flatMap(size => workSection(result, size))),
    environmentsSection(results)
  ].join('\n\n');
}

/** `[what, found, wanted, verdict]` rows. */
export function curatorTargets(results) {
  const ours = results.find(({ candidate }) => candidate === 'Voxproof')?.bySize;
  if (!ours) {
    return [];
  }
  const rows = [];
  const time = (size, what, pick, wanted) => {
    if (ours[size]) {
      rows.push(
        atMost(`${what}, ${size}³`, median(ours[size].shown.map(pick)) / 1000, wanted, 's')
      );
    }
  };
  time(256, 'right slices', shown => shown.slices, 0.6);
  time(256, 'ranked list', shown => shown.reached.list, 1);
  time(512, 'right slices', shown => shown.slices, 1);
  time(512, 'everything', shown => everythingOf(shown), 3);
  for (const [size, { shown, strokes, ball, smart, undo, regions }] of Object.entries(ours)) {
    if (!strokes) {
      continue;
    }
    const heap = median(shown.map(each => each.heap)) / (SHOWN_BYTES * size ** 3);
    rows.push(atMost(`JS heap in bytes shown, ${size}³`, heap, 2, '×'));
    rows.push(atMost(`stroke of 41 voxels, bytes up, ${size}³`, strokes.up[0], 2048, 'B'));
    rows.push(
      atMost(
        `stroke durable above the bare round trip, p50, ${size}³`,
        strokes.durable[0] - strokes.roundTrip[0],
        30,
        'ms'
      )
    );
    rows.push(
      atMost(
        `stroke durable above the bare round trip, p95, ${size}³`,
        strokes.durable[1] - strokes.roundTrip[1],
        30,
        'ms'
      )
    );
    rows.push(
      atMost(`ball r = 10, main-thread work for a move, p95, ${size}³`, ball[1], 16, 'ms'),
      atMost(`smart stroke, move to answer drawn, p95, ${size}³`, smart.previews[1], 50, 'ms'),
      atMost(`smart stroke, release to durable, p95, ${size}³`, smart.finals[1], 150, 'ms'),
      atMost(`undo, key to slices drawn, p95, ${size}³`, undo.drawn[1], 50, 'ms')
    );
    rows.push(atMost(`next region, three slices, p50, ${size}³`, regions.slices[0], 100, 'ms'));
  }
  return rows;
}

function atMost(what, found, wanted, unit) {
  const digits = unit === 's' || unit === '×' ? 2 : 0;
  const verdict = found <= wanted ? 'met' : 'missed';
  return [what, `${found.toFixed(digits)} ${unit}`, `≤ ${wanted} ${unit}`, verdict];
}

const everythingOf = shown => Math.max(shown.all, ...Object.values(shown.reached));

function showSection(results, size) {
  const heads = [
    'candidate',
    'right slices s',
    'least – most',
    'ranked list s',
    'everything s',
    'MB down',
    'MB up',
    'JS heap MB',
    'kernel peak MB',
    'renderer / GPU process MB'
  ];
  const rows = results.map(({ candidate, skipped, bySize }) => {
    const at = bySize?.[size];
    if (at === undefined) {
      return [candidate, `skipped: ${skipped}`, ...Array(8).fill('')];
    }
    const { shown, memory } = at;
    const of = pick => median(shown.map(pick));
    const slices = shown.map(each => each.slices);
    return [
      candidate,
      seconds(of(each => each.slices)),
      `${seconds(quantile(slices, 0))} – ${seconds(quantile(slices, 1))}`,
      seconds(shown[0].reached.list && of(each => each.reached.list)),
      seconds(of(everythingOf)),
      megabytes(of(each => each.bytes.down)),
      megabytes(of(each => each.bytes.up)),
      megabytes(of(each => each.heap)),
      megabytes(of(each => each.kernelPeak)),
      memory ? `${Math.round(memory.renderer / 1e6)} / ${Math.round(memory.GPU / 1e6)}` : '–'
    ];
  });
  const rounds = Math.max(...results.map(({ bySize }) => bySize?.[size]?.shown.length ?? 0));
  return `### ${size}³: from the run-cell command, median of ${rounds}\n\n${table(heads, rows)}`;
}

function workSection({ candidate, bySize }, size) {
  const { strokes, frames, ball, smart, undo, regions, agreement, roundTrip, failed } =
    bySize?.[size] ?? {};
  if (failed) {
    return [`${candidate}, ${size}³, at work: failed (${failed}).`];
  }
  if (roundTrip) {
    const [half, most] = [0.5, 0.95].map(f => ms(quantile(roundTrip, f)));
    return [
      `${candidate}, ${size}³: bare round trips back to back p50 ${half} ms, p95 ${most} ms.`
    ];
  }
  if (!strokes) {
    return [];
  }
  const pair = values => values.map(ms).join(' / ');
  const rows = [
    ['voxels', strokes.voxels.join(' / ')],
    ['bytes up', strokes.up.join(' / ')],
    ['bytes down (acknowledgement, kernel status)', strokes.down.join(' / ')],
    ['pointer event to slice drawn, ms', pair(strokes.visible)],
    ['drawn in the frame of the event, %', (100 * strokes.sameFrame).toFixed(1)],
    ['release to durable, ms', pair(strokes.durable)],
    ['bare round trip of as many bytes, interleaved, ms', pair(strokes.roundTrip)],
    [`next region: key to three slices drawn, ms (${regions.regions})`, pair(regions.slices)],
    ['frame in which only a dot of the page changes, ms', pair(frames)],
    ['ball of a radius of 10 voxels: main-thread work for a move, ms', pair(ball)],
    [`smart stroke (${smart.strokes}): move to its answer drawn, ms`, pair(smart.previews)],
    ['smart stroke: release to durable, ms', pair(smart.finals)],
    ['undo: key to slices drawn, ms', pair(undo.drawn)],
    ['undo: key to durable, ms', pair(undo.durable)],
    ['next region: 3D coarse, ms', ms(regions.coarse)],
    ['grey on screen against the array, correlation', agreement.toFixed(3)]
  ];
  return [
    `### ${size}³: ${candidate} at work (${strokes.strokes} strokes)\n\n${table(['', 'p50 / p95'], rows)}`
  ];
}

function environmentsSection(results) {
  const lines = results
    .filter(({ versions }) => versions)
    .map(({ candidate, versions }) => `- ${candidate}: ${versions.join(', ')}`);
  const renderer = results.find(result => result.renderer)?.renderer;
  return [`Drawn by ${renderer}.`, '', ...lines].join('\n');
}
