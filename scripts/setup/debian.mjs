import { existsSync } from 'node:fs';
import { runCommand } from './command.mjs';
import { during, say } from './report.mjs';

/** One list of packages is recent enough for everything that one setup installs. */
let isUpdated = false;

/** What is installed for tests is started by tests: systemd is not to start it as a service of this host. */
const ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'SYSTEMD_OFFLINE=1'];

/** @returns {boolean} true on Debian and what is made of it */
export function hasApt() {
  return existsSync('/usr/bin/apt-get');
}

/**
 * Installs Debian packages, as root or through sudo where it asks for no password, and says why where that fails.
 * @param {string} step whose lines these are
 * @param {string[]} packages
 * @returns {Promise<boolean>} true when all of them are installed
 */
export async function installDebian(step, packages) {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const { ok } = await during(step, `installing Debian's ${packages.join(', ')}`, async () => {
    const install = ['install', '-y', '--no-install-recommends', ...packages];
    for (const args of isUpdated ? [install] : [['update'], install]) {
      // By `env`, for sudo passes no variables on.
      const [command = 'env', ...rest] = [...asRoot, 'env', ...ENVIRONMENT, 'apt-get', ...args];
      const { ok, output } = await runCommand(command, rest, { timeout_ms: 600_000 });
      if (!ok) {
        const lastLine = output.trim().split('\n').at(-1) ?? '';
        say(step, `apt-get ${args[0]} did not succeed: ${lastLine}`);
        return { ok };
      }
      isUpdated = true;
    }
    return { ok: true };
  });
  return ok;
}
