import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { during, fail, say } from './report.mjs';
import { ROOT } from './root.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'node');
const BINARY = join(PACKAGE, 'bin', 'node');
/** npm puts this folder first on the PATH of every script, which is how scripts get this Node and not the host's. */
const COMMAND = join(ROOT, 'node_modules', '.bin', 'node');

/** Runs TypeScript without a flag and better-sqlite3 without a crash from here on. */
const OLDEST = [22, 18];

/** Sees to it that npm scripts run on the Node of the `node` package, whatever the host has. */
export async function ensureRuntime() {
  if (await isRecentEnough(COMMAND)) {
    return;
  }
  // The package fetches its binary in a preinstall script, which some npm versions and settings refuse to run.
  const { output } = await during('node', "fetching the project's own Node", () =>
    runCommand(process.execPath, ['installArchSpecificPackage.js'], { cwd: PACKAGE, timeout_ms: 300_000 }),
  );
  if (existsSync(BINARY)) {
    mkdirSync(join(ROOT, 'node_modules', '.bin'), { recursive: true });
    rmSync(COMMAND, { force: true });
    symlinkSync(join('..', 'node', 'bin', 'node'), COMMAND);
  }
  if (await isRecentEnough(COMMAND)) {
    return;
  }
  rmSync(COMMAND, { force: true });
  if (isVersionRecentEnough(process.versions.node)) {
    say('node', `the package "node" could not be installed; using the host's ${process.versions.node}`);
    return;
  }
  fail(
    `the package "node" has no program that runs here, and the host's Node ${process.versions.node} is too old.\n` +
      `Install Node ${OLDEST.join('.')} or newer, or allow the package's install script:\n` +
      '  rm -rf node_modules && npm ci --ignore-scripts=false',
    output,
  );
}

/**
 * @param {string} command
 * @returns {Promise<boolean>}
 */
async function isRecentEnough(command) {
  if (!existsSync(command)) {
    return false;
  }
  const { ok, output } = await runCommand(command, ['--version'], { timeout_ms: 20_000 });
  return ok && isVersionRecentEnough(output.trim());
}

/**
 * @param {string} version such as `v24.1.0`
 * @returns {boolean}
 */
function isVersionRecentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
