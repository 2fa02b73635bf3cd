import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from './command.mjs';
import { hasApt, installDebian } from './debian.mjs';
import { fail, say } from './report.mjs';
import { readStamp, updateStamp } from './stamp.mjs';

/**
 * @typedef {object} Server
 * @property {string} variable of the environment that tells the tests where it is
 * @property {string[]} programs all in one folder
 * @property {string} version the argument that makes them say their version and end
 * @property {boolean} isFolder the variable names the programs' folder, not the program
 * @property {string} debian the package
 */

/** The servers that a collector is run with in production. @type {Server[]} */
const SERVERS = [
  {
    variable: 'TEST_POSTGRES_BIN',
    programs: ['initdb', 'postgres'],
    version: '--version',
    isFolder: true,
    debian: 'postgresql',
  },
  { variable: 'TEST_NGINX', programs: ['nginx'], version: '-v', isFolder: false, debian: 'nginx' },
  { variable: 'TEST_PGBOUNCER', programs: ['pgbouncer'], version: '--version', isFolder: false, debian: 'pgbouncer' },
  // No server, but found the same way: it sends requests as the vendors' documents print them.
  { variable: 'TEST_CURL', programs: ['curl'], version: '--version', isFolder: false, debian: 'curl' },
];

/** Debian keeps each version of PostgreSQL here, outside of the PATH. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';
/** Where Debian has servers, which is not on everyone's PATH. */
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin'];

/**
 * Finds PostgreSQL, nginx and pgbouncer for the tests and remembers where they are: what a `TEST_…` variable names if
 * it is set, else what is on the PATH or in Debian's folders, else Debian's packages.
 */
export async function ensureServers() {
  const known = readStamp().servers ?? {};
  const unknown = [];
  for (const server of SERVERS) {
    const named = process.env[server.variable];
    if (named && !(await runs(server, server.isFolder ? named : dirname(named)))) {
      fail(`${server.variable} names ${named}; ${server.programs.join(' and ')} cannot be run from there.`);
    }
    if (!named && !existsSync(known[server.variable] ?? '')) {
      unknown.push(server);
    }
  }
  const missing = await note(unknown);
  const packages = missing.map(({ debian }) => debian);
  const isInstalled = missing.length > 0 && hasApt() && (await installDebian('servers', packages));
  const lacking = isInstalled ? await note(missing) : missing;
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
 * Looks for servers and puts those that are there in the stamp.
 * @param {Server[]} servers
 * @returns {Promise<Server[]>} the others
 */
async function note(servers) {
  const missing = [];
  for (const server of servers) {
    const path = await find(server);
    if (path === undefined) {
      missing.push(server);
    } else {
      say('servers', path);
      updateStamp({ servers: { ...readStamp().servers, [server.variable]: path } });
    }
  }
  return missing;
}

/**
 * @param {Server} server
 * @returns {Promise<string | undefined>} what its variable should say
 */
async function find(server) {
  for (const folder of folders()) {
    if (await runs(server, folder)) {
      return server.isFolder ? folder : join(folder, ...server.programs);
    }
  }
  return undefined;
}

/** @returns {string[]} where a server may be, what is meant to be used first */
function folders() {
  const versions = existsSync(POSTGRES_VERSIONS) ? readdirSync(POSTGRES_VERSIONS) : [];
  const newestFirst = versions.sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  return [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...newestFirst.map((version) => join(POSTGRES_VERSIONS, version, 'bin')),
    ...SERVER_FOLDERS,
  ];
}

/**
 * @param {Server} server
 * @param {string} folder
 * @returns {Promise<boolean>} true when every program is in the folder and starts
 */
async function runs({ programs, version }, folder) {
  for (const program of programs) {
    const path = join(folder, program);
    if (!existsSync(path) || !(await runCommand(path, [version], { timeout_ms: 20_000 })).ok) {
      return false;
    }
  }
  return true;
}
