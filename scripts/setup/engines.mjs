import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms } from './programs.mjs';

/** Debian keeps WebKit's own browser here, below the machine's kind and the library's version. */
const LIBRARIES = '/usr/lib';

/** The browsers beside Chromium in which the tag is tested. @type {import('./programs.mjs').Program[]} */
const ENGINES = [
  {
    variable: 'TEST_FIREFOX',
    programs: ['firefox-esr'],
    version: '--version',
    isFolder: false,
    debian: 'firefox-esr',
  },
  {
    variable: 'TEST_WEBKIT_DRIVER',
    programs: ['WebKitWebDriver'],
    version: '--help',
    isFolder: false,
    debian: 'webkit2gtk-driver',
  },
  // Comes with the library of the driver.
  {
    variable: 'TEST_WEBKIT',
    programs: ['MiniBrowser'],
    isFolder: false,
    debian: 'webkit2gtk-driver',
    folders: webkitFolders,
  },
  { variable: 'TEST_XVFB', programs: ['Xvfb'], version: '-help', isFolder: false, debian: 'xvfb' },
];

/** Finds Firefox, WebKit and its driver, and a screen that nobody sees, without which WebKit does not start. */
export function ensureEngines() {
  return ensurePrograms('engines', ENGINES);
}

/** @returns {string[]} of each version, the newest first */
function webkitFolders() {
  return foldersIn(LIBRARIES, /-linux-/)
    .flatMap((folder) => foldersIn(folder, /^webkit2?gtk-/))
    .sort()
    .reverse();
}

/**
 * @param {string} folder
 * @param {RegExp} name
 * @returns {string[]} what is in it under such a name
 */
function foldersIn(folder, name) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((entry) => name.test(entry)).map((entry) => join(folder, entry));
}
