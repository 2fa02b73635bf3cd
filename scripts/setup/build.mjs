import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { during, fail } from './report.mjs';
import { ROOT } from './root.mjs';
import { hashFiles, readStamp, updateStamp } from './stamp.mjs';

/** What a build leaves behind, by package; a missing file means that it has to run again. */
const PRODUCTS = {
  tag: ['dist/tag.js', 'dist/affonso.js', 'dist/esm/index.js'],
  collector: ['dist/main.js'],
};

/**
 * Builds a package when a source has changed since its last build. By content, not by time: a checkout of another
 * branch and back touches every file and changes none.
 * @param {keyof typeof PRODUCTS} name
 */
export async function ensureBuild(name) {
  const folder = join(ROOT, 'packages', name);
  const hash = hashFiles([...sourcesOf(folder), join(ROOT, 'tsconfig.base.json')]);
  const builds = readStamp().builds ?? {};
  const isComplete = () => PRODUCTS[name].every((product) => existsSync(join(folder, product)));
  if (builds[name] === hash && isComplete()) {
    return;
  }
  const { ok, output } = await during(name, 'building', () =>
    runCommand('npm', ['run', 'build', '-w', `@clickstitch/${name}`]),
  );
  if (!ok) {
    fail(`npm run build -w @clickstitch/${name} did not succeed.`, output);
  }
  if (!isComplete()) {
    fail(`the build of ${name} left out one of ${PRODUCTS[name].join(', ')}.`, output);
  }
  updateStamp({ builds: { ...builds, [name]: hash } });
}

/**
 * @param {string} folder absolute
 * @returns {string[]} every file below it but what is installed or built, in a fixed order
 */
function sourcesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourcesOf(path) : [path];
    });
}
