/** A Python environment for each peer, so that nothing of theirs gets into the product's. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PYTHON, ROOT } from '../../scripts/shell.mjs';

const BIN = process.platform === 'win32' ? 'Scripts' : 'bin';
const PEERS = join(import.meta.dirname, '../curator/peers');

/**
 * The folder of programs of a peer's environment, made or brought up to date when needed; versions not pinned by the peer are those
 * of `requirements/dev.txt`. Throws an Error whose message says why it could not be made.
 */
export function environmentOf(peer) {
  if (peer === 'voxproof') {
    return join(ROOT, '.venv', BIN);
  }
  const folder = join(ROOT, '.cache/benchmarks/environments', peer);
  const requirements = join(PEERS, `${peer}.txt`);
  const stamp = join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    process.stderr.write(`making the environment of ${peer} …\n`);
    rmSync(folder, { recursive: true, force: true });
    run([PYTHON, '-m', 'venv', folder]);
    const constraints = join(ROOT, 'requirements/dev.txt');
    run([
      join(folder, BIN, 'python'),
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--constraint', constraints, '--requirement', requirements]
    ]);
    writeFileSync(stamp, wanted);
  }
  return join(folder, BIN);
}

/** Versions of named packages in an environment, as `name 1.2.3`. */
export function versionsIn(bin, names) {
  const question = `from importlib.metadata import version\nfor n in ${JSON.stringify(names)}: print(n, version(n))`;
  const { stdout } = spawnSync(join(bin, 'python'), ['-c', question], { encoding: 'utf8' });
  return stdout.trim().split('\n');
}

function run([command, ...parameters]) {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) {
    const said = stderr.split('\n').filter(line => /ERROR|Error/.test(line));
    throw new Error(said.at(-1) ?? `${command} ended with ${status}`);
  }
}
