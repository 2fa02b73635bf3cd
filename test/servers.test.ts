import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNginx } from './nginx.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { sharedPostgres, startPostgres } from './postgres.ts';

/** What the other tests rely on when they use these servers. */

test('PostgreSQL keeps what was committed when it is killed, runs as nobody special and syncs', async (context) => {
  const server = await startPostgres();
  context.after(() => server.remove());
  assert.doesNotMatch(readFileSync(`/proc/${server.pid}/status`, 'utf8'), /^Uid:\s+0\b/m);
  const url = await server.createDatabase();
  const ask = (sql: string) => server.query<Record<string, string>>(url, sql);
  assert.deepEqual(await ask(`SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'listen_addresses')`), [
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
  ]);

  await ask('CREATE TABLE kept (name text)');
  await ask(`INSERT INTO kept VALUES ('a'), ('B')`);
  const { pid } = server;
  await server.kill();
  await assert.rejects(ask('SELECT 1'), /ECONNREFUSED/);
  await server.start();
  assert.notEqual(server.pid, pid);
  assert.deepEqual(await ask('SELECT name FROM kept ORDER BY name COLLATE "C"'), [{ name: 'B' }, { name: 'a' }]);
  await server.stop();
  await server.start();
  assert.equal((await ask('SELECT name FROM kept')).length, 2);
  await server.dropDatabase(url);
  await assert.rejects(ask('SELECT 1'), /does not exist/);
  await server.remove();
  assert.ok(!existsSync(server.folder));
});

test('the shared PostgreSQL gives everyone a database of their own', async () => {
  const { createDatabase, dropDatabase, query } = await sharedPostgres();
  const urls = await Promise.all([createDatabase(), createDatabase()]);
  const names = await Promise.all(urls.map((url) => query<{ name: string }>(url, 'SELECT current_database() AS name')));
  assert.notEqual(names[0]?.[0]?.name, names[1]?.[0]?.name);
  await Promise.all(urls.map(dropDatabase));
});

test('PostgreSQL ends, and its files with it, when a test is killed', async () => {
  const script = `import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))};
    const { pid, folder } = await startPostgres();
    console.log(JSON.stringify({ pid, folder }));
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const { pid, folder } = JSON.parse(String(line));
  child.kill('SIGKILL');
  for (let tries = 0; tries < 200 && (existsSync(`/proc/${pid}/exe`) || existsSync(folder)); tries += 1)
    await sleep(50);
  assert.ok(!existsSync(folder), 'the folder is gone');
});

test('nginx gives requests in turn to its servers, says for whom, and repeats nothing that has arrived', async (context) => {
  const seen: string[] = [];
  const ports = [await listen('one'), await listen('two')];
  const nginx = await startNginx(ports);
  context.after(() => nginx.remove());
  const answers = [];
  for (let count = 0; count < 4; count += 1) answers.push(await (await fetch(nginx.url)).text());
  assert.deepEqual(answers.map((text) => text.split(' ')[0]).sort(), ['one', 'one', 'two', 'two']);
  assert.ok(answers.every((text) => text.endsWith(' 127.0.0.1')));
  seen.length = 0;
  const broken = await fetch(`${nginx.url}/break`, { method: 'POST', body: 'once' });
  assert.equal(broken.status, 502);
  assert.equal(seen.length, 1);

  async function listen(name: string): Promise<number> {
    const server = createServer((request, response) => {
      seen.push(name);
      if (request.url === '/break') request.socket.destroy();
      else response.end(`${name} ${request.headers['x-forwarded-for']}`);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    closeAfter(context, server);
    return (server.address() as AddressInfo).port;
  }
});

test('pgbouncer passes queries on, to any database of its server', async (context) => {
  const { createDatabase, dropDatabase, query } = await sharedPostgres();
  const url = await createDatabase();
  const bouncer = await startPgbouncer(url);
  context.after(async () => {
    await bouncer.remove();
    await dropDatabase(url);
  });
  const through = bouncer.urlOf(url);
  const [row] = await query<{ name: string }>(through, 'SELECT current_database() AS name, $1::text AS given', ['x']);
  assert.deepEqual(row, { name: new URL(url).pathname.slice(1), given: 'x' });
});

function closeAfter(context: TestContext, server: ReturnType<typeof createServer>): void {
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
}
