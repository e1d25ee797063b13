/** Recall against cost as tables: ratios to VessQC over all volumes, each volume by itself, and the targets. */
import { table } from '../shared/table.mjs';

const VESSQC = 'VessQC 1.0.0';
const STOPS = 'Voxproof, stops';
const FLAT = 'Voxproof, flat';
const COSTS = {
  entries: 'views',
  regions: 'regions',
  voxels: 'voxels',
  seconds: 'search time',
  seconds_by_region: 'with 5 s a further region'
};
/** Level whose spread is told. */
const SPREAD_AT = 0.9;

export function guidanceReport(results) {
  if (results.skipped !== undefined) {
    return `Skipped: ${results.skipped}`;
  }
  const vessels = results.volumes.filter(volume => volume.is_vessels);
  const others = results.volumes.filter(volume => !volume.is_vessels);
  return [
    summary(results, vessels, `${vessels.length} volumes of vessels`),
    ...others.map(volume => summary(results, [volume], `${volume.name}: no vessels`)),
    byVolume(results.volumes)
  ].join('\n\n');
}

/** `[what, found, wanted, verdict]` rows. */
export function guidanceTargets(results) {
  if (results.skipped !== undefined) {
    return [];
  }
  const vessels = results.volumes.filter(volume => volume.is_vessels);
  const reached = vessels.filter(({ candidates }) => candidates[STOPS].best_recall >= 0.94).length;
  const atMost = (what, candidate, cost, wanted) => {
    const found = geometricMean(
      vessels.flatMap(volume => results.levels.map((_, i) => ratio(volume, candidate, cost, i)))
    );
    return [what, found.toFixed(2), `≤ ${wanted}`, found <= wanted ? 'met' : 'missed'];
  };
  return [
    [
      'recall 0.94 of all errors can be reached',
      `${reached} of ${vessels.length}`,
      'everywhere',
      reached === vessels.length ? 'met' : 'missed'
    ],
    atMost("search time by stops : VessQC's, mean of the four levels", STOPS, 'seconds', 0.35),
    atMost('the same with 5 s for each further region', STOPS, 'seconds_by_region', 0.85),
    atMost("voxels of the flat list : VessQC's, mean of the four levels", FLAT, 'voxels', 0.6)
  ];
}

/** Cost of each candidate : VessQC's at each level, geometric mean over volumes. */
function summary({ levels }, volumes, title) {
  const names = Object.keys(volumes[0].candidates).filter(name => name !== VESSQC);
  const spreadAt = levels.indexOf(SPREAD_AT);
  const rows = names.map(name => [
    name,
    reach(volumes, name),
    ...Object.keys(COSTS).map(cost =>
      levels.map((_, level) => mean(volumes, name, cost, level)).join(' ')
    ),
    spread(volumes, name, 'seconds', spreadAt)
  ]);
  const ones = levels.map(() => '1').join(' ');
  const base = [VESSQC, reach(volumes, VESSQC), ...Object.keys(COSTS).map(() => ones), '1'];
  const heads = [
    `cost : VessQC's at ${levels.join(', ')} of its best recall`,
    'reaches 0.94; best recall',
    ...Object.values(COSTS),
    `time at ${SPREAD_AT}, least – most`
  ];
  return `### ${title}\n\n${table(heads, [base, ...rows])}`;
}

/** On how many volumes 0.94 of all errors are reached, and the range of the best recall. */
function reach(volumes, name) {
  const best = volumes.map(({ candidates }) => candidates[name].best_recall);
  const count = best.filter(recall => recall >= 0.94).length;
  return `${count} of ${volumes.length}; ${range(best)}`;
}

function ratio(volume, name, cost, level) {
  const ours = volume.candidates[name].at_vessqcs[cost][level];
  return ours === null ? Infinity : ours / volume.candidates[VESSQC].at_vessqcs[cost][level];
}

/** Over the volumes on which the level is reached; where these are not all, their number is told. */
function mean(volumes, name, cost, level) {
  const reached = volumes.map(volume => ratio(volume, name, cost, level)).filter(Number.isFinite);
  if (reached.length === 0) {
    return 'never';
  }
  const found = geometricMean(reached).toFixed(2);
  return reached.length === volumes.length ? found : `${found} (${reached.length})`;
}

function spread(volumes, name, cost, level) {
  return range(volumes.map(volume => ratio(volume, name, cost, level)));
}

function range(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)].map(value =>
    Number.isFinite(value) ? value.toFixed(2) : 'never'
  );
  return least === most ? least : `${least} – ${most}`;
}

/** Minutes of search to 0.9 of VessQC's best recall, and to 0.94 of all errors. */
function byVolume(volumes) {
  const shown = [VESSQC, `${VESSQC}, random order`, STOPS, FLAT];
  const rows = volumes.map(volume => [
    volume.name,
    volume.shape.join(' × '),
    volume.dice.toFixed(2),
    volume.errors,
    ...shown.map(name => minutes(volume.candidates[name].at_vessqcs.seconds[2])),
    ...[VESSQC, STOPS, FLAT].map(name => minutes(volume.candidates[name].at_all.seconds[3]))
  ]);
  const heads = [
    'volume, model',
    'voxels',
    'Dice',
    'errors',
    `min to 0.9 of VessQC's: VessQC`,
    'random',
    'stops',
    'flat',
    'min to 0.94 of all: VessQC',
    'stops',
    'flat'
  ];
  return `### Minutes of search\n\n${table(heads, rows)}`;
}

function minutes(seconds) {
  return seconds === null ? 'never' : (seconds / 60).toFixed(1);
}

function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
