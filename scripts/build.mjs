/** Builds the labeller and the front end: `node scripts/build.mjs wasm lib labextension`. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Missing, PYTHON, ROOT, main, nodeBin, run, venvBin } from './shell.mjs';
import { shrink } from './shrink.mjs';

const ASC_FLAGS = [
  ['--runtime', 'stub'],
  ['--importMemory'],
  ['--noExportMemory'],
  ['--maximumMemory', '65536'],
  ['--noAssert'],
  ['-O3s'],
  ['--converge'],
  ['--uncheckedBehavior', 'always']
];
/** What asc lets a module use besides, in the words of Binaryen. */
const FEATURES = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'];
const LABELLERS = {
  'labeller.wasm': { asc: ['--enable', 'simd'], binaryen: ['--enable-simd'] },
  'labeller.scalar.wasm': { asc: ['--disable', 'simd'], binaryen: [] }
};

/**
 * Compile the labeller with and without SIMD, and put it where browser build, jest and Python read it. Asc optimises for speed; what
 * Binaryen, asc's own optimiser, makes smaller afterwards, and the layout, cost none.
 */
export function buildLabeller() {
  for (const [name, feature] of Object.entries(LABELLERS)) {
    const output = join('src', 'wasm', name);
    run(
      [
        ...nodeBin('assemblyscript', 'bin', 'asc.js'),
        'src/wasm/assembly/index.ts',
        '-o',
        output,
        ...ASC_FLAGS.flat(),
        ...feature.asc
      ],
      'The labeller could not be compiled: see the words of asc above.'
    );
    run(
      [
        ...nodeBin('binaryen', 'bin', 'wasm-opt'),
        ...FEATURES.map(enabled => `--enable-${enabled}`),
        ...feature.binaryen,
        '-Os',
        '--converge',
        output,
        '-o',
        output
      ],
      'The labeller could not be made smaller: see the words of wasm-opt above.'
    );
    writeFileSync(join(ROOT, output), shrink(readFileSync(join(ROOT, output))));
    for (const place of [join('lib', 'wasm'), join('voxproof', 'regions')]) {
      mkdirSync(join(ROOT, place), { recursive: true });
      cpSync(join(ROOT, output), join(ROOT, place, name));
    }
  }
}

/** Compile TypeScript to `lib/`. */
export function buildLibrary() {
  run(
    [...nodeBin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
    'The front end does not compile: see the words of tsc above.'
  );
}

/** Bundle `lib/` to `voxproof/labextension`; unminified when VOXPROOF_DEVELOPMENT is 1. */
export function buildLabextension() {
  const mode = process.env.VOXPROOF_DEVELOPMENT === '1' ? ['--development', 'True'] : [];
  run(
    [venvBin('jupyter-builder'), 'build', ...mode, '.'],
    'The front end could not be bundled: see the words of jupyter-builder above.'
  );
  cpSync(join(ROOT, 'install.json'), join(ROOT, 'voxproof', 'labextension', 'install.json'));
}

/** Install the Python package in place and show JupyterLab the bundle and the server's setting where they are. */
export function installPackage() {
  run(
    [PYTHON, '-m', 'pip', 'install', '--quiet', '--no-build-isolation', '--no-deps', '-e', '.'],
    'The Python package could not be installed into .venv: see the words of pip above.'
  );
  const jupyter = folder => join(ROOT, '.venv', folder, 'jupyter');
  const link = join(jupyter('share'), 'labextensions', 'voxproof');
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(join(ROOT, 'voxproof', 'labextension'), link, 'junction');
  const setting = join(jupyter('etc'), 'jupyter_server_config.d', 'voxproof.json');
  mkdirSync(dirname(setting), { recursive: true });
  cpSync(join(ROOT, 'jupyter-config', 'voxproof.json'), setting);
}

const PARTS = { wasm: buildLabeller, lib: buildLibrary, labextension: buildLabextension };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(() => {
    const wanted = process.argv.slice(2);
    const unknown = wanted.filter(name => !(name in PARTS));
    if (unknown.length > 0 || wanted.length === 0) {
      throw new Missing(
        `Found ${unknown.join(', ') || 'no part to build'}; expected some of ${Object.keys(PARTS).join(', ')}.`
      );
    }
    wanted.forEach(name => PARTS[name]());
  });
}
