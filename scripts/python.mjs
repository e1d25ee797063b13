/** Finds a Python that can make an environment, and makes it. */
import { spawnSync } from 'node:child_process';
import { PYTHON, Missing, run } from './shell.mjs';

const NAMES = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
const QUESTION = `
import sys
try:
    import venv, ensurepip
    able = 1
except ImportError:
    able = 0
print(sys.version_info[0], sys.version_info[1], able)
`;

/** Version and abilities of a Python, or undefined when there is none by that name. */
function ask(name) {
  const asked = spawnSync(name, ['-c', QUESTION], { encoding: 'utf8' });
  if (asked.status !== 0) {
    return undefined;
  }
  const [major, minor, able] = asked.stdout.trim().split(' ').map(Number);
  return {
    name,
    version: `${major}.${minor}`,
    recent: major === 3 && minor >= 11,
    able: able === 1
  };
}

function findPython() {
  const wanted = process.env.VOXPROOF_PYTHON;
  const found = (wanted ? [wanted] : NAMES).map(ask).filter(python => python !== undefined);
  const usable = found.find(python => python.recent && python.able);
  if (usable !== undefined) {
    return usable.name;
  }
  const recent = found.find(python => python.recent);
  if (recent !== undefined) {
    throw new Missing(
      `Found Python ${recent.version} (${recent.name}) without its venv module: install it ` +
        `(on Debian and Ubuntu: apt-get install python${recent.version}-venv) and run the command again.`
    );
  }
  const seen =
    found.length > 0
      ? `Python ${found[0].version} (${found[0].name})`
      : `no Python${wanted ? ` at ${wanted}` : ''}`;
  throw new Missing(
    `Found ${seen}; Voxproof needs Python 3.11 or later: install it, or name it in VOXPROOF_PYTHON, and run the command again.`
  );
}

/** Make `.venv`, unless a sound one is there, and bring its packages to the versions of `requirements/dev.txt`. */
export function makeVenv() {
  const present = ask(PYTHON);
  if (present === undefined || !present.recent || !hasPip()) {
    const python = findPython();
    run(
      [python, '-m', 'venv', '--clear', '.venv'],
      `${python} could not make the environment .venv: see its words above.`
    );
  }
  run(
    [PYTHON, '-m', 'pip', 'install', '--quiet', '--retries', '2', '-r', 'requirements/dev.txt'],
    'The Python packages could not be installed: see the words of pip above.'
  );
}

function hasPip() {
  return spawnSync(PYTHON, ['-c', 'import pip'], { stdio: 'ignore' }).status === 0;
}
