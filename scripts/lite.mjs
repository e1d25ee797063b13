/**
 * `npm run build:lite`: a JupyterLite site with this checkout's wheel, in `dist/lite`; docs/hosts.md tells what works there.
 * `-- --pyodide ARCHIVE` takes the Python that runs in the browser, a release archive of Pyodide, from a file or an address and puts it
 * into the site; without, visitors' browsers fetch it from the address that jupyterlite-pyodide-kernel names.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareBuild, prepareEnvironment } from './environment.mjs';
import { Missing, PYTHON, ROOT, main, programOf, run } from './shell.mjs';
import { alone, step } from './steps.mjs';

const HOME = join('.cache', 'lite');
const SITE = join('dist', 'lite');
const LITE = programOf(join(ROOT, HOME, 'venv'), 'jupyter-lite');
const LITE_PYTHON = programOf(join(ROOT, HOME, 'venv'), 'python');
const PACKAGES = [
  'ipywidgets==8.1.9',
  'jupyter-server==2.21.1',
  'jupyterlite-core==0.8.6',
  'jupyterlite-pyodide-kernel==0.8.6'
];

await main(() => {
  const { values } = parseArgs({ options: { pyodide: { type: 'string' } } });
  const pyodide = values.pyodide === undefined ? [] : ['--pyodide', archive(values.pyodide)];
  prepareEnvironment();
  prepareBuild();
  alone(() =>
    step({
      name: 'JupyterLite',
      inputs: ['scripts/lite.mjs'],
      product: LITE,
      home: HOME,
      work: makeLiteVenv
    })
  );
  const wheel = buildWheel();
  pip('--force-reinstall', '--no-deps', wheel);
  run(
    [
      ...[LITE, 'build', '--output-dir', join(ROOT, SITE)],
      ...['--contents', join(ROOT, 'examples', 'lite'), '--piplite-wheels', wheel, ...pyodide]
    ],
    'The site could not be built: see the words of jupyter lite above.',
    { cwd: join(ROOT, HOME) }
  );
  process.stdout.write(
    `The site is in ${SITE}: serve it with any web server, such as \`python -m http.server -d ${SITE}\`.\n`
  );
});

/** A file is named from where the person stands; the site is built elsewhere. */
function archive(given) {
  if (/^https?:/.test(given)) {
    return given;
  }
  if (!existsSync(given)) {
    throw new Missing(
      `--pyodide: found no file ${given}, expected a release archive of Pyodide (pyodide-VERSION.tar.bz2) or its address.`
    );
  }
  return resolve(given);
}

function makeLiteVenv() {
  run(
    [PYTHON, '-m', 'venv', '--clear', join(HOME, 'venv')],
    'The environment for JupyterLite could not be made: see the words of Python above.'
  );
  pip(...PACKAGES);
}

function pip(...packages) {
  run(
    [LITE_PYTHON, '-m', 'pip', 'install', '--quiet', ...packages],
    'JupyterLite could not be installed: see the words of pip above.'
  );
}

function buildWheel() {
  const folder = join(ROOT, HOME, 'wheels');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(
    [PYTHON, '-m', 'hatchling', 'build', '-t', 'wheel', '-d', folder],
    'The wheel could not be built: see the words of hatchling above.'
  );
  const [name] = readdirSync(folder);
  return join(folder, name);
}
