import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms } from './programs.mjs';

/** Debian keeps each version of PostgreSQL here, outside of the PATH. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/** The servers that a collector is run with in production. @type {import('./programs.mjs').Program[]} */
const SERVERS = [
  {
    variable: 'TEST_POSTGRES_BIN',
    programs: ['initdb', 'postgres'],
    version: '--version',
    isFolder: true,
    debian: 'postgresql',
    folders: postgresFolders,
  },
  { variable: 'TEST_NGINX', programs: ['nginx'], version: '-v', isFolder: false, debian: 'nginx' },
  { variable: 'TEST_PGBOUNCER', programs: ['pgbouncer'], version: '--version', isFolder: false, debian: 'pgbouncer' },
  // No server, but found the same way: it sends requests as the vendors' documents print them.
  { variable: 'TEST_CURL', programs: ['curl'], version: '--version', isFolder: false, debian: 'curl' },
];

/** Finds PostgreSQL, nginx and pgbouncer for the tests. */
export function ensureServers() {
  return ensurePrograms('servers', SERVERS);
}

/** @returns {string[]} of each version, the newest first */
function postgresFolders() {
  const versions = existsSync(POSTGRES_VERSIONS) ? readdirSync(POSTGRES_VERSIONS) : [];
  const newestFirst = versions.sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  return newestFirst.map((version) => join(POSTGRES_VERSIONS, version, 'bin'));
}
