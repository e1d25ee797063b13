/**
 * Makes the environment and builds: everything that `npm start` and `npm test` need. Plain Node, since it runs before any install.
 * With `--products` only what a package holds.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLabeller, buildLabextension, buildLibrary, installPackage } from './build.mjs';
import { makeVenv } from './python.mjs';
import { Missing, PYTHON, ROOT, main, run, venvBin } from './shell.mjs';
import { alone, step } from './steps.mjs';

/** Install what is missing into `.venv` and `node_modules`. Quick when nothing is. */
export function prepareEnvironment() {
  checkNode();
  alone(() => {
    step({
      name: 'Python environment',
      inputs: ['requirements/dev.txt', 'scripts/python.mjs'],
      product: PYTHON,
      home: '.venv',
      work: makeVenv
    });
    prepareNodeModules();
    step({
      name: 'Python package',
      inputs: [
        'pyproject.toml',
        'hatch_build.py',
        'jupyter-config',
        'requirements/dev.txt',
        'scripts/build.mjs'
      ],
      product: PYTHON,
      home: '.venv',
      work: installPackage
    });
  });
}

/** What a package holds, made with the programs of the environment that it is built in; `hatch_build.py` runs this. */
function prepareProducts() {
  checkNode();
  alone(prepareNodeModules);
  prepareBuild();
}

/** Build the labeller and the front end where their sources have changed. */
export function prepareBuild() {
  alone(() => {
    step({
      name: 'labeller',
      inputs: ['src/wasm/assembly', 'scripts/build.mjs', 'yarn.lock'],
      product: join(ROOT, 'voxproof', 'regions', 'labeller.wasm'),
      home: 'lib',
      work: buildLabeller
    });
    step({
      name: 'front end',
      inputs: [
        'src',
        'style',
        'schema',
        'package.json',
        'tsconfig.json',
        'tsconfig.build.json',
        'yarn.lock'
      ],
      variant: process.env.VOXPROOF_DEVELOPMENT,
      product: join(ROOT, 'voxproof', 'labextension', 'package.json'),
      home: 'lib',
      work: () => {
        buildLibrary();
        buildLabextension();
      }
    });
  });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
    throw new Missing(
      `Found Node ${process.versions.node}; Voxproof needs ^20.19 or 22.12 and later: install a newer Node and run the command again.`
    );
  }
}

function prepareNodeModules() {
  step({
    name: 'JavaScript packages',
    inputs: ['package.json', 'yarn.lock', '.yarnrc.yml'],
    product: join(ROOT, 'node_modules', '.yarn-state.yml'),
    home: 'node_modules',
    work: installNodeModules
  });
}

function installNodeModules() {
  run(
    [venvBin('jlpm'), 'install', '--immutable'],
    'The JavaScript packages could not be installed: see the words of jlpm above.'
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(() => {
    if (process.argv.includes('--products')) {
      prepareProducts();
      return;
    }
    prepareEnvironment();
    prepareBuild();
  });
}
