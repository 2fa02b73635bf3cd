import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { during, fail } from './report.mjs';
import { ROOT } from './root.mjs';
import { hashFiles, readStamp, updateStamp } from './stamp.mjs';

const FOLDER = join(ROOT, 'examples', 'next');
const TAG = join(ROOT, 'packages', 'tag');
const INSTALLED_TAG = join(FOLDER, 'node_modules', '@clickstitch', 'tag');
const NEXT = join(FOLDER, 'node_modules', 'next', 'dist', 'bin', 'next');

/** Installs what the example with Next.js needs, which is too much for every `npm start`, and builds it with the tag of this checkout. */
export async function ensureNextExample() {
  const installed = hashFiles([join(FOLDER, 'package-lock.json')]);
  if (!existsSync(NEXT) || readStamp().next_installed !== installed) {
    let { ok, output } = await install('ci');
    // A lockfile that was written on one platform can lack the optional packages of others.
    if (!ok && /code EUSAGE/.test(output)) ({ ok, output } = await install('install', '--no-save'));
    if (!ok) fail('the packages of examples/next could not be installed. Is the network there?', output);
    updateStamp({ next_installed: installed });
  }

  const built = hashFiles([...filesBelow(FOLDER), ...filesBelow(join(TAG, 'dist')), join(TAG, 'package.json')]);
  if (existsSync(join(FOLDER, '.next', 'BUILD_ID')) && readStamp().next_built === built) return;
  // npm has copied the tag as it was when it was installed.
  rmSync(INSTALLED_TAG, { recursive: true, force: true });
  for (const part of ['dist', 'package.json']) cpSync(join(TAG, part), join(INSTALLED_TAG, part), { recursive: true });
  const { ok, output } = await during('next', 'building with next build', () =>
    runCommand(process.execPath, [NEXT, 'build'], { cwd: FOLDER, env: { NEXT_TELEMETRY_DISABLED: '1' } }),
  );
  if (!ok) fail('next build did not succeed in examples/next.', output);
  updateStamp({ next_built: built });
}

/**
 * @param {string} verb
 * @param {string[]} flags
 */
function install(verb, ...flags) {
  const args = [verb, ...flags, '--include=dev', '--prefer-offline', '--loglevel=error'];
  return during('next', `installing with npm ${verb}`, () => runCommand('npm', args, { cwd: FOLDER }));
}

/**
 * @param {string} folder absolute
 * @returns {string[]} its files, without what is installed or made
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', '.next', 'next-env.d.ts'].includes(name) && !name.endsWith('.tsbuildinfo'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
