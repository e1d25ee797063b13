/** A notebook open in a page: runs its cells, asks its kernel, and measures what shows up. */
import { recorder } from './recorder.mjs';

export class Notebook {
  static async open(browser, address) {
    const page = await browser.newPage();
    await page.addInitScript(recorder);
    await page.goto(`${address}/lab/tree/bench.ipynb`);
    const notebook = new Notebook(page);
    await page.waitFor(
      () => {
        const panel = globalThis.jupyterapp?.shell.currentWidget;
        return (
          panel?.sessionContext?.isReady && panel.sessionContext.session?.kernel?.status === 'idle'
        );
      },
      [],
      { seconds: 90, what: 'the notebook and its kernel' }
    );
    await page.evaluate(
      () => globalThis.jupyterapp.shell.currentWidget.sessionContext.session.kernel.info
    );
    await page.evaluate(() => globalThis.jupyterapp.shell.collapseLeft());
    return notebook;
  }

  constructor(page) {
    this.page = page;
  }

  /** Run a cell to its end; throws with Python's words when it fails. */
  async run(index) {
    const failure = await this.page.evaluate(async at => {
      const { shell, commands } = globalThis.jupyterapp;
      const { content } = shell.currentWidget;
      content.activeCellIndex = at;
      await commands.execute('notebook:run-cell');
      const outputs = content.widgets[at].model.outputs.toJSON();
      const error = outputs.find(({ output_type }) => output_type === 'error');
      return error && `${error.ename}: ${error.evalue}`;
    }, index);
    if (failure) {
      throw new Error(failure);
    }
  }

  /** Clear a cell, watch for canvases and milestones, start the cell. Gives the moment of the command. */
  start(index, canvases, milestones) {
    return this.page.evaluate(
      async (at, ...watched) => {
        const { shell, commands } = globalThis.jupyterapp;
        shell.currentWidget.content.activeCellIndex = at;
        await commands.execute('notebook:clear-cell-output');
        const bench = globalThis.voxproofBench;
        bench.before = { ...bench.bytes };
        bench.watch(...watched);
        const time = bench.now();
        void commands.execute('notebook:run-cell');
        return time;
      },
      index,
      canvases,
      milestones
    );
  }

  /** A Python expression's value by way of JSON, outside of any cell. */
  value(expression) {
    return this.page.evaluate(async code => {
      const { kernel } = globalThis.jupyterapp.shell.currentWidget.sessionContext.session;
      const future = kernel.requestExecute({
        code: 'import json as _json',
        silent: true,
        user_expressions: { value: `_json.dumps(${code})` }
      });
      const { content } = await future.done;
      const { value } = content.user_expressions ?? {};
      if (value?.status !== 'ok') {
        throw new Error(`${code}: ${value?.evalue ?? content.evalue}`);
      }
      const text = value.data['text/plain'];
      return JSON.parse(text.slice(1, -1).replace(/\\(.)/g, '$1'));
    }, expression);
  }

  /** Bytes of the heap and of array buffers, after a collection. */
  async heap() {
    await this.page.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await this.page.send('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  }

  /** Wait until all milestones are reached and no canvas changed for a while, in this document and the frames in it. */
  settled(milestones, { quietMs = 1500, seconds = 240 } = {}) {
    return this.page.evaluate(whenSettled, milestones, quietMs, seconds);
  }

  /** Round trips of a bare comm message with `bytes` of payload, in milliseconds. */
  async roundTrips(count, bytes) {
    return this.page.evaluate(
      async (times, size) => {
        const { kernel } = globalThis.jupyterapp.shell.currentWidget.sessionContext.session;
        globalThis.voxproofEcho ??= (async () => {
          const comm = kernel.createComm('voxproof-bench-echo');
          await comm.open({}).done;
          return comm;
        })();
        const comm = await globalThis.voxproofEcho;
        const taken = [];
        for (let i = 0; i < times; i += 1) {
          const start = performance.now();
          await new Promise(resolve => {
            comm.onMsg = () => resolve();
            comm.send({}, {}, [new ArrayBuffer(size)]);
          });
          taken.push(performance.now() - start);
        }
        return taken;
      },
      count,
      bytes
    );
  }
}

/** Runs in the page. */
async function whenSettled(milestones, quietMs, seconds) {
  const bench = globalThis.voxproofBench;
  const end = bench.now() + 1000 * seconds;
  const ask = frame =>
    new Promise(resolve => {
      const listener = ({ data, source }) => {
        if (source === frame.contentWindow && data?.voxproofBench === 'answer') {
          removeEventListener('message', listener);
          resolve(data);
        }
      };
      addEventListener('message', listener);
      frame.contentWindow.postMessage({ voxproofBench: 'report' }, '*');
      setTimeout(() => resolve({ lastChange: bench.now(), report: null }), 5000);
    });
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 200));
    const own = bench.report();
    const frames = await Promise.all(
      [...document.querySelectorAll('.jp-OutputArea iframe')].map(ask)
    );
    const last = Math.max(
      bench.lastChange(),
      ...Object.values(own.reached),
      ...frames.map(frame => frame.lastChange)
    );
    const isDone =
      last > 0 && bench.now() - last > quietMs && milestones.every(name => name in own.reached);
    if (isDone || bench.now() > end) {
      bench.stop();
      return {
        isDone,
        bytes: { down: own.bytes.down - bench.before.down, up: own.bytes.up - bench.before.up },
        reached: own.reached,
        pictures: [own, ...frames.map(({ report }) => report)].flatMap(
          report => report?.pictures ?? []
        )
      };
    }
  }
}
