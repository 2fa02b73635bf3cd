import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Visitor } from '../visitor/visitor.ts';
import { fieldValue } from './field-value.ts';

const touch = (of: string) => ({
  id: of,
  occurred_at: 1,
  url: `https://shop.example/${of}`,
  referrer: `https://${of}.example/`,
  utm: { source: of, ad_id: `${of} ad` },
  click_ids: { gclid: { value: `G-${of}`, first_seen_at: 1 }, cs_click: { value: `clk_${of}`, first_seen_at: 1 } },
  referral_code: `code-${of}`,
});
const visitor: Visitor = { visitor_id: 'v', ts: 1, user_id: 'u', first: touch('one'), last: touch('two') };
const read = (name: string, of: Visitor | undefined = visitor) => fieldValue(name, of, ['gclid', 'fbclid', 'cs_click']);

it('reads the latest arrival, or the first where the name says so, in any case of letters', () => {
  for (const [name, value] of [
    ['visitor_id', 'v'],
    ['user_id', 'u'],
    ['click_id', 'clk_two'],
    ['cs_click', 'clk_two'],
    ['landing_url', 'https://shop.example/two'],
    ['referrer', 'https://two.example/'],
    ['referral_code', 'code-two'],
    ['gclid', 'G-two'],
    ['GCLID', 'G-two'],
    ['utm_source', 'two'],
    ['UTM_Source', 'two'],
    ['utm_ad_id', 'two ad'],
    ['first_click_id', 'clk_one'],
    ['first_gclid', 'G-one'],
    ['first_utm_source', 'one'],
    ['first_landing_url', 'https://shop.example/one'],
  ] as const)
    assert.equal(read(name), value, name);
});

it('is empty where a name is one and nothing is known of it', () => {
  for (const name of ['fbclid', 'first_fbclid', 'utm_term', 'first_utm_medium']) assert.equal(read(name), '', name);
  for (const name of ['visitor_id', 'user_id', 'click_id', 'referrer', 'gclid', 'utm_source', 'first_landing_url'])
    assert.equal(fieldValue(name, undefined, ['gclid']), '', name);
});

it('knows no other name', () => {
  for (const name of [
    '',
    'email',
    'first_',
    'first_visitor_id',
    'first_user_id',
    'first_first_gclid',
    'utm_',
    'utm',
    'yclid',
    'toString',
    '__proto__',
  ])
    assert.equal(read(name), undefined, name);
});
