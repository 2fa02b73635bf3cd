import { existsSync, globSync } from 'node:fs';

/** Where Debian has the programs; the variables are those by which `npm test` hands on where it found them. */
const PLACES = {
  TEST_FIREFOX: '/usr/bin/firefox-esr',
  TEST_WEBKIT_DRIVER: '/usr/bin/WebKitWebDriver',
  TEST_WEBKIT: '/usr/lib/*/webkit2gtk-4.*/MiniBrowser',
  TEST_XVFB: '/usr/bin/Xvfb',
};

/** The program that a variable names, else Debian's. Throws where there is none: an engine is never left out. */
export function findProgram(variable: keyof typeof PLACES): string {
  const path = process.env[variable] || globSync(PLACES[variable]).sort().at(-1);
  if (path && existsSync(path)) return path;
  throw new Error(`${path ?? PLACES[variable]} is not there: run "npm test" once, or name the program by ${variable}.`);
}
