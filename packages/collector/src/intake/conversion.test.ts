import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { MINUTE } from '../domain/time.ts';
import { newConversion } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { intakeConversion } from './conversion.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

const take = (given: object) =>
  intakeConversion(parse(newConversion, { name: 'purchase', ...given }), {
    workspace_id: 'w',
    received_at: NOW,
    currency: 'USD',
  });

/** The field that a report is refused for. */
function faultOf(given: object): string | undefined {
  try {
    take(given);
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
    const { conversion, ...command } = take({ order_id: 'o1', amount: '99.5', currency: 'eur', coupon: { code: 'X' } });
    assert.equal(command.recorded_at, NOW);
    assert.notEqual(conversion.id, command.id);
    assert.deepEqual([conversion.amount_minor, conversion.currency, conversion.occurred_at], [9_950, 'EUR', NOW]);
    assert.deepEqual(conversion.raw, { coupon: { code: 'X' } });
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
    const { conversion } = take({ phone: '0151 123456', member_id: 'm1', external_id: 'null', email: '' });
    assert.deepEqual(conversion.identifiers, [{ kind: 'member', value: 'm1' }]);
    assert.deepEqual(conversion.raw, { phone: '0151 123456', external_id: 'null' });
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
