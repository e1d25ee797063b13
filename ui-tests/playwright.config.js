/** Browser tests against a real JupyterLab, once at the root and once below a nested address with a strict content security policy. */
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const base = require('@jupyterlab/galata/lib/playwright-config');

const PORT = Number(process.env.VOXPROOF_TEST_PORT ?? 9120);
const NESTED = '/nested/base';
const ROOT = join(__dirname, '..');
/** Of another environment, which has the package and an older JupyterLab, see docs/releasing.md. */
const JUPYTER = process.env.VOXPROOF_TEST_JUPYTER ?? join(ROOT, '.venv', 'bin', 'jupyter');

/** No GPU is asked of the machine: SwiftShader draws, slowly but alike everywhere. It draws what is WebGL, and the page is put together without it. */
const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-gpu-rasterization',
  '--disable-gpu-compositing'
];

const server = (port, baseUrl, more = {}) => ({
  command: `"${JUPYTER}" lab --config ui-tests/jupyter_server_test_config.py`,
  cwd: ROOT,
  url: `http://127.0.0.1:${port}${baseUrl}/api`,
  env: {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(tmpdir(), `voxproof-ui-config-${port}`),
    VOXPROOF_TEST_PORT: String(port),
    VOXPROOF_TEST_BASE_URL: `${baseUrl}/`,
    ...more
  },
  timeout: 120_000,
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 }
});

module.exports = {
  ...base,
  testDir: './tests',
  outputDir: './results',
  timeout: 180_000,
  globalTimeout: 40 * 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    ...base.use,
    baseURL: `http://127.0.0.1:${PORT}`,
    viewport: { width: 1440, height: 1000 },
    video: 'off',
    trace: 'off',
    launchOptions: { executablePath: process.env.VOXPROOF_BROWSER, args: BROWSER_ARGUMENTS }
  },
  projects: [
    { name: 'lab', testIgnore: /nested|network/ },
    {
      name: 'nested',
      testMatch: /nested|network|smoke/,
      use: { baseURL: `http://127.0.0.1:${PORT + 1}${NESTED}` }
    }
  ],
  webServer: [server(PORT, ''), server(PORT + 1, NESTED, { VOXPROOF_TEST_STRICT: '1' })]
};
