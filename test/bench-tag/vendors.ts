import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of what the tag is compared with. It is no workspace: nothing but this bench installs it. */
const FOLDER = join(import.meta.dirname, 'vendors');
const LOCKFILE = join(FOLDER, 'package-lock.json');
/** Written by npm as the last act of an install. */
const INSTALLED = join(FOLDER, 'node_modules', '.package-lock.json');
const BUNDLES = join(FOLDER, 'dist');
const ROLLUP = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'rollup');

/** Installs the vendors' packages, as the lockfile names them, where they are not there yet. */
export async function installVendors(say: (text: string) => void): Promise<void> {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCKFILE).mtimeMs) return;
  say("installing the vendors' packages with npm ci …");
  await run('npm', ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund']);
  say('installed');
}

/** A file of a vendor's package, as it was published. */
export function publishedFile(path: string): string {
  return readFileSync(join(FOLDER, 'node_modules', path), 'utf8');
}

/** The version of a vendor's package. */
export function versionOf(name: string): string {
  return JSON.parse(publishedFile(`${name}/package.json`)).version;
}

/**
 * What a site's bundler makes of a module that uses a vendor's package: rollup and terser, as an ES module. What the
 * package imports only where it is needed stays a file of its own, which no page here asks for.
 */
export async function bundleOf(name: string, source: string): Promise<string> {
  const entry = join(BUNDLES, 'src', `${name}.js`);
  mkdirSync(join(BUNDLES, 'src'), { recursive: true });
  writeFileSync(entry, source);
  const made = join(BUNDLES, name);
  await run(ROLLUP, ['-i', entry, '-d', made, '-f', 'es', '-p', 'node-resolve', '-p', 'terser', '--silent']);
  return readFileSync(join(made, `${name}.js`), 'utf8');
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: is the network there?`);
}
