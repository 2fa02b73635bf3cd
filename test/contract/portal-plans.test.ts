import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import Database from 'better-sqlite3';
import pg from 'pg';
import {
  affiliates,
  conversions,
  coupons,
  earnings,
  links,
  payouts,
  programs,
  touches,
} from '../../packages/collector/src/domain/schema.ts';
import type { AnyTable } from '../../packages/collector/src/domain/table.ts';
import { listPortalClicks } from '../../packages/collector/src/reports/portal/clicks.ts';
import { listPortalEarnings } from '../../packages/collector/src/reports/portal/earnings.ts';
import { listPortalLinks } from '../../packages/collector/src/reports/portal/links.ts';
import { listPortalPayouts } from '../../packages/collector/src/reports/portal/payouts.ts';
import { readPortalSummary } from '../../packages/collector/src/reports/portal/summary.ts';
import { openPostgresStore } from '../../packages/collector/src/store/postgres/postgres-store.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import type { Reader, Store } from '../../packages/collector/src/store/store.ts';
import { inserts, save } from './engine.ts';
import { takeDatabase } from './postgres-databases.ts';
import { type Row, sparseRows } from './sample-rows.ts';
import { recordStatements } from './sharding-recorder.ts';

const NOW = 1_800_000_000_000;
const whose = { workspace_id: 'one', affiliate_id: 'amy' };

describe('no page of a portal scans a table', () => {
  test('on SQLite', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'clickstitch-portal-'));
    const path = join(folder, 'portal.db');
    const store = createSqliteStore({ path, mode: 'write' });
    await fill(store);
    const texts = new Set<string>();
    const { prepare } = Database.prototype;
    const watched = t.mock.method(Database.prototype, 'prepare', function (this: Database.Database, text: string) {
      texts.add(text);
      return prepare.call(this, text);
    });
    const reader = createSqliteStore({ path, mode: 'read' });
    texts.clear();
    await askAll(reader);
    watched.mock.restore();
    await reader.close();
    await store.close();

    const database = new Database(path);
    const faults = [...texts].flatMap((text) => {
      const given = Array.from(text.matchAll(/\?/g), () => 0);
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(given) as { detail: string }[];
      return plan
        .filter(({ detail }) => /^SCAN (?!\(subquery-\d+\)|CONSTANT ROW)/.test(detail))
        .map(({ detail }) => `${detail}: ${text}`);
    });
    database.close();
    rmSync(folder, { recursive: true });
    assert.deepEqual(faults, []);
    assert.ok(texts.size > 5);
  });

  test('on PostgreSQL', async () => {
    const { url, giveBack } = await takeDatabase();
    const store = await openPostgresStore({ url });
    await fill(store);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('ANALYZE');
    const recorder = recordStatements();
    try {
      await askAll(store);
    } finally {
      recorder.stop();
    }
    await store.close();

    await client.query('SET enable_seqscan = off');
    const statements = new Map(recorder.sent.map((sent) => [sent.text, sent]));
    const faults: string[] = [];
    for (const { text, values } of statements.values()) {
      const { rows } = await client.query(`EXPLAIN ${text}`, [...values]);
      const plan = (rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']);
      const isIndexed = plan.some((line) => /Index (Only )?Scan|Bitmap Index Scan/.test(line));
      if (!isIndexed || plan.some((line) => /Seq Scan/.test(line))) faults.push(`${plan.join('\n')}\n${text}`);
    }
    await client.end();
    giveBack();
    assert.deepEqual(faults, []);
    assert.ok(statements.size > 5);
  });
});

async function askAll(reader: Reader): Promise<void> {
  const summary = await readPortalSummary(reader, { ...whose, now: NOW });
  assert.deepEqual([summary?.leads, summary?.sales, summary?.clicks.all], [100, 200, 300]);
  const page = { ...whose, limit: 20 };
  const [clicks, linked, paid] = [
    await listPortalClicks(reader, { ...page, after: null }),
    await listPortalLinks(reader, { ...page, now: NOW, after: null }),
    await listPortalPayouts(reader, { ...page, after: null }),
  ];
  await listPortalClicks(reader, { ...page, after: clicks.next });
  await listPortalLinks(reader, { ...page, now: NOW, after: linked.next });
  await listPortalPayouts(reader, { ...page, after: paid.next });
  assert.ok(clicks.next && linked.next && paid.next);
  for (const kind of ['lead', 'sale', null] as const) {
    const { next } = await listPortalEarnings(reader, { ...page, kind, after: null });
    assert.ok(next, String(kind));
    await listPortalEarnings(reader, { ...page, kind, after: next });
  }
}

/** One affiliate with 30 links, 300 clicks beside as many of bots, 300 earnings and payouts, and another with the same. */
async function fill(store: Store): Promise<void> {
  const of = (table: AnyTable, given: Row): Row => ({ ...sparseRows(table)[0], workspace_id: 'one', ...given });
  const insert = (table: AnyTable, rows: Row[]) => save(store, table, inserts(rows));
  await insert(programs, [of(programs, { id: 'program', deleted_at: null })]);
  for (const id of ['amy', 'bob']) {
    const many = <Made>(count: number, make: (at: number) => Made) =>
      Array.from({ length: count }, (_, at) => make(at));
    const base = { affiliate_id: id, deleted_at: null, version: 1 };
    await insert(affiliates, [of(affiliates, { id, program_id: 'program', deleted_at: null })]);
    await insert(
      links,
      many(30, (at) => of(links, { ...base, id: `${id}_l${at}`, code: `${id}${at}`, created_at: at })),
    );
    await insert(coupons, [of(coupons, { ...base, id: `${id}_c`, code: id.toUpperCase(), created_at: 1 })]);
    await insert(
      touches,
      many(600, (at) =>
        of(touches, {
          ...{ id: `${id}_t${at}`, occurred_at: NOW - at, url: 'https://shop.test/', fetched_as: null, version: 1 },
          ...{
            click_id: `${id}_t${at}`,
            referral_code: `${id}${at % 30}`,
            code: `${id}${at % 30}`,
            is_bot: at % 2 === 0,
          },
        }),
      ),
    );
    await insert(
      earnings,
      many(300, (at) =>
        of(earnings, {
          ...{ id: `${id}_e${at}`, conversion_id: `${id}_s${at}`, affiliate_id: id, occurred_at: NOW - at, version: 1 },
          ...{ kind: at % 3 === 0 ? 'lead' : 'sale', status: 'pending', currency: 'EUR', program_id: 'program' },
          ...{ reason: null, calculation: null, incentive_id: null },
        }),
      ),
    );
    await insert(conversions, [of(conversions, { id: `${id}_s0`, deleted_at: null, version: 1 })]);
    await insert(
      payouts,
      many(50, (at) => of(payouts, { ...base, id: `${id}_p${at}`, created_at: at, program_id: 'program' })),
    );
  }
}
