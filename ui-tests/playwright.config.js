const { join } = require('node:path');
const base = require('@jupyterlab/galata/lib/playwright-config');

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader'
];

const server = (port, baseUrl) => ({
  command: 'jupyter lab --config ui-tests/jupyter_server_test_config.py',
  cwd: join(__dirname, '..'),
  url: `http://127.0.0.1:${port}${baseUrl}api`,
  env: { ...process.env, VOXPROOF_TEST_PORT: String(port), VOXPROOF_TEST_BASE_URL: baseUrl },
  timeout: 120_000,
  reuseExistingServer: false
});

module.exports = {
  ...base,
  testDir: './tests',
  outputDir: './results',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    ...base.use,
    baseURL: 'http://127.0.0.1:9120',
    viewport: { width: 1440, height: 1000 },
    video: 'off',
    trace: 'off',
    launchOptions: { executablePath: process.env.VOXPROOF_BROWSER ?? '/usr/bin/chromium', args: ARGUMENTS }
  },
  projects: [
    { name: 'lab', testIgnore: /nested/ },
    { name: 'nested', testMatch: /nested/, use: { baseURL: 'http://127.0.0.1:9121/nested/base/' } }
  ],
  webServer: [server(9120, '/'), server(9121, '/nested/base/')]
};
