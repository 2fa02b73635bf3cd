import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { hasApt, installDebian } from './debian.mjs';
import { fail, say } from './report.mjs';
import { readStamp, updateStamp } from './stamp.mjs';

/**
 * What the tests need of the host.
 *
 * @typedef {object} Program
 * @property {string} variable of the environment that tells the tests where it is
 * @property {string[]} programs all in one folder
 * @property {string} [version] the argument that makes them say their version, or how they are used, and end; none of what
 *   needs a screen for that
 * @property {boolean} isFolder the variable names the programs' folder, not the program
 * @property {string} debian the package
 * @property {() => string[]} [folders] where Debian has it outside of the PATH, what is meant to be used first
 */

/** Where Debian has what only root uses, which is not on everyone's PATH. */
const ROOT_FOLDERS = ['/usr/local/sbin', '/usr/sbin'];

/**
 * Finds programs for the tests and remembers where they are: what a `TEST_…` variable names if it is set, else what is on
 * the PATH or in Debian's folders, else Debian's packages.
 * @param {string} step whose lines these are
 * @param {Program[]} programs
 */
export async function ensurePrograms(step, programs) {
  const known = readStamp().programs ?? {};
  const unknown = [];
  for (const program of programs) {
    const named = process.env[program.variable];
    if (named && !(await runs(program, program.isFolder ? named : dirname(named)))) {
      fail(`${program.variable} names ${named}; ${program.programs.join(' and ')} cannot be run from there.`);
    }
    if (!named && !existsSync(known[program.variable] ?? '')) {
      unknown.push(program);
    }
  }
  const missing = await note(step, unknown);
  const packages = [...new Set(missing.map(({ debian }) => debian))];
  const isInstalled = missing.length > 0 && hasApt() && (await installDebian(step, packages));
  const lacking = isInstalled ? await note(step, missing) : missing;
  if (lacking.length > 0) {
    const settings = lacking.map(({ variable, isFolder }) => `${variable}=/path/to/${isFolder ? 'folder' : 'program'}`);
    fail(
      `no ${lacking.flatMap(({ programs }) => programs).join(', ')} for the tests could be found or installed. ` +
        'Any one of these helps:\n' +
        `  apt-get install -y --no-install-recommends ${packages.join(' ')}   (as root)\n` +
        `  ${settings.join(' ')} npm test`,
    );
  }
}

/**
 * Looks for programs and puts those that are there in the stamp.
 * @param {string} step
 * @param {Program[]} programs
 * @returns {Promise<Program[]>} the others
 */
async function note(step, programs) {
  const missing = [];
  for (const program of programs) {
    const path = await find(program);
    if (path === undefined) {
      missing.push(program);
    } else {
      say(step, path);
      updateStamp({ programs: { ...readStamp().programs, [program.variable]: path } });
    }
  }
  return missing;
}

/**
 * @param {Program} program
 * @returns {Promise<string | undefined>} what its variable should say
 */
async function find(program) {
  const { isFolder, programs, folders = () => [] } = program;
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...folders(), ...ROOT_FOLDERS]) {
    if (await runs(program, folder)) {
      return isFolder ? folder : join(folder, ...programs);
    }
  }
  return undefined;
}

/**
 * @param {Program} program
 * @param {string} folder
 * @returns {Promise<boolean>} true when every program is in the folder and starts, if that can be tried
 */
async function runs({ programs, version }, folder) {
  for (const program of programs) {
    const path = join(folder, program);
    if (!existsSync(path) || (version && !(await runCommand(path, [version], { timeout_ms: 20_000 })).ok)) {
      return false;
    }
  }
  return true;
}
