/**
 * A JavaScript host of the labeller for `run.py`: `node host.mjs node|chromium`.
 *
 * Reads one JSON message a line: `{codes, shape, parameters}` prepares a map (the path of a file of raw uint8 codes), `"run"` ranks
 * it once. Answers one JSON line each.
 */
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Chromium } from '../shared/chromium.mjs';
import { bundleLabeller } from './bundle.mjs';

const WASM = join(import.meta.dirname, '../../src/wasm/labeller.wasm');

async function nodeHost(bundle) {
  const { prepare, measure } = await import(pathToFileURL(bundle).href);
  return {
    async prepare({ codes, ...rest }) {
      await prepare({ wasm: readFileSync(WASM), codes: plainBytes(codes), ...rest });
      const before = forgetPeak();
      await measure();
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
    if (data === 'run') {
      self.postMessage(await measure());
    } else {
      const [wasm, codes] = await Promise.all([bytes('labeller.wasm'), bytes('codes')]);
      await prepare({ wasm, codes, ...data });
      await measure();
      self.postMessage({});
    }
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};`;

async function chromiumHost(bundle) {
  let codes = '';
  const files = {
    '/': ['text/html', () => '<!doctype html><title>labeller</title>'],
    '/worker.mjs': ['text/javascript', () => WORKER],
    '/labeller.mjs': ['text/javascript', () => readFileSync(bundle)],
    '/labeller.wasm': ['application/wasm', () => readFileSync(WASM)],
    '/codes': ['application/octet-stream', () => readFileSync(codes)]
  };
  const server = createServer((request, response) => {
    const [type, content] = files[request.url] ?? ['text/plain', () => ''];
    response.writeHead(files[request.url] ? 200 : 404, { 'Content-Type': type }).end(content());
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const browser = await Chromium.launch();
  const { product } = await browser.send('Browser.getVersion');
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitFor(() => document.title === 'labeller');
  await page.evaluate(() => {
    const worker = new Worker('worker.mjs', { type: 'module' });
    globalThis.ask = message =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) =>
          data.error ? reject(new Error(data.error)) : resolve(data);
        worker.postMessage(message);
      });
  });
  return {
    async prepare({ codes: path, ...rest }) {
      codes = path;
      await page.evaluate(message => globalThis.ask(message), rest);
      return { engine: product.replace(/^\w+\//, 'Chromium ') };
    },
    run: () => page.evaluate(() => globalThis.ask('run')),
    async close() {
      await browser.close();
      server.close();
    }
  };
}

const bundle = await bundleLabeller();
const host = await (process.argv[2] === 'chromium' ? chromiumHost : nodeHost)(bundle);
const say = message => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  try {
    say(message === 'run' ? await host.run() : await host.prepare(message));
  } catch (error) {
    say({ error: String(error) });
  }
}
await host.close();
