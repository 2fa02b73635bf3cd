import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AffiliateRow } from '../../packages/collector/src/domain/affiliate.ts';
import { affiliates, edges, links, receipts, schema, touches } from '../../packages/collector/src/domain/schema.ts';
import type { Cell, Table } from '../../packages/collector/src/domain/table.ts';
import { StaleRowError, type Transaction } from '../../packages/collector/src/store/store.ts';
import { allRows, assertSameRows, deletes, type Engine, inserts, save, update, withStore } from './engine.ts';
import { cellsOf, type Row, variedRows } from './sample-rows.ts';

/** What a store must do with what it is given to write. */
export function testWrites(engine: Engine): void {
  test('a key that is there is refused in every table, and nothing of the transaction is kept', () =>
    withStore(engine, async (store) => {
      for (const table of schema as unknown as readonly Table<Row>[]) {
        const [first, second] = twoRows(table);
        await save(store, table, inserts([first]));
        const both = [{ table, changes: inserts([second, { ...first }]) }];
        await assert.rejects(
          store.transaction((transaction) => transaction.save(both)),
          table.name,
        );
        assert.deepEqual(await allRows(store, table), [first]);
      }
    }));

  test('a second row under a unique index is refused', () =>
    withStore(engine, async (store) => {
      const made = { created_at: 1, updated_at: 1, deleted_at: null, version: 1 };
      const link = {
        ...{ workspace_id: 'w', id: 'l1', affiliate_id: 'a', code: 'jane', name: null, destination_url: null },
        ...made,
      };
      await save(store, links, inserts([link]));
      await assert.rejects(save(store, links, inserts([{ ...link, id: 'l2' }])));
      await save(store, links, inserts([{ ...link, workspace_id: 'other', id: 'l3' }]));
      assert.deepEqual((await allRows(store, links)).map(({ id }) => id).sort(), ['l1', 'l3']);
    }));

  test('an update writes the columns that it names, counts the version up and leaves everything else', () =>
    withStore(engine, async (store) => {
      const [row, other] = twoRows(touches);
      const before = { ...row, version: 7 };
      await save(store, touches, inserts([before, other]));
      const changed = { ...before, utm: { source: 'x' }, click_id: null, is_bot: !row['is_bot'] };
      const change = update({ ...changed, url: 'not to be written' }, ['utm', 'click_id', 'is_bot'], 7);
      await save(store, touches, [change]);
      assertSameRows(touches, await allRows(store, touches), [{ ...changed, version: 8 }, other]);
    }));

  test('an update of a row that was changed since, or is not there, is stale; nothing is written', () =>
    withStore(engine, async (store) => {
      const [first, second] = twoRows(edges).map((row) => ({ ...row, version: 3 }));
      await save(store, edges, inserts([first ?? {}, second ?? {}]));
      const good = update({ ...first, occurred_at: 11 }, ['occurred_at'], 3);
      for (const version of [2, 4]) {
        const stale = update({ ...second, occurred_at: 12 }, ['occurred_at'], version);
        await assert.rejects(save(store, edges, [good, stale]), StaleRowError);
      }
      const missing = update({ ...first, to_value: 'nobody' }, ['occurred_at'], 3);
      await assert.rejects(save(store, edges, [good, missing]), StaleRowError);
      assertSameRows(edges, await allRows(store, edges), [first ?? {}, second ?? {}]);
      await save(store, edges, [good]);
      const [changed] = await store.find(edges, 'key', cellsOf(first ?? {}, edges.key));
      assert.deepEqual(changed, { ...first, occurred_at: 11, version: 4 });
    }));

  test('a column that is added to grows by what is added, whatever its writer has read', () =>
    withStore(engine, async (store) => {
      const [first, second] = twoRows(receipts).map((row) => ({ ...row, replays: 2 }));
      await save(store, receipts, inserts([first ?? {}, second ?? {}]));
      const adding = (replays: number) => ({ ...update({ ...first, replays: 1_000 }, [], 0), deltas: { replays } });
      await save(store, receipts, [adding(1), adding(40)]);
      await save(store, receipts, [adding(Number.MAX_SAFE_INTEGER - 43)]);
      const grown = { ...first, replays: Number.MAX_SAFE_INTEGER };
      assertSameRows(receipts, await allRows(store, receipts), [grown, second ?? {}]);
    }));

  test('a row that is deleted is gone, and another may stand in its place', () =>
    withStore(engine, async (store) => {
      for (const table of schema as unknown as readonly Table<Row>[]) {
        const [first, second, third] = variedRows(table) as [Row, Row, Row];
        await save(store, table, inserts([first, second, third]));
        const other = { ...third, ...otherCells(table, third) };
        await save(store, table, [...deletes([first, third]), ...inserts([other])]);
        assertSameRows(table, await allRows(store, table), [second, other]);
        assert.deepEqual(await store.find(table, 'key', cellsOf(first, table.key)), [], table.name);
      }
    }));

  test('a delete of a row that was changed since, or is not there, is stale; nothing is written', () =>
    withStore(engine, async (store) => {
      const [a, b] = twoRows(edges);
      const [first, second] = [
        { ...a, version: 3 },
        { ...b, version: 3 },
      ];
      await save(store, edges, inserts([first, second]));
      for (const stale of [
        { ...second, version: 2 },
        { ...second, to_value: 'nobody' },
      ]) {
        await assert.rejects(save(store, edges, deletes([first, stale])), StaleRowError);
      }
      assertSameRows(edges, await allRows(store, edges), [first, second]);
      const [one, other] = twoRows(receipts);
      await save(store, receipts, inserts([one, other]));
      await save(store, receipts, deletes([one]));
      await assert.rejects(save(store, receipts, deletes([one])), StaleRowError);
      assertSameRows(receipts, await allRows(store, receipts), [other]);
    }));

  test('a transaction that throws leaves nothing and rejects with what was thrown', () =>
    withStore(engine, async (store) => {
      const failure = new Error('changed my mind');
      const work = store.transaction(async (transaction) => {
        await transaction.save([{ table: affiliates, changes: inserts([affiliate('a')]) }]);
        throw failure;
      });
      await assert.rejects(work, failure);
      assert.deepEqual(await allRows(store, affiliates), []);
      assert.equal(await store.transaction(async () => 'works on'), 'works on');
    }));

  test('a transaction sees what it wrote; a savepoint that throws is undone alone', () =>
    withStore(engine, async (store) => {
      await store.transaction(async (transaction) => {
        const write = (id: string) => transaction.save([{ table: affiliates, changes: inserts([affiliate(id)]) }]);
        await write('before');
        const undone = transaction.savepoint(async () => {
          await write('undone');
          await assertSeen(transaction, ['before', 'undone']);
          throw new Error('only this');
        });
        await assert.rejects(undone, /^Error: only this$/);
        await assertSeen(transaction, ['before']);
        const kept = await transaction.savepoint(async () => {
          await write('kept');
          return 42;
        });
        assert.equal(kept, 42);
        await assert.rejects(transaction.savepoint(() => write('kept')));
        await write('later');
        await assertSeen(transaction, ['before', 'kept', 'later']);
      });
      const expected = ['before', 'kept', 'later'].map(affiliate);
      assertSameRows(affiliates, await allRows(store, affiliates), expected);
    }));
}

async function assertSeen(transaction: Transaction, ids: readonly string[]): Promise<void> {
  const idsOf = (rows: readonly AffiliateRow[]) => rows.map(({ id }) => id).sort();
  const time: Cell[] = ['w', 5];
  assert.deepEqual(idsOf(await transaction.find(affiliates, 'time', time)), ids);
  assert.deepEqual(idsOf(await transaction.range(affiliates, 'key', ['w'], { order: 'ascending' })), ids);
  const seek = { table: affiliates, is_guarded: false } as const;
  const fetched = await transaction.fetch([
    { ...seek, index: 'time', prefix: time },
    { ...seek, index: 'key', prefix: ['w'], bounds: { order: 'descending' } },
    { ...seek, index: 'key', prefix: ['w', 'nobody'] },
  ]);
  assert.deepEqual(
    fetched.map((rows) => idsOf(rows as AffiliateRow[])),
    [ids, ids, []],
  );
  if (!transaction.now) return;
  assert.deepEqual(idsOf(transaction.now.find(affiliates, 'time', time)), ids);
  assert.deepEqual(idsOf(transaction.now.range(affiliates, 'key', ['w'], { order: 'ascending' })), ids);
}

function affiliate(id: string): AffiliateRow {
  return {
    ...{ workspace_id: 'w', id, external_id: null, program_id: null, name: id, email: null, status: 'approved' },
    ...{ group_name: null, first_group: null, application: null, payout_details: null, payout_hash: null },
    ...{ created_at: 5, updated_at: 5, deleted_at: null, version: 1 },
  };
}

/** Other values for what no index of a table rests on. */
function otherCells(table: Table<Row>, row: Row): Row {
  const indexed = new Set([...table.key, ...Object.values(table.indexes).flatMap(({ columns }) => columns)]);
  const free = Object.entries(table.columns).filter(([name, { type }]) => !indexed.has(name) && type === 'integer');
  return Object.fromEntries(free.map(([name]) => [name, row[name] === 4 ? 5 : 4]));
}

function twoRows(table: Parameters<typeof variedRows>[0]): [Row, Row] {
  const [first, second] = variedRows(table);
  if (!first || !second) throw new Error(`no rows for ${table.name}`);
  return [first, second];
}
