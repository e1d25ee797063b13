/**
 * `npm test`: the environment, the build, then every check and test. The last line counts them over all runners.
 * `npm test -- --only jest,pytest` runs some of them.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { PYTHON, ROOT, environmentVariables, main, prepare, venvBin } from './environment.mjs';

const REPORTS = join(ROOT, '.cache', 'reports');
const nodeBin = (...path) => [process.execPath, join(ROOT, 'node_modules', ...path)];
const python = (...args) => [PYTHON, '-m', ...args];

/** A check passes or fails as one; a runner reports how many of its tests did. */
const STEPS = {
  types: { command: [...nodeBin('typescript', 'bin', 'tsc'), '-p', '.', '--noEmit', '--composite', 'false', '--incremental', 'false'] },
  eslint: { command: [...nodeBin('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'] },
  prettier: { command: [...nodeBin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  layers: { command: [...nodeBin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), 'src', '--output-type', 'err'] },
  ruff: { command: [venvBin('ruff'), 'check', '--quiet', '.'] },
  'ruff-format': { command: [venvBin('ruff'), 'format', '--check', '--quiet', '.'] },
  mypy: { command: [...python('mypy'), '--no-error-summary'] },
  jest: {
    command: [...nodeBin('jest', 'bin', 'jest.js'), '--json', `--outputFile=${join(REPORTS, 'jest.json')}`, '--silent'],
    count: () => {
      const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = json('jest.json');
      return [numPassedTests, numFailedTests + numRuntimeErrorTestSuites, numPendingTests];
    }
  },
  pytest: {
    command: [...python('pytest'), '-n', '2', '-rs', '--ignore', 'tests/notebooks', `--junitxml=${join(REPORTS, 'pytest.xml')}`],
    count: () => junit('pytest.xml')
  },
  notebooks: {
    command: [...python('pytest'), 'tests/notebooks', '-rs', `--junitxml=${join(REPORTS, 'notebooks.xml')}`],
    env: { VOXPROOF_UNATTENDED: '1' },
    count: () => junit('notebooks.xml')
  },
  browser: {
    before: findBrowser,
    command: [...nodeBin('@playwright', 'test', 'cli.js'), 'test', '--config', 'ui-tests/playwright.config.js'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(REPORTS, 'browser.json') },
    count: () => {
      const { expected, unexpected, flaky, skipped } = json('browser.json').stats;
      return [expected + flaky, unexpected, skipped];
    }
  }
};

function json(name) {
  return JSON.parse(readFileSync(join(REPORTS, name), 'utf8'));
}

function junit(name) {
  const suite = /<testsuite [^>]*>/.exec(readFileSync(join(REPORTS, name), 'utf8'))?.[0] ?? '';
  const of = key => Number(new RegExp(` ${key}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = of('failures') + of('errors');
  return [of('tests') - failed - of('skipped'), failed, of('skipped')];
}

function execute(command, env) {
  return new Promise(resolve => {
    const child = spawn(command[0], command.slice(1), { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', error => {
      process.stdout.write(`${error.message}\n`);
      resolve(127);
    });
    child.on('exit', code => resolve(code ?? 1));
  });
}

async function runStep(name) {
  const { command, env = {}, before, count } = STEPS[name];
  process.stdout.write(`\n── ${name}\n`);
  const start = Date.now();
  let extra = {};
  try {
    extra = (await before?.()) ?? {};
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return [0, 1, 0];
  }
  const data = join(ROOT, '..', 'shared', 'data');
  const shared = process.env.VOXPROOF_DATA === undefined && existsSync(data) ? { VOXPROOF_DATA: data } : {};
  const code = await execute(command, environmentVariables({ ...shared, ...env, ...extra }));
  let counted = [code === 0 ? 1 : 0, code === 0 ? 0 : 1, 0];
  if (count !== undefined) {
    try {
      const [passed, failed, skipped] = count();
      counted = [passed, code !== 0 && failed === 0 ? 1 : failed, skipped];
    } catch {
      process.stdout.write(`${name} left no report.\n`);
      counted = [0, 1, 0];
    }
  }
  const [passed, failed, skipped] = counted;
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${((Date.now() - start) / 1000).toFixed(0)} s\n`);
  return counted;
}

function chosen() {
  const at = process.argv.indexOf('--only');
  const names = at < 0 ? Object.keys(STEPS) : (process.argv[at + 1] ?? '').split(',');
  const unknown = names.filter(name => !(name in STEPS));
  if (unknown.length > 0) {
    throw new Error(`Found ${unknown.join(', ')}; expected some of ${Object.keys(STEPS).join(', ')}.`);
  }
  return names;
}

await main(async () => {
  const names = chosen();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  prepare();
  const total = [0, 0, 0];
  for (const name of names) {
    (await runStep(name)).forEach((value, index) => {
      total[index] += value;
    });
  }
  const [passed, failed, skipped] = total;
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed === 0 ? 0 : 1;
});
