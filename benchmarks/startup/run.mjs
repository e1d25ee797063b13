/** What the extension costs a JupyterLab in which no curator is shown: bytes loaded, and time of the main thread. */
import { dirname } from 'node:path';
import { PYTHON } from '../../scripts/shell.mjs';
import { JupyterLab } from '../curator/jupyter.mjs';
import { Chromium } from '../shared/chromium.mjs';

const OURS = '/lab/extensions/voxproof/';
const SAMPLING_US = 100;

/** Start JupyterLab in a fresh browser each round, so that all is fetched and compiled as at the first time. */
export async function runStartup({ rounds }) {
  const lab = await JupyterLab.start(dirname(PYTHON), []);
  try {
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      results.push(await load(lab.address));
      process.stderr.write(`  ${results.at(-1).ms.toFixed(1)} ms\n`);
    }
    return results;
  } finally {
    await lab.stop();
  }
}

async function load(address) {
  const browser = await Chromium.launch();
  try {
    const page = await browser.newPage();
    await page.send('Profiler.enable');
    await page.send('Profiler.setSamplingInterval', { interval: SAMPLING_US });
    await page.send('Profiler.start');
    await page.goto(`${address}/lab`);
    await page.waitFor(() => globalThis.jupyterapp?.restored.then(() => true));
    const { profile } = await page.send('Profiler.stop');
    const files = await page.evaluate(
      ours =>
        performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes(ours))
          .map(({ name, decodedBodySize }) => [name.split(ours)[1].split('?')[0], decodedBodySize]),
      OURS
    );
    return { files, ...timeOf(profile, url => url.includes(OURS)) };
  } finally {
    await browser.close();
  }
}

/** Milliseconds of samples in which a wanted script runs itself, built-in functions included, and with all other scripts below it. */
function timeOf({ nodes, samples, timeDeltas }, isWanted) {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const kinds = new Map();
  const mark = (node, isBelow, wasOwn) => {
    const { url } = node.callFrame;
    const isOwn = url === '' ? wasOwn : isWanted(url);
    const isIn = isBelow || isOwn;
    kinds.set(node.id, { isOwn, isIn });
    (node.children ?? []).forEach(id => mark(byId.get(id), isIn, isOwn));
  };
  mark(nodes[0], false, false);
  const total = kind =>
    samples.reduce((sum, id, at) => sum + (kinds.get(id)[kind] ? timeDeltas[at] : 0), 0) / 1000;
  return { ms: total('isOwn'), withCalledMs: total('isIn') };
}
