/** Does only the work whose inputs have changed since the last time, and never twice at once. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './shell.mjs';

/**
 * Do `work` unless the same inputs have been through it and its product stands.
 *
 * @param name - shown while it runs, and the name of its stamp.
 * @param inputs - files and folders, relative to the checkout, whose content decides.
 * @param product - a file that must be there for the work to count as done.
 * @param variant - what else decides: how the same inputs are built.
 * @param home - folder of the stamp: what is deleted with it is made again.
 */
export function step({ name, inputs, variant, product, home, work }) {
  const digest = hashOf(inputs, variant);
  const stamp = join(ROOT, home, `.voxproof-${name.replace(/ /g, '-')}`);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    return;
  }
  process.stdout.write(`${name} … `);
  const start = Date.now();
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  process.stdout.write(`${((Date.now() - start) / 1000).toFixed(0)} s\n`);
}

function hashOf(inputs, variant = '') {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]).update(variant);
  const files = inputs.map(name => filesBelow(join(ROOT, name)));
  for (const file of [].concat(...files).sort()) {
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Source files at or below a path; the `.wasm` beside the sources is a product. */
function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  const inside = readdirSync(path).filter(name => !name.endsWith('.wasm'));
  return [].concat(...inside.map(name => filesBelow(join(path, name))));
}

/** Run `work` while no other process of this checkout does; a lock left by a dead process is taken over. */
export function alone(work) {
  const lock = join(ROOT, '.cache', 'setup.lock');
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; !acquire(lock); told = true) {
    if (!told) {
      process.stdout.write(
        'Another Voxproof command is preparing this checkout: waiting for it.\n'
      );
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquire(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  }
  if (!isAlive(Number(readIfThere(lock)))) {
    rmSync(lock, { force: true });
  }
  return false;
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8') || String(process.pid);
  } catch {
    return String(process.pid);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
