/**
 * A JavaScript host of the labeller for `run.py`: `node host.mjs node|chromium|page`.
 *
 * Reads one JSON message a line: `{codes, bits, heights, masked, shape, parameters}` prepares a map (paths of files of raw values), and
 * ranks it once; `{run: "rank"}` ranks it, `{run: "recut", granularity}` takes another granularity. Answers one JSON line each.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Chromium } from '../shared/chromium.mjs';
import { bundleLabeller, bundlePage } from './bundle.mjs';
import { serve } from './serve.mjs';
import { viewOf } from './weights.mjs';

const WASM = join(import.meta.dirname, '../../src/wasm/labeller.wasm');

async function nodeHost() {
  const { prepare, measure } = await import(pathToFileURL(await bundleLabeller()).href);
  return {
    async prepare({ codes, heights, bits, ...rest }) {
      await prepare({
        wasm: readFileSync(WASM),
        codes: viewOf(plainBytes(codes), bits),
        heights: heights === null ? undefined : plainBytes(heights),
        ...rest
      });
      const before = forgetPeak();
      await measure({ run: 'rank' });
      return {
        engine: `Node ${process.versions.node}`,
        peak: before && resident('VmHWM') - before
      };
    },
    run: measure,
    close: () => undefined
  };
}

/** A Uint8Array that owns its memory: Node reads small files into a shared pool. */
function plainBytes(path) {
  return new Uint8Array(readFileSync(path));
}

/** Bytes of this process in memory now; the kernel forgets how many there were at most. Null where it is not Linux. */
function forgetPeak() {
  if (process.platform !== 'linux') {
    return null;
  }
  globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
  return resident('VmRSS');
}

function resident(field) {
  const [, kibibytes] = readFileSync('/proc/self/status', 'utf8').match(`${field}:\\s+(\\d+)`);
  return 1024 * Number(kibibytes);
}

const WORKER = `
import { prepare, measure } from './labeller.mjs';
const bytes = async url => new Uint8Array(await (await fetch(url)).arrayBuffer());
self.onmessage = async ({ data }) => {
  try {
    if (data.run) {
      self.postMessage(await measure(data));
    } else {
      const codes = await bytes('codes');
      await prepare({
        ...data,
        wasm: await bytes('labeller.wasm'),
        codes: data.bits === 16 ? new Uint16Array(codes.buffer) : codes,
        heights: data.heights === null ? undefined : await bytes('heights')
      });
      await measure({ run: 'rank' });
      self.postMessage({});
    }
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};`;

const START_WORKER = `
const worker = new Worker('worker.mjs', { type: 'module' });
globalThis.prepare = globalThis.measure = message =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.postMessage(message);
  });`;

/** The labeller alone in a worker of a page. */
async function chromiumHost() {
  const bundle = await bundleLabeller();
  return browserHost({
    '/page.js': () => START_WORKER,
    '/worker.mjs': () => WORKER,
    '/labeller.mjs': () => readFileSync(bundle),
    '/labeller.wasm': () => readFileSync(WASM)
  });
}

/** A page that has the map and asks as the extension does. */
async function pageHost() {
  const folder = await bundlePage();
  return browserHost({}, name => readFileSync(join(folder, name)));
}

async function browserHost(files, others) {
  const maps = {};
  const asked = path => (maps[path] === undefined ? others?.(path) : readFileSync(maps[path]));
  const server = await serve(path => files[`/${path}`]?.() ?? asked(path));
  const browser = await Chromium.launch();
  const { product } = await browser.send('Browser.getVersion');
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.waitFor(() => globalThis.measure !== undefined);
  return {
    async prepare({ codes, heights, ...rest }) {
      Object.assign(maps, { codes, heights });
      await page.evaluate(message => globalThis.prepare(message), { ...rest, heights });
      await page.evaluate(() => globalThis.measure({ run: 'rank' }));
      return { engine: product.replace(/^\w+\//, 'Chromium ') };
    },
    run: message => page.evaluate(asked => globalThis.measure(asked), message),
    async close() {
      await browser.close();
      server.close();
    }
  };
}

const HOSTS = { node: nodeHost, chromium: chromiumHost, page: pageHost };

const host = await HOSTS[process.argv[2]]();
const say = message => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  try {
    say(await (message.run === undefined ? host.prepare(message) : host.run(message)));
  } catch (error) {
    say({ error: String(error) });
  }
}
await host.close();
