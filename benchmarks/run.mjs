/**
 * All benchmarks: `node benchmarks/run.mjs [labeller] [edits] [journal] [curator] [guidance] [strokes] [startup] [options]`; see README.md beside this file.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Missing, PYTHON, ROOT, main } from '../scripts/shell.mjs';
import { curatorReport, curatorTargets } from './curator/report.mjs';
import { runCurator } from './curator/run.mjs';
import { editsReport, editsTargets } from './edits/report.mjs';
import { runEdits } from './edits/run.mjs';
import { guidanceReport, guidanceTargets } from './guidance/report.mjs';
import { journalReport, journalTargets } from './journal/report.mjs';
import { PLOT, growthPlot } from './labeller/plot.mjs';
import { labellerReport } from './labeller/report.mjs';
import { labellerTargets } from './labeller/targets.mjs';
import { wasmSize } from './labeller/wasm-size.mjs';
import { machine } from './shared/machine.mjs';
import { table } from './shared/table.mjs';
import { startupReport, startupTargets } from './startup/report.mjs';
import { runStartup } from './startup/run.mjs';
import { strokesReport, strokesTargets } from './strokes/report.mjs';

/** Heading in README.md that the report of a part is recorded below. */
const headingOf = part => `# Results: ${part}`;
/** Parts in their order. */
const MEASURED = { labeller, edits, journal, curator, guidance, strokes, startup };
const PARTS = Object.keys(MEASURED);
const FOLDER = join(import.meta.dirname, '../.cache/benchmarks/results');

const HELP = `node benchmarks/run.mjs [labeller] [edits] [journal] [curator] [guidance] [strokes] [startup]   some parts, or all

  --sizes 256,512   edge of the volumes (default 256)
  --rounds 5        rounds of each candidate (default 5; the labeller takes two more)
  --only NAME       of one part alone; may be repeated. Of the labeller: sparse, delta, threshold, tolerance, blobs, connectomics,
                    random, recut, variants, page, threads, growth; of the curator: floor, voxproof, neuroglancer, ipyniivue;
                    of strokes: a tool of its table
  --record          put the report into benchmarks/README.md, in place of the one there
  --shots FOLDER    leave a screenshot of each candidate there
  --quick           guidance and strokes on one small volume
  --reference       guidance with the study's slow ranking too
  --shared FOLDER   what guidance and strokes need (default ../shared beside the repository)
`;

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sizes: { type: 'string', default: '256' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', multiple: true, default: [] },
      shots: { type: 'string' },
      record: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      reference: { type: 'boolean', default: false },
      shared: { type: 'string' },
      help: { type: 'boolean', default: false }
    }
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const unknown = positionals.find(part => !PARTS.includes(part));
  if (unknown !== undefined) {
    throw new Missing(`Found no part ${unknown}, expected ${PARTS.join(' or ')}.\n\n${HELP}`);
  }
  const sizes = wholes(values.sizes, 'sizes');
  const [rounds] = wholes(values.rounds, 'rounds');
  const wanted = PARTS.filter(part => positionals.length === 0 || positionals.includes(part));
  if (values.only.length > 0 && (wanted.length > 1 || values.record)) {
    throw new Missing('--only: found several parts or --record, expected one part by name.');
  }
  const options = { ...values, sizes, rounds };
  const raw = {};
  const reports = {};
  for (const part of wanted) {
    const before = machine().join('  \n');
    const { results, report, targets } = await MEASURED[part](options);
    raw[part] = results;
    reports[headingOf(part)] = document([before, report], targets);
  }
  deliver(Object.values(reports).join('\n\n'), raw);
  for (const part of Object.keys(raw).filter(part => raw[part].skipped !== undefined)) {
    delete reports[headingOf(part)];
  }
  if (values.record) {
    record(reports);
  }
});

function labeller({ sizes, rounds, only }) {
  const chosen = only.flatMap(name => ['--only', name]);
  const results = runPython('labeller', [
    ...sizes.map(String),
    '--rounds',
    String(rounds + 2),
    ...chosen
  ]);
  results.wasm = wasmSize();
  return { results, report: labellerReport(results), targets: labellerTargets(results) };
}

async function edits({ sizes }) {
  const results = await runEdits({ sizes });
  return { results, report: editsReport(results), targets: editsTargets(results) };
}

function journal({ sizes }) {
  const results = sizes.map(size => runPython('journal', [String(size)]));
  return { results, report: journalReport(results), targets: journalTargets(results) };
}

async function curator({ sizes, rounds, only, shots }) {
  const results = await runCurator({ sizes, rounds, only, shots });
  return { results, report: curatorReport(results, sizes), targets: curatorTargets(results) };
}

async function startup({ rounds }) {
  const results = await runStartup({ rounds });
  return { results, report: startupReport(results), targets: startupTargets(results) };
}

function guidance(options) {
  const results = runPython('guidance', guidanceOptions(options));
  return { results, report: guidanceReport(results), targets: guidanceTargets(results) };
}

function strokes({ quick, shared, only }) {
  const chosen = only.flatMap(name => ['--only', name]);
  const results = runPython('strokes', [...guidanceOptions({ quick, shared }), ...chosen]);
  return { results, report: strokesReport(results), targets: strokesTargets(results) };
}

function document(parts, targets) {
  const today = `## ${new Date().toISOString().slice(0, 10)}`;
  const rows =
    targets.length === 0 ? [] : ['### Targets', table(['', 'found', 'wanted', ''], targets)];
  return [today, ...parts, ...rows].join('\n\n');
}

function guidanceOptions({ quick, reference, shared }) {
  return [
    ...(quick ? ['--quick'] : []),
    ...(reference ? ['--reference'] : []),
    ...(shared === undefined ? [] : ['--shared', shared])
  ];
}

function wholes(text, name) {
  const numbers = text.split(',').map(Number);
  if (!numbers.every(number => Number.isInteger(number) && number > 0)) {
    throw new Missing(
      `--${name}: found ${text}, expected whole numbers above 0, such as 256 or 256,512.`
    );
  }
  return numbers;
}

function runPython(part, options) {
  const script = join(import.meta.dirname, part, 'run.py');
  const { status, stdout } = spawnSync(PYTHON, [script, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONPATH: [ROOT, join(import.meta.dirname, 'shared')].join(delimiter) }
  });
  if (status !== 0) {
    throw new Missing(
      `The ${part} benchmark did not finish: see above. \`npm run setup\` makes the environment.`
    );
  }
  return JSON.parse(stdout);
}

/** Each report replaces the README's section of its heading; times are worth recording on a quiet machine only. */
function record(reports) {
  const path = join(import.meta.dirname, 'README.md');
  const sections = readFileSync(path, 'utf8').split(/^(?=# )/m);
  for (const [heading, report] of Object.entries(reports)) {
    const found = sections.findIndex(section => section.startsWith(`${heading}\n`));
    sections.splice(found < 0 ? sections.length : found, 1, `${heading}\n\n${report}\n`);
  }
  writeFileSync(path, `${sections.map(section => section.trimEnd()).join('\n\n')}\n`);
  if (reports[headingOf('labeller')] !== undefined) {
    copyFileSync(join(FOLDER, PLOT), join(import.meta.dirname, PLOT));
  }
}

function deliver(report, raw) {
  mkdirSync(FOLDER, { recursive: true });
  const name = join(FOLDER, new Date().toISOString().slice(0, 16).replace(':', '-'));
  writeFileSync(`${name}.md`, `${report}\n`);
  writeFileSync(`${name}.json`, JSON.stringify(raw, null, 1));
  if (raw.labeller?.growth !== undefined) {
    writeFileSync(join(FOLDER, PLOT), growthPlot(raw.labeller.growth));
  }
  process.stdout.write(`${report}\n\nwritten to ${name}.md\n`);
}
