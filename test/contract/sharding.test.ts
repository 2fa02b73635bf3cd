import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sharedPostgres } from '../postgres.ts';
import { takeDatabase } from './postgres-databases.ts';
import { exceptions } from './sharding-exceptions.ts';
import { runProgram } from './sharding-program.ts';
import { recordStatements, type Sent } from './sharding-recorder.ts';
import { judge, OF_NO_WORKSPACE, SHARED, type Verdict } from './sharding-statement.ts';

const OURS = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')`;

describe('data could be divided by workspace', () => {
  test('every table holds a workspace, and its keys begin with it', async () => {
    const faults = await inCatalogue<{ fault: string }>(
      `SELECT c.relname || ' has no workspace_id' AS fault FROM pg_class c
        WHERE ${OURS} AND c.relname <> ALL ($1) AND NOT EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull)
      UNION ALL
      SELECT i.indexrelid::regclass || ' is unique across workspaces' FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE ${OURS} AND i.indisunique AND c.relname <> ALL ($2) AND NOT EXISTS (
          SELECT FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0] AND a.attname = 'workspace_id')
      UNION ALL
      SELECT c.relname || ' has no primary key' FROM pg_class c
        WHERE ${OURS} AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)`,
      [OF_NO_WORKSPACE, SHARED],
    );
    assert.deepEqual(faults, []);
  });

  test('nothing is numbered by the database', async () => {
    const faults = await inCatalogue<{ fault: string }>(
      `SELECT c.relname || '.' || a.attname || ' is numbered' AS fault
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE ${OURS} AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval')
      UNION ALL
      SELECT s.relname || ' is a sequence' FROM pg_class s
        WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace`,
    );
    assert.deepEqual(faults, []);
  });

  test('every statement is about one workspace', async () => {
    const { createDatabase, dropDatabase } = await sharedPostgres();
    const url = await createDatabase();
    const recorder = recordStatements();
    try {
      await runProgram(url, recorder.enter);
    } finally {
      recorder.stop();
    }
    await dropDatabase(url);

    const tables = await namesOfTables();
    const used = new Set<string>();
    const faults = new Set<string>();
    const judged = recorder.sent.map((sent) => ({ sent, verdict: judge(sent.text, sent.values, tables) }));
    for (const { sent, verdict } of judged) {
      if (!('why' in verdict)) continue;
      const exception = exceptions.find(({ phase, statement }) => phase === sent.phase && statement.test(sent.text));
      if (verdict.kind === 'unbound' && exception) used.add(exception.reason);
      else faults.add(`${verdict.kind}: ${verdict.why}, in ${sent.phase}: ${sent.text}`);
    }
    for (const fault of mixedTransactions(judged)) faults.add(fault);
    assert.deepEqual([...faults], []);

    const unused = exceptions.filter(({ reason }) => !used.has(reason));
    assert.deepEqual(unused, [], 'exceptions that nothing needs');
    const texts = new Set(recorder.sent.map(({ text }) => text));
    const untouched = [...tables].filter(
      (table) => ![...texts].some((text) => new RegExp(`\\b${table}\\b`).test(text)),
    );
    assert.deepEqual(untouched, [], 'tables that no statement touched');
    const workspaces = new Set(judged.map(({ verdict }) => ('workspace' in verdict ? verdict.workspace : '')));
    assert.ok(workspaces.size > 2, 'statements of several workspaces were seen');
    console.log(`  ${recorder.sent.length} statements, ${texts.size} different ones`);
  });
});

describe('the judge of statements', () => {
  const tables = new Set(['touch', 'directory', 'anchor']);
  const kindOf = (text: string, ...values: unknown[]) => judge(text, values, tables).kind;

  test('tells one workspace from several, and from none', () => {
    assert.equal(kindOf('SELECT 1 FROM "touch" t WHERE t."workspace_id" = $1 AND t."id" = $2', 'w'), 'one workspace');
    assert.equal(kindOf('SELECT 1 FROM "touch" t WHERE t."id" = $1 AND t."workspace_id" = $2', 'i', 'w'), 'unbound');
    assert.equal(kindOf('SELECT 1 FROM "touch" t WHERE t."workspace_id" = s.c1', ['w']), 'unbound');
    assert.equal(kindOf('SELECT 1 FROM "touch" t WHERE t."workspace_id" = $1 OR true', 'w'), 'not recognised');
    assert.equal(kindOf('SELECT 1 FROM u JOIN anchor a ON a.workspace_id = $1 AND a.name = u.n', 'w'), 'one workspace');
    assert.equal(kindOf('SELECT 1 FROM u RIGHT JOIN anchor a ON a.workspace_id = $1', 'w'), 'unbound');
    assert.equal(kindOf('SELECT 1 FROM "directory" t WHERE t."kind" = $1', 'key'), 'no workspace');
    const insert = 'INSERT INTO "touch" ("id", "workspace_id") SELECT * FROM unnest($1::text[], $2::text[])';
    assert.equal(kindOf(insert, ['i', 'j'], ['w', 'w']), 'one workspace');
    assert.equal(kindOf(insert, ['i', 'j'], ['w', 'x']), 'several workspaces');
    const update = (where: string) =>
      `UPDATE "touch" t SET "url" = s.c1 FROM unnest($1::text[], $2::text[]) AS s(c1, c2) WHERE ${where}`;
    assert.equal(kindOf(update('t."workspace_id" = s.c2 AND true'), ['u', 'v'], ['w', 'w']), 'one workspace');
    assert.equal(kindOf(update('t."workspace_id" = s.c2'), ['u', 'v'], ['w', 'x']), 'several workspaces');
    assert.equal(kindOf(update('t."id" = s.c2'), ['u'], ['i']), 'unbound');
    assert.equal(kindOf('DELETE FROM touch'), 'unbound');
    const remove = (where: string) => `DELETE FROM "touch" t USING unnest($1::text[]) AS s(c1) WHERE ${where}`;
    assert.equal(kindOf(remove('t."workspace_id" = s.c1'), ['w', 'w']), 'one workspace');
    assert.equal(kindOf(remove('t."workspace_id" = s.c1'), ['w', 'x']), 'several workspaces');
    assert.equal(kindOf(remove('t."id" = s.c1'), ['i']), 'unbound');
  });

  test('does not let pass what it does not know', () => {
    for (const text of ['TRUNCATE touch', 'COPY touch TO STDOUT', 'MERGE INTO touch USING x', 'VACUUM', 'LOCK touch']) {
      assert.equal(kindOf(text), 'not recognised', text);
    }
  });
});

/** Transactions whose statements are each about one workspace, but not all about the same. */
function* mixedTransactions(judged: readonly { sent: Sent; verdict: Verdict }[]): Generator<string> {
  const open = new Map<unknown, Set<string>>();
  for (const { sent, verdict } of judged) {
    if (/^BEGIN\b/.test(sent.text)) open.set(sent.client, new Set());
    const workspaces = open.get(sent.client);
    if ('workspace' in verdict) workspaces?.add(verdict.workspace);
    if (!/^(COMMIT|ROLLBACK)$/.test(sent.text)) continue;
    open.delete(sent.client);
    if (workspaces && workspaces.size > 1) yield `a transaction of ${[...workspaces].join(' and ')}`;
  }
}

async function namesOfTables(): Promise<Set<string>> {
  const rows = await inCatalogue<{ name: string }>(`SELECT c.relname AS name FROM pg_class c WHERE ${OURS}`);
  return new Set(rows.map(({ name }) => name));
}

async function inCatalogue<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const { query } = await sharedPostgres();
  const { url, giveBack } = await takeDatabase();
  const rows = await query<Row & Record<string, unknown>>(url, sql, values);
  giveBack();
  return rows;
}
