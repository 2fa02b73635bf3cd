import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AffiliateRow } from '../domain/affiliate.ts';
import type { AppError } from '../domain/errors.ts';
import type { ImportKind } from './kinds.ts';
import type { Look } from './named-affiliate.ts';
import type { GivenRow } from './read-row.ts';
import { commandOfRow, type RowContext } from './row-command.ts';
import { skippedRow, tellSkipped } from './skipped-row.ts';

const W = '01900000-0000-7000-8000-000000000001';
const ANN: AffiliateRow = {
  ...{ workspace_id: W, id: 'a1', external_id: 'ann', program_id: null, name: 'Ann', email: 'ann@x.example' },
  ...{ status: 'approved', group_name: null, first_group: null, application: null, payout_details: null },
  ...{ payout_hash: null, created_at: 0, updated_at: 0, deleted_at: null, version: 1 },
};
const BOB: AffiliateRow = { ...ANN, id: 'b1', external_id: 'bob', name: 'Bob', email: 'bob@x.example' };
const BOTH = [ANN, BOB, { ...BOB, id: 'b2', external_id: null }];

const look: Look = {
  async affiliate(id) {
    const affiliate = BOTH.find((one) => one.id === id || one.external_id === id);
    return affiliate ? { affiliate, program: null } : null;
  },
  members: async (email) => BOTH.filter((one) => one.email === email),
  link: async () => undefined,
};
const context: RowContext = {
  ...{ workspace_id: W, received_at: Date.UTC(2026, 0, 1), currency: 'USD', identity_secret: 'secret', program: null },
  ...{ look, checkDestination: () => {} },
};

const AT = Date.UTC(2025, 0, 1);
const EARNING = { affiliate_id: 'ann', occurred_at: AT, commission_amount: '1.00', currency: 'EUR' };
const IBAN = 'DE89370400440532013000';

const bad: [shows: string, kind: ImportKind, given: GivenRow, says: RegExp][] = [
  [
    'an affiliate who is not there',
    'links',
    { affiliate_id: 'zoe' },
    /^line 2: affiliate_id: there is no affiliate with "zoe"/,
  ],
  [
    'an address of several',
    'links',
    { affiliate_email: 'bob@x.example' },
    /affiliate_email: is the address of 2 affiliates.*--program/,
  ],
  [
    'two affiliates',
    'links',
    { affiliate_id: 'bob', affiliate_email: 'ann@x.example' },
    /affiliate_email: is Ann's, and the row also names Bob/,
  ],
  ['a code of nobody', 'links', { affiliate_code: 'x' }, /affiliate_code: there is no affiliate/],
  ['a code that cannot be one', 'links', { affiliate_id: 'ann', code: 'a b' }, /code: "a b" cannot be a code/],
  [
    'a destination that is no page',
    'links',
    { affiliate_id: 'ann', destination_url: 'javascript:alert(1)' },
    /destination_url: expected an http/,
  ],
  ['an address that is none', 'affiliates', { name: 'X', email: 'x' }, /email: Invalid email/],
  ['an IBAN that is none', 'affiliates', { name: 'X', iban: 'DE00370400440532013000' }, /iban: is not an IBAN/],
  ['a PayPal address that is none', 'affiliates', { name: 'X', paypal_email: 'x' }, /paypal_email: Invalid email/],
  [
    'two places to be paid',
    'affiliates',
    { name: 'X', iban: IBAN, paypal_email: 'x@x.example' },
    /iban: is given, and so is/,
  ],
  ['a bank account without a number', 'affiliates', { name: 'X', bic: 'COBADEFFXXX' }, /iban: is required/],
  ['an id that is too long', 'customers', { external_id: 'x'.repeat(300) }, /external_id: Too big/],
  [
    'a status that is none',
    'earnings',
    { ...EARNING, earning_status: 'Paid' },
    /earning_status: "Paid" is none of paid, ready/,
  ],
  [
    'an amount without a currency',
    'earnings',
    { ...EARNING, currency: '', amount: '1', commission_currency: 'EUR' },
    /currency/,
  ],
  ['a currency that is none', 'earnings', { ...EARNING, currency: 'XQX' }, /currency: "XQX" is not a currency/],
  ['too many decimals', 'earnings', { ...EARNING, commission_amount: '1.001' }, /commission_amount: has more decimals/],
  [
    'decimals of a currency without any',
    'earnings',
    { ...EARNING, currency: 'JPY', amount: '1.5' },
    /amount: has more decimals/,
  ],
  ['a commission below zero', 'earnings', { ...EARNING, commission_amount: '-1' }, /commission_amount: is negative/],
  ['an amount that is too large', 'earnings', { ...EARNING, amount: '9'.repeat(30) }, /amount: is too large/],
  [
    'a time that has not come',
    'earnings',
    { ...EARNING, occurred_at: Date.UTC(2027, 0, 1) },
    /occurred_at: lies more than 5 minutes/,
  ],
];
for (const [shows, kind, given, says] of bad) {
  test(`${kind}: ${shows}`, async () => {
    await assert.rejects(commandOfRow(kind, given, context), (error: AppError) => {
      const told = tellSkipped(skippedRow(error, 2, { width: 0, places: new Map(), left: [] }));
      assert.match(told, says);
      assert.ok(error.detail.hint);
      return true;
    });
  });
}

test('a row makes the same whenever it comes, and what it makes does not tell whose it is', async () => {
  const id = async (given: GivenRow, more: Partial<RowContext> = {}) => {
    const made = await commandOfRow('earnings', given, { ...context, ...more });
    assert.ok('command' in made && made.command.kind === 'record_conversion');
    return made.command.conversion.id;
  };
  const first = await id({ ...EARNING, external_id: 'e1' });
  assert.equal(await id({ ...EARNING, external_id: 'e1', commission_amount: '2' }, { received_at: 1.8e12 }), first);
  assert.notEqual(await id({ ...EARNING, external_id: 'e2' }), first);
  assert.notEqual(await id({ ...EARNING, external_id: 'e1' }, { identity_secret: 'another' }), first);
  assert.equal(await id(EARNING), await id({ ...EARNING }));
});

test('who is there already is known', async () => {
  assert.deepEqual(await commandOfRow('affiliates', { name: 'A', external_id: 'ann' }, context), { known: 'a1' });
  assert.deepEqual(await commandOfRow('affiliates', { name: 'A', email: 'ANN@x.example' }, context), { known: 'a1' });
});
