import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';

/** Where distributions put a browser that Playwright can drive. */
const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing that a test did not ask for: no sandbox (which needs rights that a container lacks), no calls home. */
const quietly = [
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
function browserPath(): string {
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
