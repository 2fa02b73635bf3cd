import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where `npm test` has found them: a path, or the folder of several. */
const NAMED = {
  initdb: () => inFolder(process.env['TEST_POSTGRES_BIN'], 'initdb'),
  postgres: () => inFolder(process.env['TEST_POSTGRES_BIN'], 'postgres'),
  psql: () => inFolder(process.env['TEST_POSTGRES_BIN'], 'psql'),
  nginx: () => process.env['TEST_NGINX'],
  pgbouncer: () => process.env['TEST_PGBOUNCER'],
};

/** Debian keeps each version of PostgreSQL here, outside of the PATH. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/**
 * The path of a server's program: the one that the environment names, else the first on the PATH or where Debian has
 * it. Throws where there is none.
 */
export function serverProgram(name: keyof typeof NAMED): string {
  const named = NAMED[name]();
  const path =
    named ||
    usualFolders()
      .map((folder) => join(folder, name))
      .find((place) => existsSync(place));
  if (path && existsSync(path)) return path;
  throw new Error(`There is no ${named ?? name} here: run "node scripts/setup.mjs test", which installs it.`);
}

function inFolder(folder: string | undefined, name: string): string | undefined {
  return folder ? join(folder, name) : undefined;
}

function usualFolders(): string[] {
  const versions = existsSync(POSTGRES_VERSIONS) ? readdirSync(POSTGRES_VERSIONS) : [];
  const newestFirst = versions.sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  return [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...newestFirst.map((version) => join(POSTGRES_VERSIONS, version, 'bin')),
    '/usr/local/sbin',
    '/usr/sbin',
  ];
}
