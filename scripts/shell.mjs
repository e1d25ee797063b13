/** Paths, child processes and plain-spoken errors for the other scripts. Needs nothing but Node. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WINDOWS = process.platform === 'win32';
/** Programs of Python's: those of `.venv`, or of the environment that a package is built in. */
const BIN = process.env.VOXPROOF_PROGRAMS ?? binOf(join(ROOT, '.venv'));
export const PYTHON = join(BIN, WINDOWS ? 'python.exe' : 'python');

const NETWORK_TROUBLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|NewConnectionError|ConnectTimeoutError|NameResolutionError|name resolution|ProxyError/;

/** A condition that the person in front of the screen can mend; shown as a sentence, without a stack trace. */
export class Missing extends Error {}

export function isRoot() {
  return typeof process.getuid === 'function' && process.getuid() === 0;
}

/** A program of the environment. */
export function venvBin(name) {
  return programIn(BIN, name);
}

/** A program of another environment of Python's. */
export function programOf(environment, name) {
  return programIn(binOf(environment), name);
}

function programIn(bin, name) {
  return join(bin, WINDOWS ? `${name}.exe` : name);
}

function binOf(environment) {
  return join(environment, WINDOWS ? 'Scripts' : 'bin');
}

/** Arguments that run a program of `node_modules` with this Node. */
export function nodeBin(...path) {
  return [process.execPath, join(ROOT, 'node_modules', ...path)];
}

/** The variables child processes get: programs, kernels and settings of `.venv` come first. */
export function environmentVariables(extra = {}) {
  return {
    ...process.env,
    PATH: `${BIN}${WINDOWS ? ';' : ':'}${process.env.PATH || ''}`,
    JUPYTER_PREFER_ENV_PATH: '1',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    ...extra
  };
}

/**
 * Run a command to its end and return what it wrote to stdout. Its words are shown only when it fails.
 *
 * @throws {Missing} with `remedy`, or with a sentence about the network when that was the reason.
 */
export function run([command, ...args], remedy, options = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: environmentVariables(),
    maxBuffer: 1 << 28,
    ...options
  });
  if (done.error === undefined && done.status === 0) {
    return done.stdout || '';
  }
  const said = `${done.stdout || ''}${done.stderr || ''}`.trim();
  if (NETWORK_TROUBLE.test(said)) {
    throw new Missing(
      'A package registry could not be reached: check the network connection or proxy and run the command again.'
    );
  }
  process.stderr.write(`\n${done.error ? done.error.message : lastLines(said, 40)}\n`);
  throw new Missing(remedy);
}

function lastLines(text, count) {
  return text.split('\n').slice(-count).join('\n');
}

/** Run a script's main function; say what is missing in one sentence. */
export async function main(body) {
  try {
    process.exitCode = (await body()) || 0;
  } catch (error) {
    if (!(error instanceof Missing)) {
      throw error;
    }
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
