/** Finds a Chromium for the browser tests, or gets one where it may. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Missing, ROOT } from './environment.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** @returns the environment variable that tells the tests which browser to start. */
export async function findBrowser() {
  const found = installed() ?? (await playwrightBrowser());
  if (found !== undefined) {
    return { VOXPROOF_BROWSER: found };
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('No Chromium found: installing Debian’s …\n');
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update'], quiet);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu'], quiet);
  } else {
    spawnSync(process.execPath, [join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '' }
    });
  }
  const got = installed() ?? (await playwrightBrowser());
  if (got === undefined) {
    throw new Missing(
      'Found no Chromium for the browser tests and could not install one: install Chromium, or name it in VOXPROOF_BROWSER, and run the command again.'
    );
  }
  return { VOXPROOF_BROWSER: got };
}

function installed() {
  return [process.env.VOXPROOF_BROWSER, ...PLACES].find(path => path !== undefined && existsSync(path));
}

async function playwrightBrowser() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}
