import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '../../domain/errors.ts';
import { newConversion } from '../../wire/conversion.ts';
import { conversionOf, eventOf } from './report.ts';

const lead = (more: object = {}) => ({ company_id: 'biz_1', event_name: 'lead', ...more });
const given = (more: object) => conversionOf(lead(more)).given;

const CURRENCIES = [
  ...'usd sgd inr aud brl cad dkk eur nok gbp sek chf hkd huf jpy mxn myr pln czk nzd aed eth ape cop ron thb'.split(
    ' ',
  ),
  ...'bgn idr dop php try krw twd vnd pkr clp uyu ars zar dzd tnd mad kes kwd jod all xcd amd bsd bhd bob bam'.split(
    ' ',
  ),
  ...'khr crc xof egp etb gmd ghs gtq gyd ils jmd mop mga mur mdl mnt nad ngn mkd omr pyg pen qar rwf sar rsd'.split(
    ' ',
  ),
  ...'lkr tzs ttd uzs rub btc cny usdt'.split(' '),
];
/** Of later copies of the document. */
const LATER_CURRENCIES = ['kzt', 'awg', 'whop_usd', 'xau'];

describe('a report to Whop', () => {
  test('is ours under other names', () => {
    const { account, given } = conversionOf(
      lead({
        action_source: 'chat',
        context: { gclid: 'g' },
        currency: 'usd',
        event_id: 'e',
        event_time: '2025-12-01T05:00:00Z',
        plan_id: 'plan_1',
        product_id: 'prod_1',
        referrer_url: 'https://a.test/',
        url: 'https://b.test/',
        user: { email: 'jane@example.com' },
        value: 6.9,
      }),
    );
    assert.equal(account, 'biz_1');
    assert.deepEqual(given, {
      name: 'lead',
      action_source: 'chat',
      context: { gclid: 'g' },
      currency: 'usd',
      event_id: 'e',
      occurred_at: '2025-12-01T05:00:00Z',
      plan_id: 'plan_1',
      price_ids: ['plan_1'],
      product_ids: ['prod_1'],
      referrer_url: 'https://a.test/',
      url: 'https://b.test/',
      user: { email: 'jane@example.com' },
      amount: 6.9,
    });
  });

  test('has no more in it than was said, whether in nothing, in null or in empty text', () => {
    const empty = { custom_name: '', event_id: '', plan_id: '', product_id: '', referrer_url: '', url: '' };
    const none = Object.fromEntries(
      [...Object.keys(empty), 'action_source', 'context', 'currency', 'event_time', 'user', 'value'].map((key) => [
        key,
        null,
      ]),
    );
    for (const more of [
      {},
      none,
      empty,
      { context: {}, user: {} },
      { context: { gclid: '' }, user: { email: null } },
    ]) {
      const said = Object.entries(given(more)).filter(([, value]) => value !== undefined && value !== null);
      assert.deepEqual(said, [['name', 'lead']]);
    }
  });

  for (const currency of [...CURRENCIES, ...LATER_CURRENCIES]) {
    test(`may be in ${currency}`, () => {
      for (const code of [currency, currency.toUpperCase()]) {
        assert.equal(given({ currency: code, value: 5 }).currency, code);
      }
    });
  }

  test('the document names 86 currencies', () => assert.equal(new Set(CURRENCIES).size, 86));

  test('keeps keys that nobody documents, without the meaning that they have with us', () => {
    const { raw, order_id, ...rest } = given({ raw: 1, order_id: 'o', name: 'n', user: { lead_id: 'l', other: 2 } });
    assert.deepEqual(
      [raw, order_id, rest.name, rest['whop.order_id'], rest['whop.name']],
      [1, undefined, 'lead', 'o', 'n'],
    );
    assert.deepEqual(rest.user, { 'whop.lead_id': 'l', other: 2 });
  });

  test('whatever it holds, it is refused in words of its field or is one that we take', () => {
    const fields = [
      'event_id',
      'value',
      'currency',
      'event_time',
      'context',
      'user',
      'url',
      'plan_id',
      'custom_name',
      'metadata',
      'order_id',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 2 })), (more) => {
        try {
          const parsed = newConversion.safeParse(given(more));
          assert.ok(parsed.success, String(parsed.error));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          const [field = ''] = error.detail.field?.split('.') ?? [];
          assert.ok(field in more && error.message.startsWith(field), error.message);
        }
      }),
    );
  });

  test('says what was expected, and what came', () => {
    const faults: [object, RegExp][] = [
      [{ event_name: 'Lead' }, /^event_name: expected one of lead, .*, custom; received "Lead"$/],
      [{ event_name: undefined }, /^event_name: is required$/],
      [{ company_id: undefined }, /^company_id: is required$/],
      [{ action_source: 'fax' }, /^action_source: expected one of email, .*; received "fax"$/],
      [{ value: '6.9' }, /^value: expected number, received string$/],
      [{ currency: 'zzz' }, /^currency: "zzz" is not a currency that is known; /],
      [{ event_time: 'soon' }, /^event_time: expected ISO 8601 with an offset, .*; received "soon"$/],
      [{ event_time: 5 }, /^event_time: expected string, received number$/],
      [{ context: { gclid: 7 } }, /^context.gclid: expected string, received number$/],
      [{ user: { email: {} } }, /^user.email: expected string, received object$/],
      [{ event_name: 'custom' }, /^custom_name: is required where event_name is custom$/],
    ];
    for (const [more, message] of faults) {
      assert.throws(() => conversionOf(lead(more)), { name: 'AppError', code: 'invalid', message });
    }
    assert.throws(() => conversionOf(undefined), { code: 'invalid', message: 'body: is required' });
    assert.throws(() => conversionOf([]), { code: 'invalid', message: 'body: expected object, received array' });
  });
});

describe('a report to the successor', () => {
  test('names an account, and any event', () => {
    assert.deepEqual(
      ['lead', 'view_content', 'add_to_cart', 'anything'].map(
        (event_name) => eventOf({ account_id: 'biz_1', event_name }).given.name,
      ),
      ['lead', 'view_content', 'add_to_cart', 'anything'],
    );
    assert.throws(() => eventOf(lead()), { code: 'invalid', message: 'account_id: is required' });
  });

  test('has a name of its own of at most 35 characters', () => {
    const of = (custom_name: string) => eventOf({ account_id: 'biz_1', event_name: 'custom', custom_name }).given.name;
    assert.equal(of('x'.repeat(35))?.length, 35);
    assert.deepEqual(['lead', 'custom:lead', 'Lead', 'leads', 'custom'].map(of), [
      'custom:lead',
      'custom:custom:lead',
      'Lead',
      'leads',
      'custom',
    ]);
    assert.throws(() => of('x'.repeat(36)), { code: 'invalid', message: /^custom_name: .*35/ });
  });
});
