import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Draft } from '../domain/draft.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { receipts, touches } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { createDraft } from './draft.ts';

const VISITORS = ['a', 'b', null];
const CLICKS = ['k', 'l', null];

const id = fc.integer({ min: 0, max: 9 }).map((number) => `t${number}`);
const cells = {
  visitor_id: fc.constantFrom(...VISITORS),
  occurred_at: fc.integer({ min: 0, max: 6 }),
  click_id: fc.constantFrom(...CLICKS),
};

type Operation =
  | { kind: 'touch'; id: string; visitor_id: string | null; occurred_at: number; click_id: string | null }
  | { kind: 'receipt'; id: string; amount: number }
  | { kind: 'removal'; of: 'touch' | 'receipt'; id: string }
  | { kind: 'read'; read: Read };

type Read =
  | { of: 'visitor' | 'click'; value: string | null }
  | { of: 'window'; value: string; from: number | undefined; to: number | undefined; limit: number | undefined }
  | { of: 'touch' | 'receipts'; id: string };

const bound = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
const read: fc.Arbitrary<Read> = fc.oneof(
  fc.record({ of: fc.constant('visitor' as const), value: fc.constantFrom(...VISITORS) }),
  fc.record({ of: fc.constant('click' as const), value: fc.constantFrom(...CLICKS) }),
  fc.record({
    of: fc.constant('window' as const),
    value: fc.constantFrom('a', 'b'),
    from: bound,
    to: bound,
    limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  }),
  fc.record({ of: fc.constantFrom('touch' as const, 'receipts' as const), id }),
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('touch' as const), id, ...cells }),
  fc.record({ kind: fc.constant('receipt' as const), id, amount: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('removal' as const), of: fc.constantFrom('touch' as const, 'receipt' as const), id }),
  fc.record({ kind: fc.constant('read' as const), read }),
);

/** Inserts the row, or changes the one that is there, as the rules do. */
function run(draft: Draft, step: Operation): void {
  if (step.kind === 'read') {
    answer(draft, step.read);
  } else if (step.kind === 'removal') {
    const touch = draft.get<TouchRow>(touches, ['w', step.id]);
    const receipt = draft.get<ReceiptRow>(receipts, ['w', step.id, 'c', 'recorded']);
    if (step.of === 'touch' && touch) draft.remove<TouchRow>(touches, touch);
    if (step.of === 'receipt' && receipt) draft.remove<ReceiptRow>(receipts, receipt);
  } else if (step.kind === 'touch') {
    const { kind: _, ...facts } = step;
    const known = draft.get<TouchRow>(touches, ['w', step.id]);
    if (known) draft.update<TouchRow>(touches, known, { occurred_at: step.occurred_at, click_id: step.click_id });
    else draft.insert<TouchRow>(touches, touchRow(facts));
  } else {
    const key = ['w', step.id, 'c', 'recorded'];
    const known = draft.get<ReceiptRow>(receipts, key);
    if (!known) draft.insert<ReceiptRow>(receipts, receiptRow(step.id));
    draft.add<ReceiptRow>(receipts, draft.get<ReceiptRow>(receipts, key) ?? assert.fail(), 'replays', step.amount);
  }
}

function answer(draft: Draft, asked: Read): object[] {
  switch (asked.of) {
    case 'visitor':
    case 'click':
      return byKey(draft.find<TouchRow>(touches, asked.of, ['w', asked.value]));
    case 'window':
      return [...draft.latest<TouchRow>(touches, 'visitor', ['w', asked.value], asked)];
    case 'touch':
      return [draft.get<TouchRow>(touches, ['w', asked.id])].filter((row) => row !== undefined);
    case 'receipts':
      return [...draft.find<ReceiptRow>(receipts, 'key', ['w', asked.id])];
  }
}

const byKey = (rows: readonly TouchRow[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Rows as they are now, without the version that only the store counts. */
function frozen(rows: readonly object[]): unknown {
  return rows.map((row) => ({ ...row, version: 0 }));
}

async function saveTo(store: Store, draft: ReturnType<typeof createDraft>): Promise<void> {
  await store.transaction((transaction) => transaction.save(draft.changes()));
}

describe('a draft', () => {
  test('answers, with what it changed, as the store does once that is saved', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation), fc.array(operation), fc.array(read), async (before, steps, reads) => {
        const store = createSqliteStore({ path: ':memory:', mode: 'write' });
        const first = createDraft(store.now);
        for (const step of before) run(first, step);
        await saveTo(store, first);

        const draft = createDraft(store.now);
        for (const step of steps) run(draft, step);
        const drafted = reads.map((asked) => frozen(answer(draft, asked)));
        await saveTo(store, draft);
        const saved = createDraft(store.now);
        assert.deepEqual(
          drafted,
          reads.map((asked) => frozen(answer(saved, asked))),
        );
        await store.close();
      }),
      { numRuns: 500 },
    );
  });

  test('takes a row away and puts another in its place', async () => {
    const store = createSqliteStore({ path: ':memory:', mode: 'write' });
    const [row, other] = [1, 2].map((at) => touchRow({ id: 't1', visitor_id: 'a', occurred_at: at, click_id: 'k' }));
    const first = createDraft(store.now);
    first.insert<TouchRow>(touches, row as TouchRow);
    await saveTo(store, first);
    const draft = createDraft(store.now);
    const found = draft.get<TouchRow>(touches, ['w', 't1']) ?? assert.fail();
    draft.update<TouchRow>(touches, found, { click_id: 'l' });
    draft.remove<TouchRow>(touches, found);
    const finds = () => [
      draft.get<TouchRow>(touches, ['w', 't1']),
      ...draft.find<TouchRow>(touches, 'click', ['w', 'k']),
      ...draft.find<TouchRow>(touches, 'click', ['w', 'l']),
      ...draft.latest<TouchRow>(touches, 'visitor', ['w', 'a'], {}),
      ...draft.earliest<TouchRow>(touches, 'visitor', ['w', 'a'], { limit: 1 }),
    ];
    assert.deepEqual(finds(), [undefined]);
    draft.insert<TouchRow>(touches, other as TouchRow);
    assert.deepEqual(finds(), [other, other, other, other]);
    assert.deepEqual(
      draft.changes().map(({ changes }) => changes.map(({ kind }) => kind)),
      [['delete', 'insert']],
    );
    draft.remove<TouchRow>(touches, other as TouchRow);
    assert.deepEqual(finds(), [undefined]);
    await saveTo(store, draft);
    assert.equal(store.now.get(touches, ['w', 't1']), undefined);
    await store.close();
  });

  test('keeps one object for one row, however it is found', async () => {
    const store = createSqliteStore({ path: ':memory:', mode: 'write' });
    const first = createDraft(store.now);
    first.insert<TouchRow>(touches, touchRow({ id: 't1', visitor_id: 'a', occurred_at: 1, click_id: 'k' }));
    await saveTo(store, first);
    const draft = createDraft(store.now);
    const found = draft.get<TouchRow>(touches, ['w', 't1']);
    assert.equal(draft.find<TouchRow>(touches, 'click', ['w', 'k'])[0], found);
    assert.equal(draft.latest<TouchRow>(touches, 'visitor', ['w', 'a'], {})[0], found);
    assert.deepEqual(draft.changes(), [], 'reading changes nothing');
    await store.close();
  });
});

function touchRow(facts: Pick<TouchRow, 'id' | 'visitor_id' | 'occurred_at' | 'click_id'>): TouchRow {
  return {
    ...facts,
    workspace_id: 'w',
    recorded_at: 0,
    url: '',
    referrer: null,
    utm: { source: 'x' },
    click_ids: null,
    referral_code: null,
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

function receiptRow(subject: string): ReceiptRow {
  return {
    workspace_id: 'w',
    subject_id: subject,
    command_id: 'c',
    kind: 'recorded',
    cause: 'record_event',
    recorded_at: 0,
    credit: null,
    before: null,
    other_id: null,
    replays: 0,
  };
}
