import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { sendEvents } from '../api.ts';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { createDatabase, type Database, startCollector } from '../collector.ts';
import { sharedPostgres } from '../postgres.ts';
import { freePort } from '../servers/free-port.ts';
import { createTargets, logged, replayed, type Targets } from './replaying.ts';

let targets: Targets;

before(async () => {
  targets = await createTargets();
});
after(() => targets?.remove());

describe('a replay is refused', () => {
  let source: Database;
  let other: Database;

  before(async () => {
    source = await createDatabase('sqlite');
    other = await createDatabase('postgres');
  });
  after(() => Promise.all([source?.remove(), other?.remove()]));

  /** Runs it with arguments that it must not take, for a reason that all patterns name. */
  async function refuses(context: TestContext, from: string, args: readonly string[], ...patterns: RegExp[]) {
    const { code, said, output } = await runClickstitch(['replay', ...args], from);
    context.diagnostic(said.trim());
    assert.equal(code, 1, said);
    assert.equal(output, '');
    for (const pattern of patterns) assert.match(said, pattern);
    assert.doesNotMatch(said, /\n\s+at /, 'a stack helps nobody');
    assert.doesNotMatch(said, /geheim/, 'a password is not shown');
  }

  test('without a target', (context) => refuses(context, source.url, [], /--into <url>/));

  for (const url of ['mysql://u:geheim@h/d', 'clickstitch.db', 'sqlite:', 'postgres://u:geheim@127.0.0.1/']) {
    test(`into ${url.replace('geheim', '…')}, which is no database`, (context) =>
      refuses(context, source.url, ['--into', url], /--into/, /sqlite:PATH or postgres:\/\//));
  }

  test('into the source itself, however that is spelled', async (context) => {
    const path = source.url.slice('sqlite:'.length);
    await refuses(context, source.url, ['--into', source.url], /itself/, /Name another/);
    await refuses(
      context,
      source.url,
      ['--into', `sqlite:${targets.folder}/../${path.slice(tmpdir().length)}`],
      /itself/,
    );
    await refuses(context, other.url, ['--into', `${other.url}?application_name=x`], /itself/);
  });

  test('from a file that is not there, and makes none', async (context) => {
    const path = join(targets.folder, 'nowhere', 'none.db');
    const into = await targets.empty('sqlite');
    await refuses(context, `sqlite:${path}`, ['--into', into], /CLICKSTITCH_DATABASE_URL/, /there is no file/);
    assert.ok(!existsSync(join(targets.folder, 'nowhere')));
    assert.ok(!existsSync(into.slice('sqlite:'.length)));
  });

  test('from what is no database of a collector', async (context) => {
    const text = join(targets.folder, 'text.db');
    writeFileSync(text, 'not a database, but long enough to be looked at as if it were one; '.repeat(20));
    const empty = join(targets.folder, 'empty.db');
    writeFileSync(empty, '');
    const bare = await targets.empty('postgres');
    const into = ['--into', await targets.empty('sqlite')];
    await refuses(context, `sqlite:${text}`, into, /CLICKSTITCH_DATABASE_URL/, /not a database/);
    await refuses(context, `sqlite:${empty}`, into, /CLICKSTITCH_DATABASE_URL/, /no tables of Clickstitch/);
    await refuses(context, bare, into, /CLICKSTITCH_DATABASE_URL/, /no tables of Clickstitch/);
    const tables = await (await sharedPostgres()).query(bare, `SELECT 1 FROM pg_tables WHERE schemaname = 'public'`);
    assert.equal(tables.length, 0, 'the source is only read');
    assert.ok(!readdirSync(targets.folder).includes('empty.db-wal'));
  });

  test('from and into a server that is not there', async (context) => {
    const nobody = `postgres://u:geheim@127.0.0.1:${await freePort()}/d`;
    await refuses(context, nobody, ['--into', await targets.empty('sqlite')], /CLICKSTITCH_DATABASE_URL.*reached/);
    await refuses(context, source.url, ['--into', nobody], /--into.*cannot be reached/);
  });

  test('into a file that is no database', async (context) => {
    const path = join(targets.folder, 'letter.txt');
    writeFileSync(path, 'Dear reader, this is a letter. '.repeat(50));
    await refuses(context, source.url, ['--into', `sqlite:${path}`], /--into/, /not a database/);
  });

  test('into a database with a workspace of its own, which stays as it is', async (context) => {
    const kept = await logged(other.url);
    await refuses(context, source.url, ['--into', other.url], /neither empty nor the beginning/, /new, empty/);
    assert.equal(await logged(other.url), kept);
    const file = await createDatabase('sqlite');
    await refuses(context, other.url, ['--into', file.url], /neither empty nor the beginning/, /new, empty/);
    await file.remove();
  });

  test('into one that has gone its own way since', async (context) => {
    const into = await targets.empty('sqlite');
    await replayed(source.url, into);
    const there = await startCollector({ ...source, url: into });
    await sendEvents(there, 'v', [{ id: 'own', name: 'page_view', url: 'https://shop.example/' }]);
    await there.stop();
    await refuses(context, source.url, ['--into', into], /first such row: event \S+ own v page_view/);
  });
});
