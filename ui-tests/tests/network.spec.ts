/** At run time everything comes from the server, and nothing of ours needs what a strict content security policy forbids. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { expect, test } from '@jupyterlab/galata';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata would make a folder and its address at the root, whatever the base address is.
test.use({ tmpPath: '', autoGoto: false });

/** A report of the browser; see the header in `jupyter_server_test_config.py`. */
interface Violation {
  readonly 'violated-directive': string;
  readonly 'blocked-uri': string;
  /** Script at fault, where there is one. */
  readonly 'source-file'?: string;
  /** A page or a worker. */
  readonly 'document-uri': string;
}

/** What the browser reports, also from workers. */
class Reports {
  readonly violations: Violation[] = [];

  /** Listen on a port of this machine; gives the address. */
  listen(port: number): Promise<string> {
    return new Promise(resolve => {
      this._server.listen(port, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${port}/`);
      });
    });
  }

  close(): void {
    this._server.close();
  }

  private readonly _server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', part => {
      body += String(part);
    });
    request.on('end', () => {
      this.violations.push((JSON.parse(body) as { 'csp-report': Violation })['csp-report']);
      response.writeHead(204).end();
    });
  });
}

const isOurs = (violation: Violation) =>
  [violation['source-file'], violation['document-uri'], violation['blocked-uri']].some(address =>
    address?.includes('/lab/extensions/voxproof/')
  );

test('a review violates no strict policy and asks no other server', async ({ page, baseURL }) => {
  const { origin, port } = new URL(baseURL ?? '');
  const asked: string[] = [];
  page.context().on('request', request => asked.push(request.url()));
  page.on('websocket', socket => asked.push(socket.url().replace(/^ws/, 'http')));
  const reports = new Reports();
  const reported = await reports.listen(Number(port) + 1);
  await page.goto();
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('network'));
  const curator = await CuratorPage.shown(page);
  await curator.press('n');
  await expect(curator.selectedRow).toBeVisible();
  await curator.goTo([6, 22, 8]);
  await curator.press('b');
  await curator.drag('z', [6, 22, 8], [6, 22, 20]);
  await curator.saved();
  await curator.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  // What is forbidden now is reported after all that was before.
  const before = reports.violations.length;
  await page.evaluate(() => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    setTimeout('0');
  });
  await expect.poll(() => reports.violations.length).toBeGreaterThan(before);
  reports.close();
  expect(reports.violations.filter(isOurs)).toEqual([]);
  expect(asked.some(url => url.endsWith('.wasm'))).toBe(true);
  const elsewhere = asked.filter(
    url => !/^(data|blob):/.test(url) && !url.startsWith(origin) && url !== reported
  );
  expect(elsewhere).toEqual([]);
});
