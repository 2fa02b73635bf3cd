import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import Database from 'better-sqlite3';
import pg from 'pg';
import { listConversions } from '../../packages/collector/src/reports/conversions/list-conversions.ts';
import { listReceipts } from '../../packages/collector/src/reports/list-receipts.ts';
import { openPostgresStore } from '../../packages/collector/src/store/postgres/postgres-store.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { listForms, otherSorts, WORKSPACE } from './list-forms.ts';
import { type Listed, saveListed } from './listed-rows.ts';
import { takeDatabase } from './postgres-databases.ts';
import { recordStatements } from './sharding-recorder.ts';

/** More than is counted one by one, so that what is common is read otherwise than what is rare. */
const CONVERSIONS = 10_800;

describe('no list scans a table', () => {
  test('on SQLite', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'clickstitch-plans-'));
    const path = join(folder, 'list.db');
    const store = createSqliteStore({ path, mode: 'write' });
    const listed = await saveListed(store, WORKSPACE, CONVERSIONS);
    const texts = new Set<string>();
    const { prepare } = Database.prototype;
    const watched = t.mock.method(Database.prototype, 'prepare', function (this: Database.Database, text: string) {
      texts.add(text);
      return prepare.call(this, text);
    });
    const reader = createSqliteStore({ path, mode: 'read' });
    texts.clear();
    await askAll(reader, listed);
    watched.mock.restore();
    await reader.close();
    await store.close();

    const database = new Database(path);
    const faults = [...texts].flatMap((text) => {
      const given = Array.from(text.matchAll(/\?/g), () => 0);
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(given) as { detail: string }[];
      return plan.filter(({ detail }) => isScan(detail)).map(({ detail }) => `${detail}: ${text}`);
    });
    database.close();
    rmSync(folder, { recursive: true });
    assert.deepEqual(faults, []);
    console.log(`  ${texts.size} different statements`);
  });

  test('on PostgreSQL', async () => {
    const { url, giveBack } = await takeDatabase();
    const store = await openPostgresStore({ url });
    const listed = await saveListed(store, WORKSPACE, CONVERSIONS);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('ANALYZE');
    const recorder = recordStatements();
    try {
      await askAll(store, listed);
    } finally {
      recorder.stop();
    }
    await store.close();

    // Where tables are small, to read all of one is quicker than any index; here it is done only where no index serves.
    await client.query('SET enable_seqscan = off');
    const statements = new Map(recorder.sent.map((sent) => [sent.text, sent]));
    const faults: string[] = [];
    for (const { text, values } of statements.values()) {
      const { rows } = await client.query(`EXPLAIN ${text}`, [...values]);
      const plan = (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']);
      const scans = plan.filter((line) => /Seq Scan/.test(line));
      const indexed = plan.filter((line) => /Index (Only )?Scan|Bitmap Index Scan/.test(line));
      if (scans.length > 0 || indexed.length === 0) faults.push(`${plan.join('\n')}\n${text}`);
    }
    await client.end();
    giveBack();
    assert.deepEqual(faults, []);
    console.log(`  ${statements.size} different statements`);
  });
});

async function askAll(reader: Store, listed: Listed): Promise<void> {
  for (const form of [...listForms(listed.conversions), ...otherSorts()]) {
    const { next } = await listConversions(reader, form);
    if (next) await listConversions(reader, { ...form, after: next });
  }
  for (const subject_id of [null, 'c000001']) {
    await listReceipts(reader, { workspace_id: WORKSPACE, subject_id, limit: 1, after: null });
    const after = { recorded_at: 1, subject_id: 'c000001', command_id: 'c', kind: 'recorded' as const };
    await listReceipts(reader, { workspace_id: WORKSPACE, subject_id, limit: 1, after });
  }
}

/** Rows of a table, or of a whole index, one after the other; not those that another part of the statement made. */
function isScan(detail: string): boolean {
  return /^SCAN /.test(detail) && !/^SCAN (\(subquery-\d+\)|CONSTANT ROW)/.test(detail);
}
