/** From the run-cell command to the right picture, for one candidate. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chromium } from '../shared/chromium.mjs';
import { environmentOf, versionsIn } from '../shared/environments.mjs';
import { JupyterLab } from './jupyter.mjs';
import { Notebook } from './notebook.mjs';

const WARM_UP_SIZE = 32;
export const SHOW_CELL = 1;

/** Cells of the notebook: the same for all, but for the name. */
const cellsFor = name => [
  `import sys; sys.path.insert(0, ${JSON.stringify(join(import.meta.dirname, 'peers'))})
from bench_kernel import Bench; bench = Bench("${name}")`,
  'bench.show()'
];

/** One candidate in a server and a browser of its own. Closes both. */
export async function withCandidate(candidate, body) {
  const bin = environmentOf(candidate.name);
  const lab = await JupyterLab.start(bin, cellsFor(candidate.name));
  try {
    const browser = await Chromium.launch();
    try {
      const notebook = await Notebook.open(browser, lab.address);
      await notebook.run(0);
      return {
        versions: versionsIn(bin, candidate.packages),
        renderer: browser.renderer,
        ...(await body(notebook, browser))
      };
    } finally {
      await browser.close();
    }
  } finally {
    await lab.stop();
  }
}

/** Show the warm-up volume, so that code is loaded and compiled. */
export async function warmUp(notebook, candidate) {
  await show(notebook, candidate, WARM_UP_SIZE);
}

/** Show fresh arrays of a size once. Times are in milliseconds from the run-cell command. */
export async function show(notebook, candidate, size) {
  await notebook.value(`bench.prepare(${size})`);
  const [resident] = await notebook.value('bench.memory()');
  const heap = await notebook.heap();
  const start = await notebook.start(SHOW_CELL, candidate.canvases, candidate.milestones);
  const seen = await notebook.settled(Object.keys(candidate.milestones));
  if (!seen.isDone || seen.pictures.length === 0) {
    const found = `${seen.pictures.length} pictures, reached ${JSON.stringify(Object.keys(seen.reached))}`;
    throw new Error(`${candidate.title} did not show ${size}³ within the time: found ${found}`);
  }
  const slices = seen.pictures.filter(candidate.slices);
  const since = time => time - start;
  const [, peak] = await notebook.value('bench.memory()');
  return {
    slices: since(Math.max(...slices.map(({ right }) => right))),
    all: since(Math.max(...seen.pictures.map(({ right }) => right))),
    reached: Object.fromEntries(
      Object.entries(seen.reached).map(([name, time]) => [name, since(time)])
    ),
    bytes: seen.bytes,
    heap: (await notebook.heap()) - heap,
    kernelPeak: peak - resident
  };
}

/** Bytes in memory of the browser's renderer and GPU processes; null where it is not Linux. */
export async function browserMemory(browser) {
  if (process.platform !== 'linux') {
    return null;
  }
  const bytes = { renderer: 0, GPU: 0 };
  for (const { type, id } of await browser.processes()) {
    if (type in bytes) {
      const [, kibibytes] = readFileSync(`/proc/${id}/status`, 'utf8').match(/VmRSS:\s+(\d+)/);
      bytes[type] += 1024 * Number(kibibytes);
    }
  }
  return bytes;
}
