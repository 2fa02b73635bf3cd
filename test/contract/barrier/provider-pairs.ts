import assert from 'node:assert/strict';
import type { NameOrder } from '../../../packages/collector/src/domain/command.ts';
import { intakeOrderName } from '../../../packages/collector/src/intake/order-name.ts';
import type { Reader } from '../../../packages/collector/src/store/store.ts';
import { allConversions } from './facts.ts';
import { deletes, refundsOrder, sale } from './ledger-reports.ts';
import type { Pair } from './pairs.ts';
import { offers, opens, promotes, sellsFor } from './program-reports.ts';
import { affiliate, at, clicks, WORKSPACE } from './reports.ts';

/** Pairs about what a payment provider tells of one order, and about sales that name a referral. */

const named = (also: string, order_id: string, minute: number): NameOrder =>
  intakeOrderName({ name: 'purchase', also, order_id }, { workspace_id: WORKSPACE, received_at: at(minute) });

const order = sale(20, { order_id: 'o1', email: 'e@x.org' });
const payment = named('p1', 'o1', 21);
const back = refundsOrder('p1', 22, { amount: 33 });
const click = clicks('v1', 1, 'amy');
const checkout = sale(10, {
  name: 'checkout',
  amount: undefined,
  sales_status: 'open',
  order_id: 'o1',
  click_id: click.click.id,
});
const first = sellsFor('amy', 20, { order_id: 'o1', email: 'e@x.org' });
const later = sale(30, { order_id: 'o2', email: 'f@x.org', referral_id: first.conversion.id });

async function assertGivenBack(store: Reader, refunded_minor: number): Promise<void> {
  const [row] = await allConversions(store);
  assert.equal(row?.refunded_minor, refunded_minor);
}

async function assertOwed(store: Reader, id: string, rule: string): Promise<void> {
  const row = (await allConversions(store)).find((one) => one.id === id);
  assert.equal(row?.credit.debt_rule, rule);
}

export const providerPairs: readonly Pair[] = [
  {
    name: "an order's other name, and what is given back under it",
    before: [order],
    first: [payment],
    second: [back],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertGivenBack(store, 3_300),
  },
  {
    name: "an order's other name, and the order, of which something was given back under that name",
    before: [back],
    first: [payment],
    second: [order],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertGivenBack(store, 3_300),
  },
  {
    name: 'an order, and what is given back under its other name',
    before: [payment],
    first: [order],
    second: [back],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertGivenBack(store, 3_300),
  },
  {
    name: 'two totals of what was given back of one charge',
    before: [order, payment],
    first: [refundsOrder('p1', 22, { amount: 33, total_of: 'ch1' })],
    second: [refundsOrder('p1', 23, { amount: 50, total_of: 'ch1' })],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertGivenBack(store, 5_000),
  },
  {
    name: 'a checkout that somebody clicked to, and the sale of its order',
    before: [affiliate('amy'), click],
    first: [checkout],
    second: [order],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertOwed(store, order.conversion.id, 'reported_click'),
  },
  {
    name: 'a sale, and a later one that names it as its referral',
    before: [opens(), promotes('amy'), offers()],
    first: [first],
    second: [later],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertOwed(store, later.conversion.id, 'reported_referral'),
  },
  {
    name: 'the end of a sale, and a later one that names it as its referral',
    before: [opens(), promotes('amy'), offers(), first],
    first: [deletes(first, 25)],
    second: [later],
    outcomes: ['recorded', 'recorded'],
    facts: (store) => assertOwed(store, later.conversion.id, 'unknown_referral'),
  },
];
