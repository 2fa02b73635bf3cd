import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Databases, databasesAt } from './servers/databases.ts';
import { freePort } from './servers/free-port.ts';
import { killFamily } from './servers/kill-family.ts';
import { serverProgram } from './servers/program.ts';
import { runServer, type ServerProcess } from './servers/run-server.ts';
import { createServerFolder, type ServerFolder } from './servers/server-folder.ts';

/** A PostgreSQL server for tests, whole and private: in a temporary folder, reached from this machine only. */
export interface PostgresServer extends Databases {
  /** A database that is always there. */
  url: string;
  /** Of the process that all others are children of; another one after each start. */
  readonly pid: number;
  folder: string;
  /** Kills all of its processes at once, as a crash of the machine would. */
  kill(): Promise<void>;
  /** Ends it as an operator does: what is committed stays, what is not is rolled back. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and files. */
  start(): Promise<void>;
  /** Ends it, where it runs, and deletes it. */
  remove(): Promise<void>;
}

const run = promisify(execFile);

/** Not the plain order of bytes where there is another, so that whoever relies on the order of bytes is found out. */
const COLLATIONS = [
  ['--locale-provider=icu', '--icu-locale=en', '--locale=C.UTF-8'],
  ['--locale=en_US.UTF-8'],
  ['--locale=C.UTF-8'],
];

/** Makes and starts a server with further `settings`. It ends, and is deleted, at the latest with this process. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const folder = createServerFolder('postgres', 'QUIT');
  await makeFiles(folder);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const databases = databasesAt(url);
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder.path,
    max_connections: '200',
    ...settings,
  };
  const args = [
    '-D',
    join(folder.path, 'data'),
    ...Object.entries(all).flatMap(([name, is]) => ['-c', `${name}=${is}`]),
  ];
  const isReady = () =>
    databases.query(url, 'SELECT 1').then(
      () => true,
      () => false,
    );
  let server: ServerProcess | undefined;

  async function end(how: (server: ServerProcess) => Promise<void>): Promise<void> {
    const ending = server;
    server = undefined;
    if (ending) await how(ending);
  }

  const postgres: PostgresServer = {
    ...databases,
    url,
    get pid() {
      return server?.pid ?? 0;
    },
    folder: folder.path,
    kill: () =>
      end(async ({ pid, end }) => {
        await killFamily(pid);
        await end('SIGKILL');
      }),
    stop: () => end(({ end }) => end('SIGINT')),
    async start() {
      server = await runServer(folder, serverProgram('postgres'), args, isReady);
    },
    async remove() {
      await end(({ end }) => end('SIGQUIT'));
      await folder.remove();
    },
  };
  await postgres.start();
  return postgres;
}

let shared: Promise<Databases> | undefined;

/**
 * The server that all test files share, each with databases of its own: the one at `TEST_POSTGRES_URL`, which `npm test`
 * starts, or where a file is run alone, one that ends with this process.
 */
export function sharedPostgres(): Promise<Databases> {
  const url = process.env['TEST_POSTGRES_URL'];
  shared ??= url ? Promise.resolve(databasesAt(url)) : startPostgres();
  return shared;
}

async function makeFiles({ path, user }: ServerFolder): Promise<void> {
  const faults: unknown[] = [];
  for (const collation of COLLATIONS) {
    // Without a sync of the empty files, which no test needs; what the server writes later is synced.
    const options = [
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--data-checksums',
      '--no-sync',
      '--no-instructions',
    ];
    try {
      await run(serverProgram('initdb'), ['-D', join(path, 'data'), ...options, ...collation], { cwd: path, ...user });
      return;
    } catch (error) {
      faults.push(error);
    }
  }
  throw new AggregateError(faults, `PostgreSQL's files could not be made: ${faults.join('\n')}`);
}
