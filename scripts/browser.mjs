/** Finds a Chromium for the browser tests, or gets one where it may. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Missing, environmentVariables, isRoot, nodeBin } from './shell.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/**
 * The environment variable that tells the tests which browser to start.
 *
 * @throws {Missing} when there is none and none could be installed.
 */
export async function findBrowser() {
  let found = await presentBrowser();
  for (const install of [installDebianChromium, installPlaywrightChromium]) {
    if (found === undefined) {
      install();
      found = await presentBrowser();
    }
  }
  if (found === undefined) {
    throw new Missing(
      'Found no Chromium for the browser tests and could not install one: install Chromium, or name it in VOXPROOF_BROWSER, and run the command again.'
    );
  }
  return { VOXPROOF_BROWSER: found };
}

async function presentBrowser() {
  const named = process.env.VOXPROOF_BROWSER;
  if (named && !existsSync(named)) {
    throw new Missing(
      `Found no browser at ${named}: name another in VOXPROOF_BROWSER, or leave it out, and run the command again.`
    );
  }
  const { chromium } = await import('@playwright/test');
  return [named, ...PLACES, chromium.executablePath()].find(path => path && existsSync(path));
}

function installDebianChromium() {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) {
    return;
  }
  process.stdout.write('Found no Chromium: installing the one of the distribution …\n');
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], options);
  spawnSync(
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu'],
    options
  );
}

function installPlaywrightChromium() {
  process.stdout.write('Found no Chromium: fetching the one of Playwright …\n');
  const [node, ...cli] = nodeBin('@playwright', 'test', 'cli.js');
  const env = environmentVariables();
  delete env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD;
  spawnSync(node, [...cli, 'install', 'chromium'], { stdio: 'ignore', env, timeout: 300_000 });
}
