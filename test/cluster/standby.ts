import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresServer } from '../postgres.ts';
import { databasesAt } from '../servers/databases.ts';
import { freePort } from '../servers/free-port.ts';
import { serverProgram } from '../servers/program.ts';
import { runServer } from '../servers/run-server.ts';
import { createServerFolder } from '../servers/server-folder.ts';

/** A server that follows another one and can only be read. */
export interface Standby {
  url: string;
  remove(): Promise<void>;
}

const run = promisify(execFile);

export async function startStandby(primary: PostgresServer): Promise<Standby> {
  const folder = createServerFolder('standby', 'QUIT');
  const data = join(folder.path, 'data');
  const { port: primaryPort, username } = new URL(primary.url);
  const backup = join(serverProgram('postgres'), '..', 'pg_basebackup');
  await run(
    backup,
    ['-D', data, '-h', '127.0.0.1', '-p', primaryPort, '-U', username, '-R', '--checkpoint=fast', '--no-sync'],
    { cwd: folder.path, ...folder.user },
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  writeFileSync(join(data, 'postgresql.auto.conf'), settings(primaryPort, username), { flag: 'a' });
  const args = [
    '-D',
    data,
    ...['-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder.path}`],
    ...['-c', 'max_connections=200'],
  ];
  const server = await runServer(folder, serverProgram('postgres'), args, () =>
    databasesAt(url)
      .query(url, 'SELECT 1')
      .then(
        () => true,
        () => false,
      ),
  );
  return {
    url,
    async remove() {
      await server.end('SIGQUIT');
      await folder.remove();
    },
  };
}

/** Without a password, for the primary trusts whoever is on this machine. */
function settings(port: string, user: string): string {
  return `\nprimary_conninfo = 'host=127.0.0.1 port=${port} user=${user}'\n`;
}
