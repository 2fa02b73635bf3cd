import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ask, VendorRequest } from './dialect.ts';
import { whop } from './whop.ts';

const request = (more: Partial<VendorRequest> = {}): VendorRequest => ({
  params: {},
  query: {},
  headers: {},
  body: { company_id: 'biz_1', event_name: 'lead' },
  received_at: Date.UTC(2026, 10, 20),
  account: null,
  place: 'key POST /api/v1/conversions',
  ...more,
});

function ask(
  more: Partial<VendorRequest> = {},
  path = '/api/v1/conversions',
): Extract<Ask, { ask: 'create_conversion' }> {
  const asked = whop.routes.find((route) => route.path === path)?.ask(request(more));
  if (asked?.ask !== 'create_conversion') return assert.fail('it asks for something else');
  return asked;
}

describe('what Whop’s callers ask', () => {
  test('is for the company that they name', () => {
    assert.equal(ask().account, 'biz_1');
    assert.equal(ask({ account: 'biz_1' }).account, 'biz_1');
    assert.throws(() => ask({ account: 'biz_2' }), { code: 'forbidden', message: /^company_id: / });
    const body = { account_id: 'biz_1', event_name: 'lead' };
    assert.equal(ask({ body }, '/api/v1/events').account, 'biz_1');
    assert.throws(() => ask({ body, account: 'biz_2' }, '/api/v1/events'), {
      code: 'forbidden',
      message: /^account_id: /,
    });
  });

  test('may be asked again without an id, and is the same then', () => {
    const first = ask({ headers: { 'x-stainless-retry-count': '0' } }).leniency.sameness;
    const second = ask({ headers: { 'x-stainless-retry-count': '1' } }).leniency.sameness;
    assert.deepEqual([first?.isRetry, second?.isRetry], [false, true]);
    assert.equal(first?.text, second?.text);
    assert.notEqual(ask({ place: 'another key' }).leniency.sameness?.text, first?.text);
    assert.notEqual(ask({ body: { company_id: 'biz_1', event_name: 'contact' } }).leniency.sameness?.text, first?.text);
  });

  test('is told from all else by its own id, where it has one', () => {
    const body = { company_id: 'biz_1', event_name: 'lead', event_id: 'evnt_1' };
    assert.equal(ask({ body, headers: { 'x-stainless-retry-count': '1' } }).leniency.sameness, undefined);
    assert.equal(ask({ body: { ...body, event_id: '' } }).leniency.sameness?.isRetry, false);
  });

  test('is no repetition where a client counts in another way', () => {
    for (const count of ['', 'one', '-1']) {
      assert.equal(ask({ headers: { 'x-stainless-retry-count': count } }).leniency.sameness?.isRetry, false);
    }
  });
});
