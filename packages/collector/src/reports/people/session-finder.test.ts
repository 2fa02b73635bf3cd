import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { EventRow } from '../../domain/event.ts';
import { events, touches } from '../../domain/schema.ts';
import { sessionsOf } from '../../domain/session.ts';
import { MINUTE } from '../../domain/time.ts';
import type { TouchRow } from '../../domain/touch.ts';
import { createSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { createSessionFinder } from './session-finder.ts';

const EPOCH = Date.UTC(2026, 0, 1);
const times = fc.array(
  fc.integer({ min: 0, max: 300 }).map((at) => EPOCH + at * 10 * MINUTE),
  { maxLength: 40 },
);

describe('sessions found from any event', () => {
  let store: Store;
  let visitors = 0;

  before(() => {
    store = createSqliteStore({ path: ':memory:', mode: 'write' });
  });

  after(() => store.close());

  test('are those that all events make', async () => {
    await fc.assert(
      fc.asyncProperty(times, times, async (at, arrivals) => {
        visitors += 1;
        const visitor = `v${visitors}`;
        const rows = at.map((time, place) => eventRow(visitor, `e${place}`, time));
        await store.transaction((transaction) =>
          transaction.save([
            { table: events, changes: rows.map((row) => ({ kind: 'insert', row })) },
            {
              table: touches,
              changes: arrivals.map((time, place) => ({ kind: 'insert', row: touchRow(visitor, `t${place}`, time) })),
            },
          ]),
        );
        for (const { started_at, ended_at, events: own } of sessionsOf(rows, arrivals)) {
          for (const { occurred_at } of own) {
            const finder = createSessionFinder(store, 'w', visitor);
            assert.deepEqual(await finder.around(occurred_at), { started_at, ended_at });
            assert.equal(await finder.startAt(occurred_at), started_at);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('hold what occurred between their events, and a landing right before them', async () => {
    const rows = [10, 20].map((minute) => eventRow('landed', `l${minute}`, EPOCH + minute * MINUTE));
    await store.transaction((transaction) =>
      transaction.save([{ table: events, changes: rows.map((row) => ({ kind: 'insert', row })) }]),
    );
    const startAt = (minute: number) => createSessionFinder(store, 'w', 'landed').startAt(EPOCH + minute * MINUTE);
    assert.equal(await startAt(15), EPOCH + 10 * MINUTE);
    assert.equal(await startAt(50), EPOCH + 10 * MINUTE);
    assert.equal(await startAt(51), null);
    assert.equal(await startAt(9), EPOCH + 10 * MINUTE);
    assert.equal(await startAt(-21), null);
  });
});

function eventRow(visitor_id: string, id: string, occurred_at: number): EventRow {
  return {
    workspace_id: 'w',
    id,
    visitor_id,
    name: 'page_view',
    occurred_at,
    recorded_at: occurred_at,
    url: null,
    referrer: null,
    title: null,
    is_bot: false,
    body: null,
  };
}

function touchRow(visitor_id: string, id: string, occurred_at: number): TouchRow {
  return {
    workspace_id: 'w',
    id: `${visitor_id} ${id}`,
    visitor_id,
    occurred_at,
    recorded_at: occurred_at,
    url: 'https://shop.example/',
    referrer: null,
    utm: null,
    click_ids: null,
    referral_code: null,
    click_id: null,
    channel: 'referral',
    source: null,
    campaign: null,
    affiliate_id: null,
    code: null,
    sub_ids: null,
    fetched_as: null,
    is_bot: false,
    is_browser_time: true,
    version: 1,
  };
}
