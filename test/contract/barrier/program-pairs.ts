import assert from 'node:assert/strict';
import type { EarningRow, EntryRow } from '../../../packages/collector/src/domain/earning.ts';
import type { PayoutRow } from '../../../packages/collector/src/domain/payout.ts';
import { earnings, entries, payouts } from '../../../packages/collector/src/domain/schema.ts';
import type { Reader } from '../../../packages/collector/src/store/store.ts';
import { refunds } from './ledger-reports.ts';
import type { Pair } from './pairs.ts';
import {
  changes,
  gives,
  matures,
  moves,
  offers,
  opens,
  pays,
  promotes,
  rates,
  reviews,
  sellsFor,
} from './program-reports.ts';
import { at, sells, WORKSPACE } from './reports.ts';

/** Pairs about what sales earn, and what is paid. */

const amy = promotes('amy');
const ben = promotes('ben');
const base = [opens(), amy, ben];
const first = sellsFor('amy', 20, { order_id: 'o1', email: 'e@x.org' });
const second = sellsFor('amy', 21, { order_id: 'o2', email: 'f@x.org' });
const held = sellsFor('amy', 20, { order_id: 'o1' });
const dollars = sellsFor('amy', 20, { order_id: 'o1', currency: 'USD' });
const payout = pays('amy', 30);

const all = (store: Reader) =>
  store.range<EarningRow>(earnings, 'time', [WORKSPACE], { order: 'ascending' }) as Promise<EarningRow[]>;

/** What is owed, sale after sale, and the ledger says the same. */
async function assertOwed(store: Reader, ...due: readonly number[]): Promise<EarningRow[]> {
  const rows = await all(store);
  assert.deepEqual(
    rows.map(({ due_minor }) => due_minor),
    due,
  );
  const entered = await store.range<EntryRow>(entries, 'key', [WORKSPACE], { order: 'ascending' });
  for (const { id, due_minor } of rows) {
    const own = entered.filter(({ earning_id }) => earning_id === id);
    assert.equal(
      own.reduce((sum, { amount_minor }) => sum + amount_minor, 0),
      due_minor,
    );
  }
  return rows;
}

export const programPairs: readonly Pair[] = [
  {
    name: 'a sale, and a rate that changes before it',
    before: [...base, offers()],
    first: [first],
    second: [changes({ rate_ppm: 200_000 }, 15)],
    outcomes: ['recorded', 'recorded'],
    facts: async (store) => void (await assertOwed(store, 1_980)),
  },
  {
    name: 'two sales, of which only one fits under a cap',
    before: [...base, offers({ cap_total_minor: 1_000 })],
    first: [first],
    second: [second],
    outcomes: ['recorded', 'recorded'],
    facts: async (store) => void (await assertOwed(store, 990, 10)),
  },
  {
    name: 'two sales to one person, of which one is the first',
    before: [...base, offers({ duration: { unit: 'first_sale', length: null } })],
    first: [first],
    second: [sellsFor('amy', 21, { order_id: 'o2', email: 'e@x.org' })],
    outcomes: ['recorded', 'recorded'],
    facts: async (store) => void (await assertOwed(store, 990, 0)),
  },
  {
    name: 'a sale that binds its buyer, and a later one that nobody brought',
    before: [...base, offers()],
    first: [first],
    second: [sells(21, { order_id: 'o2', email: 'e@x.org' })],
    outcomes: ['recorded', 'recorded'],
    facts: async (store) => void (await assertOwed(store, 990, 990)),
  },
  {
    name: 'a coupon, and a sale that names it',
    before: [...base, offers()],
    first: [gives('ben', 'BEN10')],
    second: [withCoupon('BEN10')],
    outcomes: ['recorded', 'recorded'],
    facts: async (store) => void (await assertOwed(store, 990)),
  },
  {
    name: 'a sale in dollars, and the rate of its day',
    before: [...base, offers()],
    first: [dollars],
    second: [rates('2')],
    outcomes: ['recorded', 'recorded'],
    facts: async (store) => void (await assertOwed(store, 495)),
  },
  {
    name: 'two payouts of the same earning',
    before: [...base, offers(), first],
    first: [pays('amy', 30)],
    second: [pays('amy', 31)],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      const made = await store.range<PayoutRow>(payouts, 'time', [WORKSPACE], { order: 'ascending' });
      assert.deepEqual(
        made.map(({ amount_minor }) => amount_minor),
        [990],
      );
    },
  },
  {
    name: 'a payout, and a refund of what is in it',
    before: [...base, offers(), first],
    first: [pays('amy', 30)],
    second: [refunds(first, 31, { amount: 49.5 })],
    outcomes: ['recorded', 'recorded'],
    async facts(store) {
      const [row] = await assertOwed(store, 495);
      const [made] = await store.range<PayoutRow>(payouts, 'time', [WORKSPACE], { order: 'ascending' });
      assert.equal(made?.amount_minor, row?.allocated_minor);
      assert.equal(row?.is_payable, made?.amount_minor === 990);
    },
  },
  {
    name: 'a payout, and a sale that it may hold',
    before: [...base, offers(), first],
    first: [pays('amy', 30)],
    second: [second],
    outcomes: ['recorded', 'recorded'],
    async facts(store) {
      const rows = await assertOwed(store, 990, 990);
      const [made] = await store.range<PayoutRow>(payouts, 'time', [WORKSPACE], { order: 'ascending' });
      const held = rows.reduce((sum, { allocated_minor }) => sum + allocated_minor, 0);
      assert.equal(made?.amount_minor, held);
    },
  },
  {
    name: 'a payout that is paid, and that is canceled',
    before: [...base, offers(), first, payout],
    first: [moves(payout, 'approved', 31)],
    second: [moves(payout, 'canceled', 32)],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      const [row] = await assertOwed(store, 990);
      const [made] = await store.range<PayoutRow>(payouts, 'time', [WORKSPACE], { order: 'ascending' });
      assert.equal(row?.allocated_minor, made?.status === 'approved' ? 990 : 0);
    },
  },
  {
    name: 'a hold that ends, and a refund',
    before: [opens({ hold_days: 1 }), amy, offers(), held],
    first: [matures(held, 'amy', 2_000)],
    second: [refunds(held, 31, {})],
    outcomes: ['recorded', 'recorded'],
    async facts(store) {
      const [row] = await assertOwed(store, 0);
      assert.equal(row?.status, 'reversed');
    },
  },
  {
    name: 'an earning that is declined, and a payout of it',
    before: [...base, offers(), first],
    first: [reviews(first, 'amy', 'declined', 30)],
    second: [pays('amy', 31)],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      const [row] = await all(store);
      assert.ok(row?.status === 'declined' ? row.due_minor === 0 : row?.allocated_minor === 990);
    },
  },
];

function withCoupon(code: string) {
  const command = sells(25, { order_id: 'o1', email: 'e@x.org' });
  if (command.kind !== 'record_conversion') throw new Error(command.kind);
  return { ...command, conversion: { ...command.conversion, coupon_code: code, occurred_at: at(25) } };
}
