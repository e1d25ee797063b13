/**
 * A Chromium spoken to over a pipe, with no more of the debugging protocol switched on than a benchmark needs.
 *
 * Playwright listens to the network of every page: each websocket frame is copied to its process in base64, which makes 64 MiB
 * take two to three times as long and dies at 512 MiB. What is measured here would be Playwright.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browser.mjs';

const COMMON = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--hide-scrollbars',
  '--mute-audio',
  '--force-device-scale-factor=1'
];

/** Ways to draw, best first; the first one with WebGL2 is taken. */
const DRAWING = {
  native: ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist'],
  swiftshader: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
};

export class Chromium {
  /** Start a browser with a profile of its own. `drawing` is `native`, `swiftshader` or `auto`. */
  static async launch({ drawing = 'auto', size = [1440, 1000] } = {}) {
    const { VOXPROOF_BROWSER: program } = await findBrowser();
    for (const way of drawing === 'auto' ? Object.keys(DRAWING) : [drawing]) {
      const browser = new Chromium(program, [...COMMON, ...DRAWING[way]], size);
      browser.renderer = await browser._webGlRenderer();
      if (browser.renderer !== null || drawing !== 'auto') {
        return browser;
      }
      await browser.close();
    }
    throw new Error('found no WebGL2 in Chromium, neither native nor SwiftShader');
  }

  constructor(program, flags, size) {
    this._profile = mkdtempSync(join(tmpdir(), 'voxproof-bench-profile-'));
    this._process = spawn(
      program,
      [
        ...flags,
        `--window-size=${size.join(',')}`,
        `--user-data-dir=${this._profile}`,
        '--remote-debugging-pipe',
        'about:blank'
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }
    );
    this._size = size;
    this._waiting = new Map();
    this._listeners = new Set();
    this._last = 0;
    this._tail = '';
    const [, , , input, output] = this._process.stdio;
    this._input = input;
    this._input.on('error', () => undefined);
    output.setEncoding('utf8').on('data', text => this._read(text));
    this.exited = new Promise(resolve => this._process.once('exit', resolve));
    void this.exited.then(() => this._failAll('Chromium ended'));
  }

  get pid() {
    return this._process.pid;
  }

  /** One call of the debugging protocol. */
  send(method, params = {}, sessionId = undefined) {
    const id = ++this._last;
    this._input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this._waiting.set(id, { resolve, reject, method }));
  }

  /** Called with each event of the protocol; returns how to stop. */
  onEvent(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  async newPage() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, targetId, sessionId);
    await page.send('Page.enable');
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: this._size[0],
      height: this._size[1],
      deviceScaleFactor: 1,
      mobile: false
    });
    return page;
  }

  /** Operating-system ids of the browser's processes by type (`renderer`, `GPU`, …). */
  async processes() {
    const { processInfo } = await this.send('SystemInfo.getProcessInfo');
    return processInfo;
  }

  async close() {
    await Promise.race([this.send('Browser.close').catch(() => undefined), this.exited]);
    const timer = setTimeout(() => this._process.kill('SIGKILL'), 5000);
    await this.exited;
    clearTimeout(timer);
    rmSync(this._profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async _webGlRenderer() {
    const page = await this.newPage();
    const name = await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      const info = gl?.getExtension('WEBGL_debug_renderer_info');
      return info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : gl ? 'WebGL2' : null;
    });
    await page.close();
    return name;
  }

  _read(text) {
    const parts = (this._tail + text).split('\0');
    this._tail = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part);
      const call = this._waiting.get(message.id);
      if (call === undefined) {
        this._listeners.forEach(listener => listener(message));
        continue;
      }
      this._waiting.delete(message.id);
      if (message.error) {
        call.reject(new Error(`${call.method}: ${message.error.message}`));
      } else {
        call.resolve(message.result);
      }
    }
  }

  _failAll(reason) {
    this._waiting.forEach(call => call.reject(new Error(`${call.method}: ${reason}`)));
    this._waiting.clear();
  }
}

export class Page {
  constructor(browser, targetId, sessionId) {
    this.browser = browser;
    this._targetId = targetId;
    this._sessionId = sessionId;
  }

  send(method, params = {}) {
    return this.browser.send(method, params, this._sessionId);
  }

  /** Run a script in every document of the page, frames included, before its own. */
  addInitScript(body) {
    return this.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${body})();` });
  }

  async goto(url) {
    const { errorText } = await this.send('Page.navigate', { url });
    if (errorText) {
      throw new Error(`${url}: ${errorText}`);
    }
  }

  /** Call a function in the page with JSON arguments; its promise is awaited. */
  async evaluate(body, ...values) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression: `(${body})(${values.map(value => JSON.stringify(value)).join(', ')})`,
      awaitPromise: true,
      returnByValue: true
    });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  /** Ask until the answer is truthy. */
  async waitFor(body, values = [], { seconds = 60, what = 'a condition in the page' } = {}) {
    const end = Date.now() + 1000 * seconds;
    for (;;) {
      const answer = await this.evaluate(body, ...values).catch(error => {
        // The document may be replaced while it is asked.
        if (!/context|navigat/i.test(error.message)) {
          throw error;
        }
      });
      if (answer) {
        return answer;
      }
      if (Date.now() > end) {
        throw new Error(`waited ${seconds} s for ${what}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async screenshot() {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  close() {
    return this.browser.send('Target.closeTarget', { targetId: this._targetId });
  }
}
