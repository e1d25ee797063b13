/**
 * `npm test`: the environment, the build, then every check and test. The last line counts them over all runners.
 * `npm test -- --only jest,pytest` runs some of them; what follows a second `--` goes to the runner.
 */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { prepareBuild, prepareEnvironment } from './environment.mjs';
import { clearReport, jestCounts, junitCounts, playwrightCounts, reportPath } from './reports.mjs';
import { Missing, PYTHON, ROOT, environmentVariables, main, nodeBin, venvBin } from './shell.mjs';

const pytest = (report, ...args) => [
  PYTHON,
  '-m',
  'pytest',
  '-rs',
  `--junitxml=${reportPath(report)}`,
  ...args
];

/** A check passes or fails as one; a runner with a report tells how many of its tests did. */
const STEPS = {
  build: { work: prepareBuild },
  types: { command: [...nodeBin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'] },
  'types-ui': { command: [...nodeBin('typescript', 'bin', 'tsc'), '-p', 'ui-tests/tsconfig.json'] },
  eslint: { command: [...nodeBin('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'] },
  prettier: {
    command: [...nodeBin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']
  },
  words: { command: [process.execPath, join(ROOT, 'scripts', 'catalogue.mjs'), '--check'] },
  layers: {
    command: [
      ...nodeBin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      'src',
      '--output-type',
      'err'
    ]
  },
  ruff: { command: [venvBin('ruff'), 'check', '--quiet', '.'] },
  'ruff-format': { command: [venvBin('ruff'), 'format', '--check', '--quiet', '.'] },
  mypy: { command: [PYTHON, '-m', 'mypy', '--no-error-summary'] },
  jest: {
    command: [
      ...nodeBin('jest', 'bin', 'jest.js'),
      '--json',
      '--maxWorkers=100%',
      `--outputFile=${reportPath('jest.json')}`,
      '--silent'
    ],
    hideOutput: true,
    report: 'jest.json',
    count: jestCounts
  },
  pytest: {
    command: pytest(
      'pytest.xml',
      '-n',
      '2',
      '--ignore',
      'tests/notebooks',
      '--ignore',
      'tests/distribution'
    ),
    report: 'pytest.xml',
    count: junitCounts
  },
  distribution: {
    command: pytest('distribution.xml', 'tests/distribution'),
    report: 'distribution.xml',
    count: junitCounts
  },
  notebooks: {
    command: pytest('notebooks.xml', '-n', '2', 'tests/notebooks'),
    report: 'notebooks.xml',
    count: junitCounts
  },
  browser: {
    before: findBrowser,
    command: [
      ...nodeBin('@playwright', 'test', 'cli.js'),
      'test',
      '--config',
      'ui-tests/playwright.config.js'
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath('browser.json') },
    report: 'browser.json',
    count: playwrightCounts
  }
};

/**
 * @param say - takes what the command writes, where it must not appear at once.
 * @returns the exit code; 127 when the program could not be started.
 */
function execute(command, env, hideOutput, say) {
  const shown = say === undefined ? 'inherit' : 'pipe';
  return new Promise(resolve => {
    const child = spawn(command[0], command.slice(1), {
      cwd: ROOT,
      env,
      stdio: ['ignore', hideOutput ? 'ignore' : shown, shown]
    });
    child.stdout?.on('data', say);
    child.stderr?.on('data', say);
    child.on('error', error => {
      process.stdout.write(`${error.message}\n`);
      resolve(127);
    });
    child.on('close', code => resolve(code === null ? 1 : code));
  });
}

function stepVariables(extra) {
  const data = join(ROOT, '..', 'shared', 'data');
  const shared =
    process.env.VOXPROOF_DATA === undefined && existsSync(data) ? { VOXPROOF_DATA: data } : {};
  return environmentVariables({ ...shared, ...extra });
}

/** Run one step; its counts are `[passed, failed, skipped]`. */
async function runStep({ work, before, command, env, hideOutput, report, count }, more, say) {
  if (report !== undefined) {
    clearReport(report);
  }
  try {
    if (work !== undefined) {
      work();
      return [1, 0, 0];
    }
    const found = before === undefined ? {} : await before();
    const code = await execute(
      [...command, ...more],
      stepVariables({ ...env, ...found }),
      hideOutput,
      say
    );
    if (count === undefined) {
      return code === 0 ? [1, 0, 0] : [0, 1, 0];
    }
    const [passed, failed, skipped] = count(report);
    return [passed, code !== 0 && failed === 0 ? 1 : failed, skipped];
  } catch (error) {
    const plain = error instanceof Missing || error.code === 'ENOENT';
    process.stdout.write(`${plain ? error.message : error.stack}\n`);
    return [0, 1, 0];
  }
}

function sentence([passed, failed, skipped]) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Names of the steps to run, and arguments for their commands. */
function chosen([option, list = '', ...rest]) {
  if (option === undefined) {
    return { names: Object.keys(STEPS), more: [] };
  }
  const names = list.split(',');
  if (
    option !== '--only' ||
    !names.every(name => name in STEPS) ||
    (rest.length > 0 && rest[0] !== '--')
  ) {
    throw new Missing(
      `Found ${process.argv.slice(2).join(' ')}; expected --only with some of ${Object.keys(STEPS).join(',')}, then perhaps -- and arguments for them.`
    );
  }
  return { names, more: rest.slice(1) };
}

const NEEDS_BUILD = ['jest', 'pytest', 'distribution', 'notebooks', 'browser'];

async function runAll({ names, more }) {
  const total = [0, 0, 0];
  const wanted =
    !names.includes('build') && names.some(name => NEEDS_BUILD.includes(name))
      ? ['build', ...names]
      : names;
  const add = counts => {
    counts.forEach((value, index) => {
      total[index] += value;
    });
  };
  const checks = wanted.filter(isCheck);
  for (const name of wanted) {
    if (name === checks[0]) {
      await sideBySide(checks, more, add);
    } else if (!isCheck(name)) {
      await alone(name, more, add);
    }
  }
  return total;
}

/** A check takes one core and tells little. */
function isCheck(name) {
  return STEPS[name].command !== undefined && STEPS[name].count === undefined;
}

async function alone(name, more, add) {
  process.stdout.write(`\n── ${name}\n`);
  const start = Date.now();
  const counts = await runStep(STEPS[name], more);
  add(counts);
  process.stdout.write(closing(name, counts, start));
}

/** As many at once as there are cores; what each says is shown when it has ended. */
async function sideBySide(names, more, add) {
  const waiting = [...names];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const said = [];
      const start = Date.now();
      const counts = await runStep(STEPS[name], more, part => said.push(part));
      add(counts);
      process.stdout.write(
        `\n── ${name}\n${Buffer.concat(said).toString()}${closing(name, counts, start)}`
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

function closing(name, counts, start) {
  return `${name}: ${sentence(counts)}, ${((Date.now() - start) / 1000).toFixed(0)} s\n`;
}

await main(async () => {
  const plan = chosen(process.argv.slice(2));
  let total = [0, 1, 0];
  try {
    prepareEnvironment();
    total = await runAll(plan);
  } catch (error) {
    if (!(error instanceof Missing)) {
      throw error;
    }
    process.stdout.write(`${error.message}\n`);
  }
  process.stdout.write(`\n${sentence(total)}\n`);
  return total[1] === 0 ? 0 : 1;
});
