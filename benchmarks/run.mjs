/**
 * All benchmarks: `node benchmarks/run.mjs [labeller] [edits] [curator] [guidance] [options]`; see README.md beside this file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Missing, PYTHON, main } from '../scripts/shell.mjs';
import { curatorReport, curatorTargets } from './curator/report.mjs';
import { runCurator } from './curator/run.mjs';
import { editsReport, editsTargets } from './edits/report.mjs';
import { runEdits } from './edits/run.mjs';
import { guidanceReport, guidanceTargets } from './guidance/report.mjs';
import { labellerReport, labellerTargets } from './labeller/report.mjs';
import { machine } from './shared/machine.mjs';
import { table } from './shared/table.mjs';

const PARTS = ['labeller', 'edits', 'curator', 'guidance'];
/** Headings in README.md that reports are recorded below. */
const TIMES = '# Results';
const GUIDANCE = '# Results of guidance';
const FOLDER = join(import.meta.dirname, '../.cache/benchmarks/results');

const HELP = `node benchmarks/run.mjs [labeller] [edits] [curator] [guidance]   some parts, or all

  --sizes 256,512   edge of the volumes (default 256)
  --rounds 5        rounds of each candidate (default 5; the labeller takes two more)
  --only NAME       of the curator's candidates: floor, voxproof, neuroglancer, ipyniivue; may be repeated
  --record          put the report into benchmarks/README.md, in place of the one there
  --shots FOLDER    leave a screenshot of each candidate there
  --quick           guidance on one small volume
  --reference       guidance with the study's slow ranking too
  --shared FOLDER   what the guidance benchmark needs (default ../shared beside the repository)
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
  const wants = part => positionals.length === 0 || positionals.includes(part);
  const before = machine().join('  \n');
  const raw = {};
  const reports = {};
  if (['labeller', 'edits', 'curator'].some(wants)) {
    const parts = [];
    const targets = [];
    if (wants('labeller')) {
      raw.labeller = runPython('labeller', [...sizes.map(String), '--rounds', String(rounds + 2)]);
      parts.push(labellerReport(raw.labeller));
      targets.push(...labellerTargets(raw.labeller));
    }
    if (wants('edits')) {
      raw.edits = await runEdits({ sizes });
      parts.push(editsReport(raw.edits));
      targets.push(...editsTargets(raw.edits));
    }
    if (wants('curator')) {
      raw.curator = await runCurator({ sizes, rounds, only: values.only, shots: values.shots });
      parts.push(curatorReport(raw.curator, sizes));
      targets.push(...curatorTargets(raw.curator));
    }
    reports[TIMES] = document([before, ...parts], targets);
  }
  if (wants('guidance')) {
    raw.guidance = runPython('guidance', guidanceOptions(values));
    reports[GUIDANCE] = document([guidanceReport(raw.guidance)], guidanceTargets(raw.guidance));
  }
  deliver(Object.values(reports).join('\n\n'), raw);
  if (raw.guidance?.skipped !== undefined) {
    delete reports[GUIDANCE];
  }
  if (values.record) {
    record(reports);
  }
});

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
    maxBuffer: 1 << 28
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
}

function deliver(report, raw) {
  mkdirSync(FOLDER, { recursive: true });
  const name = join(FOLDER, new Date().toISOString().slice(0, 16).replace(':', '-'));
  writeFileSync(`${name}.md`, `${report}\n`);
  writeFileSync(`${name}.json`, JSON.stringify(raw, null, 1));
  process.stdout.write(`${report}\n\nwritten to ${name}.md\n`);
}
