import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databasesAt } from './servers/databases.ts';
import { freePort } from './servers/free-port.ts';
import { serverProgram } from './servers/program.ts';
import { runServer } from './servers/run-server.ts';
import { createServerFolder } from './servers/server-folder.ts';

/** pgbouncer in front of a PostgreSQL server, where each transaction may be on another connection. */
export interface Pgbouncer {
  port: number;
  pid: number;
  /** The URL by which a database of the server is reached through it. */
  urlOf(databaseUrl: string): string;
  remove(): Promise<void>;
}

/** Starts pgbouncer in transaction mode in front of the server at `serverUrl`, which must trust us. */
export async function startPgbouncer(serverUrl: string): Promise<Pgbouncer> {
  const folder = createServerFolder('pgbouncer', 'QUIT');
  const port = await freePort();
  const urlOf = (databaseUrl: string) => {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return url.href;
  };
  const { hostname, port: serverPort, username } = new URL(serverUrl);
  const file = join(folder.path, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
* = host=${hostname} port=${serverPort || '5432'} user=${username}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
`,
  );
  const databases = databasesAt(urlOf(serverUrl));
  const isReady = () =>
    databases.query(urlOf(serverUrl), 'SELECT 1').then(
      () => true,
      () => false,
    );
  const server = await runServer(folder, serverProgram('pgbouncer'), [file], isReady);
  return {
    port,
    pid: server.pid,
    urlOf,
    async remove() {
      await server.end('SIGTERM');
      await folder.remove();
    },
  };
}
