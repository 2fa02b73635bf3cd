import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './command.mjs';
import { hasApt, installDebian } from './debian.mjs';
import { during, fail, say } from './report.mjs';
import { ROOT } from './root.mjs';
import { readStamp, updateStamp } from './stamp.mjs';

const PLAYWRIGHT = join(ROOT, 'node_modules', 'playwright', 'cli.js');
/** A download that is cut short leaves its parts behind; here they can be found and removed. */
const DOWNLOADS = join(ROOT, 'node_modules', '.clickstitch-download');
const DOWNLOAD_LIMIT_MS = 120_000;
/** Playwright tries five times; when there is no way out at all, the first answer is enough. */
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH/;
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Finds a browser for the tests and remembers it: `TEST_BROWSER` if it is set, else Playwright's own, else the
 * system's Chromium, else Debian's package.
 */
export async function ensureBrowser() {
  const wanted = process.env['TEST_BROWSER'];
  if (wanted) {
    if (!(await runs(wanted))) {
      fail(`TEST_BROWSER names ${wanted}, which does not run here.`);
    }
    return;
  }
  const known = readStamp().browser;
  if (known !== undefined && existsSync(known)) {
    return;
  }
  const found = (await playwrightBrowser()) ?? (await systemBrowser()) ?? (await debianBrowser());
  if (found === undefined) {
    fail(
      'no browser for the end-to-end tests could be found or installed. Any one of these helps:\n' +
        '  apt-get install -y chromium                         (as root)\n' +
        '  node_modules/.bin/playwright install --with-deps chromium\n' +
        '  TEST_BROWSER=/path/to/chromium npm test',
    );
  }
  say('browser', found);
  updateStamp({ browser: found });
}

/** @returns {Promise<string | undefined>} the path of Playwright's own Chromium, downloaded if need be */
async function playwrightBrowser() {
  const script = "process.stdout.write(require('playwright').chromium.executablePath())";
  const asked = await runCommand(process.execPath, ['-e', script]);
  const path = asked.output.trim();
  if (!asked.ok || path === '') {
    return undefined;
  }
  if (existsSync(path)) {
    return (await runs(path)) ? path : undefined;
  }
  mkdirSync(DOWNLOADS, { recursive: true });
  const { ok, timed_out } = await during('browser', "downloading Playwright's Chromium", () =>
    runCommand(process.execPath, [PLAYWRIGHT, 'install', '--no-shell', 'chromium'], {
      timeout_ms: DOWNLOAD_LIMIT_MS,
      giveUpOn: NO_NETWORK,
      env: { TMPDIR: DOWNLOADS },
    }),
  );
  rmSync(DOWNLOADS, { recursive: true, force: true, maxRetries: 3 });
  if (ok && (await runs(path))) {
    return path;
  }
  const reason = ok ? 'does not run here' : timed_out ? 'took too long to download' : 'cannot be downloaded';
  say('browser', `Playwright's own ${reason}; looking for the system's`);
  return undefined;
}

/** @returns {Promise<string | undefined>} the path of the first Chromium on the PATH that runs */
async function systemBrowser() {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of SYSTEM_NAMES) {
      const path = join(folder, name);
      if (existsSync(path) && (await runs(path))) {
        return path;
      }
    }
  }
  return undefined;
}

/** @returns {Promise<string | undefined>} the path of Debian's Chromium, after installing it */
async function debianBrowser() {
  return hasApt() && (await installDebian('browser', ['chromium'])) ? systemBrowser() : undefined;
}

/**
 * @param {string} path
 * @returns {Promise<boolean>} true when the program starts; a download can be whole and its libraries missing
 */
async function runs(path) {
  const { ok } = await runCommand(path, ['--version', '--no-sandbox'], { timeout_ms: 20_000 });
  return ok;
}
