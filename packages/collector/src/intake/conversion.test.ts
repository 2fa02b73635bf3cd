import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import { AppError } from '../domain/errors.ts';
import { nodeOf } from '../domain/identity.ts';
import { digestOf } from '../domain/ids.ts';
import { type Leniency, STRICT } from '../domain/leniency.ts';
import { MINUTE } from '../domain/time.ts';
import { newConversion } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { type ConversionContext, intakeConversion } from './conversion.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

const CONTEXT: ConversionContext = {
  workspace_id: 'w',
  received_at: NOW,
  currency: 'USD',
  dialect: 'native',
  leniency: STRICT,
  identity_secret: 'secret',
  type: null,
  source: null,
  affiliate: null,
};

const TYPE: ConversionTypeRow = {
  workspace_id: 'w',
  id: 't1',
  external_id: null,
  name: 'demo_booked',
  description: null,
  category: 'final',
  currency: 'JPY',
  fields: [
    { key: 'seats', label: 'Seats', type: 'number' },
    { key: 'plan', label: 'Plan', type: 'text' },
  ],
  workflow_id: 'wf_1',
  master_workflow_id: 'mwf_1',
  created_at: NOW,
  updated_at: NOW,
  deleted_at: null,
  version: 1,
};

const take = (given: object, context: Partial<ConversionContext> = {}) =>
  intakeConversion(parse(newConversion, { name: 'purchase', ...given }), { ...CONTEXT, ...context });
const lenient = (leniency: Partial<Leniency>): Partial<ConversionContext> => ({ leniency: { ...STRICT, ...leniency } });

/** The field that a report is refused for. */
function faultOf(given: object, context: Partial<ConversionContext> = {}): string | undefined {
  try {
    take(given, context);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    assert.ok(error.message.startsWith(`${error.detail.field}: `), error.message);
    assert.ok(error.detail.hint);
    return error.detail.field;
  }
}

describe('a server’s report', () => {
  test('becomes a command with ids and times of its own, and keeps what it does not know', () => {
    const { conversion, ...command } = take({
      order_id: 'o1',
      amount: '99.5',
      currency: 'eur',
      voucher: { code: 'X' },
    });
    assert.equal(command.recorded_at, NOW);
    assert.notEqual(conversion.id, command.id);
    assert.deepEqual([conversion.amount_minor, conversion.currency, conversion.occurred_at], [9_950, 'EUR', NOW]);
    assert.deepEqual(conversion.raw, { voucher: { code: 'X' } });
    assert.equal(take({}).conversion.raw, null);
  });

  test('names people from the strongest to the weakest, and nobody by values that stand for nobody', () => {
    const { conversion } = take({
      visitor_id: 'v1',
      email: ' Jane@X.org ',
      external_user_id: 'undefined',
      customer_id: 'c1',
      phone: '0',
    });
    assert.deepEqual(conversion.identifiers, [
      { kind: 'customer', value: 'c1' },
      { kind: 'email', value: 'jane@x.org' },
      { kind: 'visitor', value: 'v1' },
    ]);
  });

  test('keeps what names nobody as it came', () => {
    const { conversion } = take({ phone: '0151 123456', member_id: 'm1', customer_id: 'null', email: '' });
    assert.deepEqual(conversion.identifiers, [{ kind: 'member', value: 'm1' }]);
    assert.deepEqual(conversion.raw, { phone: '0151 123456', customer_id: 'null' });
  });

  test('is of no browser where its id stands for none', () => {
    for (const visitor_id of ['undefined', 'null', '0', '00000000-0000-0000-0000-000000000000']) {
      const { conversion } = take({ visitor_id });
      assert.deepEqual([conversion.visitor_id, conversion.identifiers], [null, []]);
    }
  });

  const refused: [object, string][] = [
    [{ amount: 1.005 }, 'amount'],
    [{ amount: '1,50' }, 'amount'],
    [{ amount: -1 }, 'amount'],
    [{ amount: 1e15 }, 'amount'],
    [{ amount: 1, currency: 'XQX' }, 'currency'],
    [{ amount: true }, 'amount'],
    [{ currency: 'EURO' }, 'currency'],
    [{ name: ' ' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ order_id: '' }, 'order_id'],
    [{ order_id: 'x'.repeat(256) }, 'order_id'],
    [{ visitor_id: 'has space' }, 'visitor_id'],
    [{ occurred_at: '2026-11-20 10:00' }, 'occurred_at'],
    [{ occurred_at: NOW + 5 * MINUTE + 1 }, 'occurred_at'],
    [{ metadata: [] }, 'metadata'],
    [{ email: { to: 'string' } }, 'email'],
  ];
  for (const [given, field] of refused) {
    test(`${JSON.stringify(given).slice(0, 50)} is refused by its field`, () => assert.equal(faultOf(given), field));
  }

  test('may be of the past, and 5 minutes ahead', () => {
    assert.equal(take({ occurred_at: '2020-01-01T00:00:00Z' }).conversion.occurred_at, Date.UTC(2020, 0, 1));
    assert.equal(take({ occurred_at: NOW + 5 * MINUTE }).conversion.occurred_at, NOW + 5 * MINUTE);
  });

  test('may be of nothing', () => assert.equal(take({ amount: 0 }).conversion.amount_minor, 0));
});

describe('a report’s user', () => {
  test('names the same identifiers as its top, and what names nobody is what is told of them', () => {
    const { conversion } = take({
      external_id: 'sale_7',
      email: 'jane@x.org',
      user: {
        user_id: 'u1',
        external_id: 'crm_9',
        email: 'Jane@X.org',
        phone: 'n/a',
        anonymous_id: 'v1',
        city: 'Oslo',
      },
    });
    assert.deepEqual(conversion.identifiers, [
      { kind: 'user', value: 'u1' },
      { kind: 'external', value: 'crm_9' },
      { kind: 'email', value: 'jane@x.org' },
      { kind: 'visitor', value: 'v1' },
    ]);
    assert.equal(conversion.external_id, 'sale_7', 'the conversion’s own id names nobody');
    assert.equal(conversion.visitor_id, 'v1');
    assert.deepEqual(conversion.profile, { phone: 'n/a', city: 'Oslo' });
    assert.equal(take({ user: {} }).conversion.profile, null);
  });

  test('may not say something else than the top', () => {
    assert.equal(faultOf({ external_user_id: 'u1', user: { user_id: 'u2' } }), 'external_user_id');
    assert.equal(faultOf({ email: 'a@x.org', user: { email: 'b@x.org' } }), 'email');
    assert.equal(faultOf({ email: 'a@x.org', user: { email: 'undefined' } }), undefined, 'it says nothing');
  });

  test('may hold whatever its caller puts there', () => {
    const { conversion } = take({ user: { email: 'x'.repeat(300), user_id: '' } });
    assert.deepEqual(conversion.identifiers, []);
    assert.equal(String(conversion.profile?.['email']).length, 300);
  });
});

describe('a report of a type', () => {
  test('has what the type has, where it says nothing else', () => {
    const { conversion } = take({ name: undefined, amount: 1_500 }, { type: TYPE });
    assert.deepEqual(
      [conversion.name, conversion.amount_minor, conversion.currency, conversion.type_id],
      ['demo_booked', 1_500, 'JPY', 't1'],
    );
    assert.deepEqual([conversion.workflow_id, conversion.master_workflow_id], ['wf_1', 'mwf_1']);
    const own = take({ amount: 15, currency: 'EUR', workflow_id: 'wf_2' }, { type: TYPE }).conversion;
    assert.deepEqual([own.name, own.amount_minor, own.currency, own.workflow_id], ['purchase', 1_500, 'EUR', 'wf_2']);
  });

  test('needs a name where there is no type', () => assert.equal(faultOf({ name: undefined }), 'name'));

  test('has its metadata in the types that are declared, and more', () => {
    const metadata = { seats: ' 12.5 ', plan: 7, extra: { kept: true } };
    assert.deepEqual(take({ metadata }, { type: TYPE }).conversion.metadata, {
      seats: 12.5,
      plan: '7',
      extra: { kept: true },
    });
    assert.deepEqual(take({ metadata: { seats: null } }, { type: TYPE }).conversion.metadata, { seats: null });
    for (const seats of ['many', '', true, [], 'Infinity']) {
      assert.equal(faultOf({ metadata: { seats } }, { type: TYPE }), 'metadata.seats', JSON.stringify(seats));
    }
    assert.equal(faultOf({ metadata: { plan: true } }, { type: TYPE }), 'metadata.plan');
  });
});

describe('a vendor’s leniency', () => {
  test('rounds to the even, and keeps the amount as it came', () => {
    const { conversion } = take({ amount: '1.005' }, lenient({ excess: 'half_even' }));
    assert.deepEqual([conversion.amount_minor, conversion.raw], [100, { amount: '1.005' }]);
    assert.equal(take({ amount: '1.00' }, lenient({ excess: 'half_even' })).conversion.raw, null);
  });

  test('takes negative amounts', () => {
    assert.equal(take({ amount: -5 }, lenient({ negative: 'allow' })).conversion.amount_minor, -500);
  });

  test('takes a time ahead as now, and keeps it as it came', () => {
    const { conversion } = take({ occurred_at: '2031-01-01T00:00:00Z' }, lenient({ future: 'clamp' }));
    assert.deepEqual([conversion.occurred_at, conversion.raw], [NOW, { occurred_at: '2031-01-01T00:00:00.000Z' }]);
  });

  test('tells a repetition by what was sent, and a contact by its address', () => {
    const told = take(
      { email: ' Jane@X.org ' },
      lenient({ requiresContact: true, sameness: { text: 'sent', isRetry: true } }),
    );
    assert.deepEqual(told.sameness, { hash: digestOf('sent'), is_retry: true });
    assert.equal(told.requires_contact?.email_node, nodeOf({ kind: 'email', value: 'jane@x.org' }).value);
    assert.match(told.requires_contact?.hmac ?? '', /^[0-9a-f]{64}$/);
    assert.equal('requires_contact' in take({ email: 'jane@x.org' }), false);
  });
});

describe('whose sale a report says it is', () => {
  test('is told by the affiliate, a coupon and what it earns', () => {
    const given = { coupon: ' autumn-10 ', earning_status: 'ready', referral_id: 'ref_1', click_id: 'clk_1' };
    const { conversion } = take(given, { affiliate: { id: 'a1' } });
    assert.deepEqual(
      [conversion.affiliate_id, conversion.coupon_code, conversion.earning_status],
      ['a1', 'AUTUMN-10', 'ready'],
    );
    assert.deepEqual([conversion.referral_id, conversion.click_id, conversion.raw], ['ref_1', 'clk_1', null]);
    const nothing = take({ coupon: ' ', earning_status: null, affiliate_id: null }).conversion;
    assert.deepEqual([nothing.affiliate_id, nothing.coupon_code, nothing.earning_status], [null, null, null]);
    assert.equal(faultOf({ coupon: 'x'.repeat(65) }), 'coupon');
    assert.equal(faultOf({ earning_status: 'none' }), 'earning_status');
  });

  test('by a click in the place of a referral is that click’s, unless another one is named', () => {
    const click = `clk_${'0'.repeat(32)}`;
    const tie = (given: object) => {
      const { click_id, referral_id } = take(given).conversion;
      return [click_id, referral_id];
    };
    assert.deepEqual(tie({ referral_id: click }), [click, null]);
    assert.deepEqual(tie({ referral_id: click, click_id: click }), [click, null]);
    assert.deepEqual(tie({ referral_id: click, click_id: 'clk_2' }), ['clk_2', click]);
    assert.deepEqual(tie({ referral_id: 'clk_short' }), [null, 'clk_short']);
  });

  test('a throw-away address is noted by its domain', () => {
    assert.deepEqual(take({ email: 'Jane@a.Mailinator.com' }).conversion.signals, {
      disposable_email: 'mailinator.com',
    });
    assert.deepEqual(take({ user: { email: 'x@mailinator.com' } }).conversion.signals, {
      disposable_email: 'mailinator.com',
    });
    assert.equal(take({ email: 'jane@x.org' }).conversion.signals, null);
    assert.equal(take({}).conversion.signals, null);
  });
});

describe('what a report has by default', () => {
  test('stands for one complete conversion', () => {
    const { conversion } = take({});
    assert.deepEqual([conversion.count, conversion.sales_status, conversion.currency], [1, 'complete', null]);
    assert.equal(take({ currency: 'nok' }).conversion.currency, 'NOK', 'what is said is kept, amount or not');
    assert.equal(faultOf({ currency: 'XQX' }), 'currency');
  });

  test('an interval is of a subscription', () => {
    assert.equal(take({ interval: 'monthly' }).conversion.interval, 'monthly');
    const once = take({ interval: 'monthly', is_subscription: false }).conversion;
    assert.deepEqual([once.interval, once.raw], [null, { interval: 'monthly' }]);
  });
});
