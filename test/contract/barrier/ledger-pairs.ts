import assert from 'node:assert/strict';
import type { TallyRow } from '../../../packages/collector/src/domain/conversion.ts';
import type { EditRow } from '../../../packages/collector/src/domain/edit.ts';
import { edits as editTable, tallies } from '../../../packages/collector/src/domain/schema.ts';
import type { Reader } from '../../../packages/collector/src/store/store.ts';
import { allClaims, allConversions, saleOf } from './facts.ts';
import { asked, deletes, edits, enters, onlyFor, refunds, refundsOrder, sale, tries } from './ledger-reports.ts';
import type { Pair } from './pairs.ts';
import { claims, WORKSPACE } from './reports.ts';

/** Pairs about conversions that are there, and what is done with them. */

const first = sale(5, { order_id: 'o1', external_ref: 'r1' });
const second = sale(6, { order_id: 'o2', external_ref: 'r2' });
const retry = sale(7, {}, tries(true));

/** Of a sale so much is given back. */
async function assertRefunded(store: Reader, order: string, minor: number): Promise<void> {
  assert.equal((await saleOf(store, order)).refunded_minor, minor);
}

/** So many conversions are shown. */
async function assertCounted(store: Reader, shown: number): Promise<void> {
  const rows = await store.range<TallyRow>(tallies, 'key', [WORKSPACE, 'all'], { order: 'ascending' });
  assert.equal(
    rows.reduce((sum, { conversions }) => sum + conversions, 0),
    shown,
  );
  const rest = (await allConversions(store)).filter(({ deleted_at }) => deleted_at === null);
  assert.equal(rest.length, shown);
}

export const ledgerPairs: readonly Pair[] = [
  {
    name: 'one refund, sent twice',
    before: [first],
    first: [refunds(first, 7, { amount: 10, external_ref: 'f1' })],
    second: [refunds(first, 8, { amount: 10, external_ref: 'f1' })],
    outcomes: ['duplicate', 'recorded'],
    facts: (store) => assertRefunded(store, 'o1', 1_000),
  },
  {
    name: 'a refund and the sale of its order',
    before: [],
    first: [refundsOrder('o1', 7, { amount: 10 })],
    second: [first],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertRefunded(store, 'o1', 1_000),
  },
  {
    name: 'two refunds that are more than the sale',
    before: [first],
    first: [refunds(first, 7, { amount: 60 })],
    second: [refunds(first, 8, { amount: 70 })],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      assert.ok([6_000, 7_000].includes((await saleOf(store, 'o1')).refunded_minor));
    },
  },
  {
    name: 'a refund, and another amount of its sale',
    before: [first],
    first: [refunds(first, 7, { amount: 60 })],
    second: [edits(first, 8, { amount_minor: 5_000 })],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      const { amount_minor, refunded_minor } = await saleOf(store, 'o1');
      assert.ok(['9900 6000', '5000 0'].includes(`${amount_minor} ${refunded_minor}`));
    },
  },
  {
    name: 'two changes of one conversion',
    before: [first],
    first: [edits(first, 7, { notes: 'one', count: 2 })],
    second: [edits(first, 8, { notes: 'two', origin: 'shop' })],
    outcomes: ['recorded', 'recorded'],
    async facts(store) {
      const kept = await store.range<EditRow>(editTable, 'key', [WORKSPACE], { order: 'ascending' });
      assert.deepEqual(
        kept.map(({ sequence }) => sequence),
        [1, 2],
      );
      const { notes, count, origin } = await saleOf(store, 'o1');
      assert.deepEqual([notes, count, origin], [kept[1]?.patch['notes'], 2, 'shop']);
    },
  },
  {
    name: 'one reference for two conversions',
    before: [first, second],
    first: [edits(first, 7, { external_ref: 'r3' })],
    second: [edits(second, 8, { external_ref: 'r3' })],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      const references = (await allConversions(store)).map(({ external_ref }) => external_ref);
      assert.equal(references.filter((reference) => reference === 'r3').length, 1);
    },
  },
  {
    name: 'a change of a reference, and a report with it',
    before: [first],
    first: [edits(first, 7, { external_ref: 'r3' })],
    second: [sale(8, { external_ref: 'r3' })],
    outcomes: ['duplicate', 'recorded'],
    orElse: ['recorded', 'refused'],
    async facts(store) {
      const references = (await allConversions(store)).map(({ external_ref }) => external_ref);
      assert.equal(references.filter((reference) => reference === 'r3').length, 1);
    },
  },
  {
    name: 'a change of a reference, and a claim of it',
    before: [first],
    first: [edits(first, 7, { external_ref: 'r3' })],
    second: [claims('v1', 5, 'r3')],
    outcomes: ['recorded', 'recorded'],
    async facts(store) {
      const [claim] = await allClaims(store);
      assert.deepEqual([claim?.conversion_id, claim?.is_open], [first.conversion.id, false]);
    },
  },
  {
    name: 'a deletion that gives the keys away, and the same report again',
    before: [first],
    first: [deletes(first, 7, true)],
    second: [sale(8, { order_id: 'o1' })],
    outcomes: ['duplicate', 'recorded'],
    orElse: ['recorded', 'recorded'],
    async facts(store) {
      await assertCounted(store, (await allConversions(store)).length - 1);
    },
  },
  {
    name: 'a contact, and a report that counts only for contacts',
    before: [],
    first: [enters(7, { email: 'lee@x.org' })],
    second: [sale(8, { order_id: 'o1', email: 'lee@x.org' }, onlyFor('lee@x.org'))],
    outcomes: ['recorded', 'recorded'],
    orElse: ['ignored', 'recorded'],
    async facts(store) {
      await assertCounted(store, (await allConversions(store)).length);
    },
  },
  {
    name: 'one contact, entered twice',
    before: [],
    first: [enters(7, { email: 'lee@x.org', name: 'Lee' })],
    second: [enters(8, { email: 'Lee@x.org' })],
    outcomes: ['duplicate', 'recorded'],
    facts: async () => {},
  },
  {
    name: 'one request with an Idempotency-Key, sent twice',
    before: [],
    first: [sale(5, {}, asked('k1'))],
    second: [sale(6, {}, asked('k1'))],
    outcomes: ['duplicate', 'recorded'],
    facts: (store) => assertCounted(store, 1),
  },
  {
    name: 'a request without an id, and its repetition',
    before: [],
    first: [sale(6, {}, tries(false))],
    second: [retry],
    outcomes: ['duplicate', 'recorded'],
    facts: (store) => assertCounted(store, 1),
  },
  {
    name: 'two sales that are counted in one place',
    before: [],
    first: [{ ...first, id: `${first.id.slice(0, -2)}10` }],
    second: [{ ...second, id: `${second.id.slice(0, -2)}20` }],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertCounted(store, 2),
  },
];
