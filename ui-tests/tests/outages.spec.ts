/** A connection that is lost for minutes, and a kernel that dies or is shut down: what the person sees, and that edits are there. */
import { expect, test } from '@jupyterlab/galata';
import type { WebSocketRoute } from '@playwright/test';
import { CuratorPage } from './curator-page';
import { ASYMMETRIC, Notebook, show } from './support';

// Galata's stand-in for the kernels' API answers a restart as if a kernel had been made.
test.use({ kernels: null, viewport: { width: 1100, height: 800 } });

/** As a proxy does whose server is away. */
const BAD_GATEWAY = 1014;
/** As a server does that is shut down. */
const GOING_AWAY = 1001;

/** The way from the page to its kernels. */
class Network {
  private readonly _sockets = new Set<WebSocketRoute>();
  private _isDown = false;

  async between(notebook: Notebook): Promise<void> {
    await notebook.page.routeWebSocket(/\/channels/, async socket => {
      if (this._isDown) {
        await socket.close({ code: BAD_GATEWAY });
        return;
      }
      socket.connectToServer();
      this._sockets.add(socket);
    });
  }

  async cut(code: number): Promise<void> {
    this._isDown = true;
    for (const socket of this._sockets) {
      await socket.close({ code });
    }
    this._sockets.clear();
  }

  restore(): void {
    this._isDown = false;
  }
}

async function paint(curator: CuratorPage, y: number): Promise<void> {
  await curator.press('b');
  await curator.setRadius(1.1);
  await curator.goTo([6, y, 8]);
  await curator.drag('z', [6, y, 8], [6, y, 20]);
}

/** The strokes are in the array, once. */
async function expectStrokes(notebook: Notebook, ...rows: readonly number[]): Promise<void> {
  const strokes = rows.map(y => `want[ball([6, ${y}, 8], [6, ${y}, 20], 1.1)] = 7`).join('; ');
  const differing = `want = original.copy(); ${strokes}; print((segmentation != want).sum())`;
  expect(await notebook.python(differing)).toBe('0');
  expect(await notebook.value('len(curator.edits)')).toBe(rows.length);
}

test('a connection that is lost for minutes is told, and tried until what was painted has arrived', async ({
  page
}) => {
  const notebook = new Notebook(page);
  const network = new Network();
  await network.between(notebook);
  await page.clock.install();
  await page.reload();
  await notebook.create(ASYMMETRIC, show('outage'));
  const curator = await CuratorPage.shown(page);
  const statuses = await page.evaluateHandle(() => {
    const { sessionContext } = window.jupyterapp.shell.currentWidget as unknown as {
      readonly sessionContext: {
        readonly session: {
          readonly kernel: {
            readonly connectionStatusChanged: {
              connect(slot: (sender: unknown, status: string) => void): void;
            };
          };
        };
      };
    };
    const seen: string[] = [];
    sessionContext.session.kernel.connectionStatusChanged.connect((_, status) => {
      seen.push(status);
    });
    return seen;
  });

  await network.cut(BAD_GATEWAY);
  await expect(curator.root).toHaveAttribute('data-connection', 'reconnecting');
  await paint(curator, 22);
  await expect(async () => {
    await page.clock.fastForward(64_000);
    expect(await statuses.jsonValue()).toContain('disconnected');
  }).toPass({ intervals: [100] });
  await expect(curator.root).toContainText('The kernel is out of reach.');
  await expect(curator.root).toContainText('1 change is kept in this browser');
  network.restore();
  await page.clock.fastForward(15_000);
  await page.clock.fastForward(64_000);
  await curator.saved();
  await expect(curator.root).not.toContainText('out of reach');

  await network.cut(GOING_AWAY);
  await paint(curator, 26);
  await page.clock.fastForward(5000);
  await expect(curator.root).toHaveAttribute('data-pending', '1');
  network.restore();
  await curator.root.getByRole('button', { name: 'Try now' }).click();
  await curator.saved();
  await expectStrokes(notebook, 22, 26);
});

test('a kernel that dies, or is shut down, leaves the view with what to do, and its work comes back', async ({
  page
}) => {
  const notebook = new Notebook(page);
  await notebook.create(ASYMMETRIC, show('dies'));
  let curator = await CuratorPage.shown(page);
  await paint(curator, 22);
  await curator.saved();
  const index = await notebook.add('import os, signal; os.kill(os.getpid(), signal.SIGKILL)');
  void notebook.run(index).catch(() => undefined);
  await page.getByRole('dialog', { name: 'Kernel Restarting' }).getByRole('button').click();
  await expect(curator.root).toContainText('The kernel is gone. Run the cell again to go on');
  await notebook.run(0);
  await notebook.run(1);
  curator = await CuratorPage.shown(page);
  expect(await curator.labelAt([6, 22, 14])).toBe('7');
  await paint(curator, 26);
  await curator.saved();
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('kernelmenu:shutdown');
  });
  await expect(curator.root).toContainText('after a shutdown, those above it too');
  const ran = notebook.run(0);
  await page.getByRole('button', { name: 'Select Kernel' }).click();
  await ran;
  await notebook.run(1);
  curator = await CuratorPage.shown(page);
  await expectStrokes(notebook, 22, 26);
});
