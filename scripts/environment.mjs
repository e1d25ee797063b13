/** Makes the environment and builds: everything that `npm start` and `npm test` need. Plain Node, since it runs before any install. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WINDOWS = process.platform === 'win32';
const BIN = join(ROOT, '.venv', WINDOWS ? 'Scripts' : 'bin');
const STAMPS = join(ROOT, 'node_modules', '.voxproof');
export const PYTHON = join(BIN, WINDOWS ? 'python.exe' : 'python');

/** A condition that the person in front of the screen can mend; shown as one sentence, without a stack trace. */
export class Missing extends Error {}

export function venvBin(name) {
  return join(BIN, WINDOWS ? `${name}.exe` : name);
}

export function environmentVariables(extra = {}) {
  const path = `${BIN}${WINDOWS ? ';' : ':'}${process.env.PATH ?? ''}`;
  return {
    ...process.env,
    PATH: path,
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    ...extra
  };
}

/** Run a command to its end; its output is shown only when it fails. */
export function run(command, args, remedy, options = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: environmentVariables(),
    maxBuffer: 1 << 28,
    ...options
  });
  if (done.error !== undefined || done.status !== 0) {
    const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim();
    process.stderr.write(`${said.split('\n').slice(-40).join('\n')}\n`);
    throw new Missing(remedy);
  }
  return done.stdout ?? '';
}

/** Make or refresh whatever is out of date. Quick when nothing is. */
export function prepare() {
  checkNode();
  step('Python environment', ['requirements/dev.txt'], makeVenv, PYTHON);
  step(
    'JavaScript packages',
    ['package.json', 'yarn.lock', '.yarnrc.yml'],
    installNodeModules,
    join(ROOT, 'node_modules', '.yarn-state.yml')
  );
  step('labeller', ['src/wasm/assembly'], buildLabeller, join(ROOT, 'voxproof', 'regions', 'labeller.wasm'));
  step(
    'front end',
    ['src', 'style', 'schema', 'package.json', 'tsconfig.json', 'yarn.lock'],
    buildFrontEnd,
    join(ROOT, 'voxproof', 'labextension', 'package.json')
  );
  step('Python package', ['pyproject.toml', 'package.json', 'install.json', 'requirements/dev.txt'], installPackage, PYTHON);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
    throw new Missing(
      `Found Node ${process.versions.node}; Voxproof needs ^20.19 or 22.12 and later: install a newer Node and run the command again.`
    );
  }
}

function findPython() {
  const wanted = process.env.VOXPROOF_PYTHON;
  const names = wanted ? [wanted] : ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
  let found = null;
  for (const name of names) {
    const asked = spawnSync(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' });
    if (asked.status === 0) {
      const version = asked.stdout.trim();
      const [major, minor] = version.split('.').map(Number);
      if (major === 3 && minor >= 11) {
        return name;
      }
      found ??= `${name} ${version}`;
    }
  }
  throw new Missing(
    `Found ${found ?? 'no Python'}; Voxproof needs Python 3.11 or later: install it, or name it in VOXPROOF_PYTHON, and run the command again.`
  );
}

function makeVenv() {
  if (!existsSync(PYTHON)) {
    const python = findPython();
    const usable = spawnSync(python, ['-c', 'import venv, ensurepip'], { encoding: 'utf8' });
    if (usable.status !== 0) {
      throw new Missing(
        `${python} comes without the venv module: install it (on Debian and Ubuntu: apt-get install python3-venv) and run the command again.`
      );
    }
    run(python, ['-m', 'venv', '.venv'], `${python} could not make the environment .venv: see its words above.`);
  }
  run(
    PYTHON,
    ['-m', 'pip', 'install', '--quiet', '-r', 'requirements/dev.txt'],
    'The Python packages could not be installed: check the network connection (and the words of pip above) and run the command again.'
  );
}

function installNodeModules() {
  run(
    venvBin('jlpm'),
    ['install', '--immutable'],
    'The JavaScript packages could not be installed: check the network connection (and the words above) and run the command again.'
  );
}

function buildLabeller() {
  const source = 'src/wasm/assembly/index.ts';
  const flags = ['--runtime', 'stub', '--importMemory', '--maximumMemory', '65536', '--noAssert', '-O3', '--converge', '--uncheckedBehavior', 'always'];
  for (const [name, feature] of [
    ['labeller.wasm', ['--enable', 'simd']],
    ['labeller.scalar.wasm', ['--disable', 'simd']]
  ]) {
    run(
      process.execPath,
      [join('node_modules', 'assemblyscript', 'bin', 'asc.js'), source, '-o', join('src', 'wasm', name), ...flags, ...feature],
      'The labeller could not be compiled: see the words of asc above.'
    );
    for (const place of [join('lib', 'wasm'), join('voxproof', 'regions')]) {
      mkdirSync(join(ROOT, place), { recursive: true });
      cpSync(join(ROOT, 'src', 'wasm', name), join(ROOT, place, name));
    }
  }
}

function buildFrontEnd() {
  run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], 'The front end does not compile: see the words of tsc above.');
  const production = process.env.VOXPROOF_DEVELOPMENT === '1' ? ['--development', 'True'] : [];
  run(venvBin('jupyter-builder'), ['build', ...production, '.'], 'The front end could not be bundled: see the words of jupyter-builder above.');
}

function installPackage() {
  run(
    PYTHON,
    ['-m', 'pip', 'install', '--quiet', '--no-build-isolation', '--no-deps', '-e', '.'],
    'The Python package could not be installed into .venv: see the words of pip above.'
  );
  run(venvBin('jupyter-builder'), ['develop', '.', '--overwrite'], 'JupyterLab could not be told of the extension: see the words above.');
}

/** Do `work` unless the same inputs have been through it and its product stands. */
function step(name, inputs, work, product) {
  const digest = hashOf(inputs);
  const stamp = join(STAMPS, name.replaceAll(' ', '-'));
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    return;
  }
  process.stdout.write(`${name} … `);
  const start = Date.now();
  work();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, digest);
  process.stdout.write(`${((Date.now() - start) / 1000).toFixed(0)} s\n`);
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const file of inputs.flatMap(name => filesBelow(join(ROOT, name))).sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true })
    .filter(entry => !entry.name.endsWith('.wasm'))
    .flatMap(entry => filesBelow(join(path, entry.name)));
}

/** Run a script's main function; say what is missing in one sentence. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof Missing)) {
      throw error;
    }
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(() => prepare());
}
