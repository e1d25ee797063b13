/**
 * All benchmarks: `node benchmarks/run.mjs [labeller] [curator] [options]`; see README.md beside this file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Missing, PYTHON, main } from '../scripts/shell.mjs';
import { curatorReport, curatorTargets } from './curator/report.mjs';
import { runCurator } from './curator/run.mjs';
import { labellerReport, labellerTargets } from './labeller/report.mjs';
import { machine } from './shared/machine.mjs';
import { table } from './shared/table.mjs';

const PARTS = ['labeller', 'curator'];
const FOLDER = join(import.meta.dirname, '../.cache/benchmarks/results');

const HELP = `node benchmarks/run.mjs [labeller] [curator]   one part, or both

  --sizes 256,512   edge of the volumes (default 256)
  --rounds 5        rounds of each candidate (default 5; the labeller takes two more)
  --only NAME       of the curator's candidates: floor, voxproof, neuroglancer, ipyniivue; may be repeated
  --record          put the report into benchmarks/README.md, in place of the one there
  --shots FOLDER    leave a screenshot of each candidate there
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
  const report = [`## ${new Date().toISOString().slice(0, 10)}`, machine().join('  \n')];
  const targets = [];
  const raw = {};
  if (wants('labeller')) {
    raw.labeller = runLabeller(sizes, rounds + 2);
    report.push(labellerReport(raw.labeller));
    targets.push(...labellerTargets(raw.labeller));
  }
  if (wants('curator')) {
    raw.curator = await runCurator({ sizes, rounds, only: values.only, shots: values.shots });
    report.push(curatorReport(raw.curator, sizes));
    targets.push(...curatorTargets(raw.curator));
  }
  if (targets.length > 0) {
    report.push('### Targets', table(['', 'found', 'wanted', ''], targets));
  }
  deliver(report.join('\n\n'), raw);
  if (values.record) {
    record(report.join('\n\n'));
  }
});

function wholes(text, name) {
  const numbers = text.split(',').map(Number);
  if (!numbers.every(number => Number.isInteger(number) && number > 0)) {
    throw new Missing(
      `--${name}: found ${text}, expected whole numbers above 0, such as 256 or 256,512.`
    );
  }
  return numbers;
}

function runLabeller(sizes, rounds) {
  const script = join(import.meta.dirname, 'labeller/run.py');
  const { status, stdout } = spawnSync(
    PYTHON,
    [script, ...sizes.map(String), '--rounds', String(rounds)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 28
    }
  );
  if (status !== 0) {
    throw new Missing(
      'The labeller benchmark did not finish: see above. `npm run setup` makes the environment.'
    );
  }
  return JSON.parse(stdout);
}

/** The README's last section is the report of a run on a quiet machine. */
function record(report) {
  const path = join(import.meta.dirname, 'README.md');
  const [about] = readFileSync(path, 'utf8').split('\n# Results');
  writeFileSync(path, `${about.trimEnd()}\n\n# Results\n\n${report}\n`);
}

function deliver(report, raw) {
  mkdirSync(FOLDER, { recursive: true });
  const name = join(FOLDER, new Date().toISOString().slice(0, 16).replace(':', '-'));
  writeFileSync(`${name}.md`, `${report}\n`);
  writeFileSync(`${name}.json`, JSON.stringify(raw, null, 1));
  process.stdout.write(`${report}\n\nwritten to ${name}.md\n`);
}
