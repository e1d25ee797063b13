/** Reads the counts out of the runners' own reports, as `[passed, failed, skipped]`. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './shell.mjs';

export function reportPath(name) {
  return join(ROOT, '.cache', 'reports', name);
}

/** Forget the report of an earlier run, so that a runner that dies cannot be counted by it. */
export function clearReport(name) {
  mkdirSync(dirname(reportPath(name)), { recursive: true });
  rmSync(reportPath(name), { force: true });
}

const read = name => readFileSync(reportPath(name), 'utf8');

export function jestCounts(name) {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    read(name)
  );
  return [numPassedTests, numFailedTests + numRuntimeErrorTestSuites, numPendingTests];
}

export function junitCounts(name) {
  const [suite = ''] = /<testsuite [^>]*>/.exec(read(name)) || [];
  const of = key => Number((new RegExp(` ${key}="(\\d+)"`).exec(suite) || [])[1] || 0);
  const failed = of('failures') + of('errors');
  return [of('tests') - failed - of('skipped'), failed, of('skipped')];
}

export function playwrightCounts(name) {
  const { stats, errors } = JSON.parse(read(name));
  return [stats.expected, stats.unexpected + stats.flaky + errors.length, stats.skipped];
}
