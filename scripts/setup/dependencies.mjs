import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { during, fail, say } from './report.mjs';
import { ROOT } from './root.mjs';
import { hashFiles, readStamp, updateStamp } from './stamp.mjs';

const LOCKFILE = join(ROOT, 'package-lock.json');
/** Written by npm as the last act of an install, so its presence says that the install was whole. */
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');

/** npm's code for a lockfile that does not match package.json. */
const OUT_OF_STEP = /code EUSAGE/;

/** Installs what package-lock.json names, unless that very file is installed already. */
export async function ensureDependencies() {
  const hasLockfile = existsSync(LOCKFILE);
  const lockfile = hasLockfile ? hashFiles([LOCKFILE]) : 'none';
  if (existsSync(INSTALLED)) {
    const stamped = readStamp().lockfile;
    if (stamped === lockfile) {
      return;
    }
    if (stamped === undefined && wasInstalledByHand(hasLockfile)) {
      updateStamp({ lockfile });
      return;
    }
  }
  let result = hasLockfile ? await install('ci') : await install('install');
  if (hasLockfile && !result.ok && OUT_OF_STEP.test(result.output)) {
    // A lockfile written on one platform can lack the optional packages of others; `npm ci` then refuses it whole,
    // `npm install` follows it as far as it goes.
    say('dependencies', 'npm ci refuses the lockfile, npm install takes it');
    result = await install('install', '--no-save');
  }
  if (!result.ok) {
    fail('the dependencies could not be installed. Is the network there? What npm said is above.', result.output);
  }
  updateStamp({ lockfile });
}

/**
 * @param {string} verb
 * @param {string[]} flags
 */
function install(verb, ...flags) {
  const args = [verb, ...flags, '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'];
  return during('dependencies', `installing with npm ${verb}`, () => runCommand('npm', args));
}

/**
 * @param {boolean} hasLockfile
 * @returns {boolean} true when someone ran `npm ci` themselves, after the lockfile's last change
 */
function wasInstalledByHand(hasLockfile) {
  return !hasLockfile || statSync(INSTALLED).mtimeMs >= statSync(LOCKFILE).mtimeMs;
}
