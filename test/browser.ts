import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';

/** Where distributions put a browser that Playwright can drive. */
const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing that a test did not ask for: no sandbox (which needs rights that a container lacks), no calls home. */
export const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * The browser to test with: the one named by `TEST_BROWSER`, where `npm test` leaves the one that it has found; else Playwright's own if it is installed, else one in a usual place. Throws where there is
 * none.
 */
export function browserPath(): string {
  const named = process.env['TEST_BROWSER'];
  const path = named ? named : [chromium.executablePath(), ...usualPlaces].find((place) => existsSync(place));
  if (path && existsSync(path)) return path;
  throw new Error(
    named
      ? `The browser for the tests is to be ${named}, where there is nothing.`
      : 'No browser found: run "npx playwright install chromium", or name one by TEST_BROWSER.',
  );
}

/** Starts a headless browser; whoever starts it closes it. */
export function launchBrowser(...args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: [...quietly, ...args] });
}

/** The same, but it keeps pages that are left for the way back, which Playwright otherwise has it not do. */
export function launchKeepingBrowser(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: [...quietly, ...args],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

/** Starts one that nobody drives, on a page: one that is driven renders no page ahead. Returns what ends it. */
export function startUndrivenBrowser(url: string, ...args: string[]): () => Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'clickstitch-browser-'));
  // A port nobody connects to: without one a headless browser ends when it has loaded the page.
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const browser = spawn(browserPath(), [...own, ...quietly, ...args, url], { stdio: 'ignore', detached: true });
  return async () => {
    const ended = once(browser, 'exit');
    process.kill(-(browser.pid as number), 'SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
}
