/**
 * What earlier runs found out, kept inside node_modules so that a fresh install forgets it.
 *
 * @typedef {object} Stamp
 * @property {string} [lockfile] hash of the package-lock.json that was installed
 * @property {Record<string, string>} [builds] package → hash of the sources it was built from
 * @property {string} [next_installed] hash of the lockfile that was installed in examples/next
 * @property {string} [next_built] hash of what examples/next was built from
 * @property {string} [browser] path of a browser that was seen to run
 * @property {Record<string, string>} [programs] environment variable → path of what it tells the tests
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const FILE = join(ROOT, 'node_modules', '.clickstitch-setup.json');

/** @returns {Stamp} empty when there is none or it cannot be read */
export function readStamp() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Adds to the stamp; renamed into place, so that a run cut short leaves the old one.
 * @param {Stamp} news
 */
export function updateStamp(news) {
  const draft = `${FILE}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...readStamp(), ...news }, null, 2)}\n`);
  renameSync(draft, FILE);
}

/**
 * @param {string[]} paths absolute
 * @returns {string} one hash over the files' names and contents
 */
export function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash
      .update(`${path.slice(ROOT.length)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}
