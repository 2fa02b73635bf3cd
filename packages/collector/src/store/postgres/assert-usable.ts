import { AppError } from '../../domain/errors.ts';
import { schema } from '../../domain/schema.ts';
import type { Pool } from './connection.ts';
import { codeOf } from './failures.ts';

interface Server {
  version: number;
  is_standby: boolean;
  is_read_only: string;
  encoding: string;
  fsync: string;
  synchronous_commit: string;
  may_create: boolean;
  has_tables: boolean;
  /** Tables that are there and may not be read and written. */
  forbidden: string[] | null;
  role: string;
  database: string;
  schema: string | null;
}

const OLDEST = 140_000;
const TABLES = [...schema.map(({ name }) => name), 'anchor', 'job', 'schema_migration'];
const RIGHTS = { read: ['SELECT'], write: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] };
const ASK = `SELECT current_setting('server_version_num')::integer AS version, pg_is_in_recovery() AS is_standby,
  current_setting('transaction_read_only') AS is_read_only, current_setting('server_encoding') AS encoding,
  current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
  coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
  to_regclass('schema_migration') IS NOT NULL AS has_tables,
  (SELECT array_agg(relname::text ORDER BY relname) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname = ANY ($1) AND NOT (
      SELECT bool_and(has_table_privilege(oid, r)) FROM unnest($2::text[]) AS u(r))) AS forbidden,
  current_user AS role, current_database() AS database, current_schema() AS schema`;

export interface Use {
  url: string;
  mode: 'write' | 'read';
  /** What names the database, for errors. */
  setting: string;
}

type Refuse = (message: string, hint: string) => AppError;

/** Throws, with what to do about it, where the database cannot be reached or would not keep what it is given. */
export async function assertUsable(pool: Pool, { url, mode, setting }: Use): Promise<void> {
  const place = placeOf(url);
  const refuse: Refuse = (message, hint) => new AppError('unavailable', `${setting}: ${message}.`, { hint });
  const rights = RIGHTS[mode];
  const server = await pool.query(ASK, [TABLES, rights]).then(
    ({ rows }) => rows[0] as Server,
    (error: unknown) => {
      throw unreachable(error, place, refuse);
    },
  );
  if (server.version < OLDEST) throw refuse(`${place} is older than PostgreSQL 14`, 'Use PostgreSQL 14 or newer.');
  if (server.encoding !== 'UTF8') {
    throw refuse(`${place} is encoded in ${server.encoding}`, `CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;`);
  }
  if (mode === 'write') assertKeeping(server, place, refuse);
  if (server.forbidden) {
    throw refuse(
      `${server.role} may not ${mode === 'write' ? 'read and write' : 'read'} all tables in ${place} (${server.forbidden.join(', ')})`,
      `GRANT ${rights.join(', ')} ON ALL TABLES IN SCHEMA ${server.schema} TO ${server.role};`,
    );
  }
}

function assertKeeping(server: Server, place: string, refuse: Refuse): void {
  const { role, database } = server;
  if (server.is_standby) {
    throw refuse(
      `${place} is a standby, which cannot be written to`,
      'Name the primary, or promote this one (pg_ctl promote).',
    );
  }
  if (server.is_read_only === 'on') {
    throw refuse(
      `${role} may only read from ${place}`,
      `ALTER ROLE ${role} SET default_transaction_read_only = off; or use another role.`,
    );
  }
  if (server.fsync !== 'on') {
    throw refuse(
      `${place} does not sync to the disk (fsync is off)`,
      'Set fsync = on: what is acknowledged must last.',
    );
  }
  if (server.synchronous_commit === 'off') {
    throw refuse(
      `${place} answers before it syncs to the disk (synchronous_commit is off)`,
      `ALTER ROLE ${role} SET synchronous_commit = on;`,
    );
  }
  if (server.schema === null || (!server.may_create && !server.has_tables)) {
    throw refuse(
      `${role} may not create tables in ${place}`,
      `GRANT CREATE ON SCHEMA public TO ${role}; or make ${role} the owner of ${database}.`,
    );
  }
}

/** invalid_password, which the driver finds out by itself where it has none. */
const NO_PASSWORD = '28P01';

function unreachable(error: unknown, place: string, refuse: Refuse): AppError {
  const said = error instanceof Error ? error.message || codeOf(error) : String(error);
  const [message, hint] = explain(said.startsWith('SASL') ? NO_PASSWORD : codeOf(error), place);
  return refuse(`${message}${said ? `: ${said}` : ''}`, hint);
}

function explain(code: string, place: string): [string, string] {
  if (code === '3D000') return [`${place} is not there`, 'Create the database (createdb), or correct its name.'];
  if (code.startsWith('28')) return [`${place} lets nobody in under this name`, 'Correct the user and the password.'];
  if (code === '42501') return [`${place} does not grant what is needed`, 'Make the user the owner of the database.'];
  if (code === '57P03') return [`${place} is starting or stopping`, 'Wait a little and start again.'];
  if (code === '53300') return [`${place} takes no more connections`, 'Raise max_connections, or use a pooler.'];
  return [
    `${place} cannot be reached`,
    'See that PostgreSQL runs there, that host and port are right, and that it takes connections from here.',
  ];
}

/** The database as it may be shown: without the password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `the database ${pathname.slice(1) || '(no name)'} on ${hostname || 'this machine'}:${port || '5432'}`;
}
