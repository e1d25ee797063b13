/** One stroke per error as tables: each tool by jitter and by kind in both groups of volumes, each volume by itself, and the targets. */
import { ms, table } from '../shared/table.mjs';

const OURS = 'smart stroke';
const KINDS = ['break', 'missed', 'merge', 'spurious'];
/** Jitter whose kinds are told. */
const TOLD = 1;

export function strokesReport(results) {
  if (results.skipped !== undefined) {
    return `Skipped: ${results.skipped}`;
  }
  const groups = [...new Set(results.volumes.map(({ group }) => group))];
  return [
    ...groups.map(group => summary(results, group)),
    byVolume(results, results.jitters.indexOf(TOLD))
  ].join('\n\n');
}

/** `[what, found, wanted, verdict]` rows, of the volumes that no setting was chosen on. */
export function strokesTargets(results) {
  const volumes = (results.volumes ?? []).filter(({ group }) => group === 'kept back');
  if (!volumes.some(({ tools }) => OURS in tools)) {
    return [];
  }
  const told = figures(volumes, OURS, results.jitters.indexOf(TOLD));
  return [
    [
      `errors repaired by one stroke, jitter ${TOLD}`,
      told.repaired.toFixed(2),
      '≥ 0.80',
      told.repaired >= 0.8 ? 'met' : 'missed'
    ],
    [
      `errors left in a fresh count, jitter ${TOLD}`,
      told.left.toFixed(2),
      '≤ 0.45',
      told.left <= 0.45 ? 'met' : 'missed'
    ]
  ];
}

function summary({ jitters, volumes }, group) {
  const members = volumes.filter(volume => volume.group === group);
  const told = jitters.indexOf(TOLD);
  const counts = countsOf(members, Object.keys(members[0].tools)[0]);
  const rows = Object.keys(members[0].tools).map(name => {
    const each = jitters.map((_, jitter) => figures(members, name, jitter));
    const at = each[told];
    return [
      name,
      each.map(({ repaired }) => repaired.toFixed(2)).join(' / '),
      ...KINDS.map(kind => (counts[kind] === 0 ? '–' : at.kinds[kind].toFixed(2))),
      each.map(({ left }) => left.toFixed(2)).join(' / '),
      at.fresh.toFixed(2),
      at.right.toFixed(2),
      at.ms.map(ms).join(' / ')
    ];
  });
  const heads = [
    `at jitter ${jitters.join(' / ')}; the rest at ${TOLD}`,
    'repaired',
    ...KINDS.map(kind => `${kind} (${counts[kind]})`),
    'left in a fresh count',
    'new per stroke',
    'right voxels',
    'ms, median / p95'
  ];
  return `### Volumes ${group}\n\n${table(heads, rows)}`;
}

/** Shares over all strokes of some volumes with one tool at one jitter. */
function figures(volumes, name, jitter) {
  const runs = volumes.map(({ tools }) => tools[name][jitter]);
  const strokes = runs.flatMap(({ repaired }) => repaired);
  const sum = key => runs.reduce((total, run) => total + run[key], 0);
  const start = volumes.reduce((total, { errors }) => total + errors, 0);
  const kinds = KINDS.map(kind => [kind, share(strokes.filter(([of]) => of === kind))]);
  return {
    repaired: share(strokes),
    kinds: Object.fromEntries(kinds),
    left: sum('left') / start,
    fresh: sum('new') / strokes.length,
    right: sum('right') / (sum('right') + sum('wrong')),
    ms: [0, 1].map(k => Math.max(...runs.map(run => run.ms[k])))
  };
}

function share(strokes) {
  return strokes.filter(([, isRepaired]) => isRepaired).length / strokes.length;
}

function countsOf(volumes, name) {
  const strokes = volumes.flatMap(({ tools }) => tools[name][0].repaired);
  return Object.fromEntries(
    KINDS.map(kind => [kind, strokes.filter(([of]) => of === kind).length])
  );
}

/** Repaired and left of each tool on each volume. */
function byVolume({ volumes }, jitter) {
  const names = Object.keys(volumes[0].tools);
  const rows = volumes.map(volume => [
    volume.name,
    volume.group,
    volume.errors,
    ...names.map(name => {
      const { repaired, left } = figures([volume], name, jitter);
      return `${repaired.toFixed(2)}, ${left.toFixed(2)}`;
    })
  ]);
  const heads = ['repaired, left', 'volume is', 'errors', ...names];
  return `### Each volume, jitter ${TOLD}\n\n${table(heads, rows)}`;
}
