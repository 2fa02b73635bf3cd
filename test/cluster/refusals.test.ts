import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { createDatabase, type Database } from '../collector.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { freePort } from '../servers/free-port.ts';
import { runClickstitch } from './run-clickstitch.ts';

/** What cannot be used ends the collector soon, and it says which setting or what else is at fault and what to do. */

const SOON = 15_000;
const NAMED = /CLICKSTITCH_DATABASE_URL/;

let server: PostgresServer;

before(async () => {
  server = await startPostgres();
});
after(() => server?.remove());

/** Starts a collector that must refuse to, with words that match all of `patterns`. */
async function refuses(context: TestContext, url: string, ...patterns: RegExp[]): Promise<void> {
  const { code, said, took_ms } = await runClickstitch(['serve'], url);
  context.diagnostic(`${code} after ${took_ms} ms: ${said.trim()}`);
  assert.ok(code !== null && code !== 0, `it ended with ${code}: ${said}`);
  assert.ok(took_ms < SOON, `it took ${took_ms} ms`);
  for (const pattern of patterns) assert.match(said, pattern);
  assert.doesNotMatch(said, /geheim/, 'a password is not shown');
  assert.doesNotMatch(said, /\n\s+at /, 'a stack helps nobody');
}

/** A URL of the server with some of its parts changed. */
function urlWith(
  parts: Partial<Pick<URL, 'hostname' | 'port' | 'username' | 'password' | 'pathname'>>,
  of = server.url,
) {
  return Object.assign(new URL(of), parts).href;
}

describe('a server that cannot be reached', () => {
  test('because nobody listens there', async (context) => {
    await refuses(context, urlWith({ port: String(await freePort()) }), NAMED, /cannot be reached/, /host and port/);
  });

  test('because its host has no address', async (context) => {
    await refuses(context, urlWith({ hostname: 'nowhere.invalid' }), NAMED, /nowhere\.invalid/, /host and port/);
  });

  test('because nothing comes back from its host', async (context) => {
    // A network for documents, which nobody has.
    await refuses(context, urlWith({ hostname: '192.0.2.1' }), NAMED, /cannot be reached/, /host and port/);
  });

  test('because what listens there never answers', async (context) => {
    const mute = createServer();
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    context.after(() => mute.close());
    const address = mute.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    await refuses(context, urlWith({ port }), NAMED, /cannot be reached/);
  });

  test('because it speaks another language', async (context) => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    context.after(() => other.close());
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    await refuses(context, urlWith({ port }), NAMED, /cannot be reached/);
  });
});

describe('a server that lets nobody in', () => {
  let strict: PostgresServer;

  before(async () => {
    strict = await startPostgres();
    await strict.query(strict.url, `ALTER ROLE postgres PASSWORD 'right'`);
    writeFileSync(join(strict.folder, 'data', 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
    await strict.query(strict.url, 'SELECT pg_reload_conf()');
  });
  after(() => strict?.remove());

  test('with a wrong password', async (context) => {
    await refuses(context, urlWith({ password: 'geheim' }, strict.url), NAMED, /lets nobody in/, /password/);
  });

  test('without a password', async (context) => {
    await refuses(context, strict.url, NAMED, /password/);
  });

  test('under a name that it does not know', async (context) => {
    await refuses(context, urlWith({ username: 'nobody_here', password: 'geheim' }, strict.url), NAMED, /the user/);
  });
});

describe('a database that cannot be used', () => {
  test('because it is not there', async (context) => {
    await refuses(context, urlWith({ pathname: '/not_there' }), NAMED, /not_there/, /createdb/);
  });

  test('because the role may not create tables', async (context) => {
    const url = await server.createDatabase();
    await server.query(url, 'CREATE ROLE visitor LOGIN');
    await server.query(url, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await refuses(context, urlWith({ username: 'visitor' }, url), NAMED, /visitor/, /GRANT CREATE/);
  });

  test('because the role may not write its tables', async (context) => {
    const { url, remove } = await createDatabase('postgres', server);
    context.after(remove);
    await server.query(url, 'CREATE ROLE guest LOGIN');
    await server.query(url, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await server.query(url, 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest');
    await refuses(context, urlWith({ username: 'guest' }, url), NAMED, /guest/, /GRANT/);
  });

  test('because the role may only read', async (context) => {
    const url = await server.createDatabase();
    await server.query(url, 'CREATE ROLE reader LOGIN');
    await server.query(url, 'ALTER ROLE reader SET default_transaction_read_only = on');
    await refuses(context, urlWith({ username: 'reader' }, url), NAMED, /only read/, /ALTER ROLE reader/);
  });

  test('because it is a standby', async (context) => {
    const standby = await startPostgres();
    context.after(() => standby.remove());
    await standby.stop();
    writeFileSync(join(standby.folder, 'data', 'standby.signal'), '');
    await standby.start();
    await refuses(context, standby.url, NAMED, /standby/, /primary/);
  });

  test('because it is not in UTF-8', async (context) => {
    await server.query(
      server.url,
      `CREATE DATABASE plain ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc TEMPLATE template0`,
    );
    await refuses(context, urlWith({ pathname: '/plain' }), NAMED, /SQL_ASCII/, /ENCODING 'UTF8'/);
  });

  test('because nothing is synced there', async (context) => {
    const hasty = await startPostgres({ fsync: 'off' });
    context.after(() => hasty.remove());
    await refuses(context, hasty.url, NAMED, /fsync is off/, /fsync = on/);
  });

  test('because it answers before it has synced', async (context) => {
    const url = await server.createDatabase();
    await server.query(url, 'CREATE ROLE hasty LOGIN');
    await server.query(url, 'ALTER ROLE hasty SET synchronous_commit = off');
    await refuses(context, urlWith({ username: 'hasty' }, url), NAMED, /synchronous_commit is off/, /ALTER ROLE hasty/);
  });

  test('because no connection is free', async (context) => {
    const small = await startPostgres({ max_connections: '4' });
    context.after(() => small.remove());
    await small.query(small.url, 'CREATE ROLE late LOGIN');
    const url = urlWith({ username: 'late' }, small.url);
    const early = new Client({ connectionString: url });
    // The server ends before it.
    early.on('error', () => {});
    await early.connect();
    context.after(() => early.end());
    await refuses(context, url, NAMED, /takes no more connections/, /max_connections/);
  });
});

describe('a schema that this program cannot run on', () => {
  let database: Database;

  before(async () => {
    database = await createDatabase('postgres', server);
  });
  after(() => database?.remove());

  test('because it is too new', async (context) => {
    await server.query(database.url, `INSERT INTO schema_migration VALUES (9999, 'later', 'x', 9999, 0)`);
    await refuses(context, database.url, /newer version/, /update it/);
    await server.query(database.url, 'DELETE FROM schema_migration WHERE number = 9999');
  });

  test('because it is too old, and the role may not change it', async (context) => {
    const { url, remove } = await createDatabase('postgres', server);
    context.after(remove);
    await server.query(url, `DELETE FROM schema_migration WHERE name = 'jobs'`);
    await server.query(url, 'DROP TABLE job');
    await server.query(url, 'CREATE ROLE clerk LOGIN');
    await server.query(url, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await server.query(url, 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk');
    await refuses(context, urlWith({ username: 'clerk' }, url), NAMED, /up to date/, /clickstitch init/);
    const owned = await runClickstitch(['keys', 'list'], url);
    assert.equal(owned.code, 0, owned.said);
    assert.equal((await server.query(url, `SELECT to_regclass('job') AS name`))[0]?.name, 'job');
  });

  test('because a migration had another text', async (context) => {
    await server.query(database.url, `UPDATE schema_migration SET checksum = 'another' WHERE number = 1`);
    await refuses(context, database.url, /migration 1 /, /another text/, /restore/);
  });
});

describe('a URL that says too little', () => {
  for (const [what, url] of [
    ['another system', 'mysql://root:geheim@127.0.0.1/clickstitch'],
    ['no database', 'postgres://127.0.0.1'],
    ['no database behind the slash', 'postgres://127.0.0.1/'],
    ['no slashes', 'postgres:clickstitch'],
    ['a port that is none', 'postgres://127.0.0.1:99999/clickstitch'],
    ['nothing', ''],
  ] as const) {
    test(what, (context) => refuses(context, url, NAMED, /postgres:\/\/USER:PASSWORD@HOST:PORT\/DATABASE/));
  }
});
