/** A JupyterLab of its own for each candidate: own port, own settings, own temporary folder. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const QUIET = { fetchNews: 'false', checkForUpdates: false };

export class JupyterLab {
  /** Start one from the programs in `bin` with a notebook of these cells, `bench.ipynb`, and wait until it answers. */
  static async start(bin, cells) {
    const lab = new JupyterLab();
    lab._folder = mkdtempSync(join(tmpdir(), 'voxproof-bench-lab-'));
    const root = lab._inside('root');
    const settings = lab._inside('settings/@jupyterlab/apputils-extension');
    writeFileSync(join(settings, 'notification.jupyterlab-settings'), JSON.stringify(QUIET));
    writeFileSync(join(root, 'bench.ipynb'), JSON.stringify(notebookOf(cells)));
    const port = await freePort();
    lab.address = `http://127.0.0.1:${port}`;
    lab._process = spawn(join(bin, 'jupyter-lab'), lab._flags(port, root), {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH}`,
        JUPYTER_CONFIG_DIR: lab._inside('config'),
        JUPYTER_DATA_DIR: lab._inside('data'),
        JUPYTER_RUNTIME_DIR: lab._inside('runtime'),
        JUPYTER_PREFER_ENV_PATH: '1',
        IPYTHONDIR: lab._inside('ipython')
      }
    });
    lab._said = '';
    lab._process.stderr.setEncoding('utf8').on('data', text => (lab._said += text));
    lab._exited = new Promise(resolve => lab._process.once('exit', resolve));
    await lab._answers();
    return lab;
  }

  async stop() {
    this._process.kill('SIGINT');
    this._process.kill('SIGTERM');
    const timer = setTimeout(() => this._process.kill('SIGKILL'), 8000);
    await this._exited;
    clearTimeout(timer);
    rmSync(this._folder, { recursive: true, force: true, maxRetries: 5 });
  }

  _flags(port, root) {
    return [
      '--no-browser',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      '--ServerApp.ip=127.0.0.1',
      `--ServerApp.root_dir=${root}`,
      '--ServerApp.allow_root=True',
      '--ServerApp.disable_check_xsrf=True',
      '--IdentityProvider.token=',
      '--LabApp.expose_app_in_browser=True',
      `--LabApp.user_settings_dir=${this._inside('settings')}`,
      `--LabApp.workspaces_dir=${this._inside('workspaces')}`
    ];
  }

  _inside(path) {
    const folder = join(this._folder, path);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async _answers() {
    const end = Date.now() + 60_000;
    for (;;) {
      const status = await fetch(`${this.address}/api`).then(
        response => response.status,
        () => 0
      );
      if (status === 200) {
        return;
      }
      if (Date.now() > end || this._process.exitCode !== null) {
        throw new Error(`JupyterLab did not start: ${this._said.split('\n').slice(-5).join('\n')}`);
      }
      await new Promise(resolve => setTimeout(resolve, 150));
    }
  }
}

function notebookOf(cells) {
  return {
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source
    })),
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 5
  };
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
