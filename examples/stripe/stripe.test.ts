import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Stripe } from 'stripe';
import { createCheckout } from './create-checkout.ts';
import { findProduct, type Product } from './products.ts';
import { readVisitor } from './visitor-cookie.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('docs/stripe.md shows the very function that the shop runs', () => {
  const source = read('./create-checkout.ts');
  assert.ok(read('../../docs/stripe.md').includes(source.slice(source.indexOf('export function'))));
});

test('whoever is known is named to Stripe, and nobody where nobody is', () => {
  const asked = (slug: string, visitor: object) => {
    let params: Stripe.Checkout.SessionCreateParams = {};
    const create = (given: typeof params) => {
      params = given;
    };
    createCheckout(
      { checkout: { sessions: { create } } } as unknown as Stripe,
      findProduct(slug) as Product,
      visitor,
      '',
    );
    return [params.client_reference_id, params.metadata, params.subscription_data?.metadata];
  };
  const [click_id, visitor_id] = ['clk_1', '01931c4e-7b1a-7abc-8def-0123456789ab'];
  const both = { clickstitch_click_id: click_id, clickstitch_visitor_id: visitor_id };
  assert.deepEqual(asked('cup-club', { click_id, visitor_id }), [click_id, both, both]);
  assert.deepEqual(asked('tide-bowl', { visitor_id }), [visitor_id, { clickstitch_visitor_id: visitor_id }, undefined]);
  assert.deepEqual(asked('tide-bowl', {}), [undefined, {}, undefined]);
});

test('the cookie is the visitor’s to write: what is no id is left out, of several the newest counts', () => {
  const cookie = (value: unknown) => `_cst=${encodeURIComponent(JSON.stringify(value))}`;
  const [older, newer] = ['01931c4e-7b1a-7abc-8def-0123456789ab', '01931c4e-7b1a-7abc-8def-ba9876543210'];
  const last = (value: unknown) => ({ click_ids: { cs_click: { value } } });
  const cases: [string | undefined, object][] = [
    [undefined, {}],
    ['_cst=%', {}],
    ['_cst=null; a=b', {}],
    [cookie({ visitor_id: '<script>', last: last('clk_<') }), {}],
    [cookie({ visitor_id: older, last: last(['clk_1']) }), { visitor_id: older }],
    [
      `${cookie({ visitor_id: older, ts: 1 })};${cookie({ visitor_id: newer, ts: 2, last: last('clk_a1') })}`,
      { visitor_id: newer, click_id: 'clk_a1' },
    ],
  ];
  for (const [header, visitor] of cases) assert.deepEqual(readVisitor(header), visitor, header);
});
