import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sendEvents } from '../api.ts';
import { createDatabase, startCollector } from '../collector.ts';
import { conforming, describedRoutes } from './conforming.ts';

const database = await createDatabase();
const collector = await startCollector(database);
const called = new Set<string>();

after(async () => {
  await collector.kill();
  await database.remove();
});

type Json = { data: Record<string, never> & Record<string, never>[]; next_cursor: never };

/** Calls a route, which must do what it is asked, and holds what comes back against its description. */
async function call(line: string, body?: unknown, key?: string): Promise<Json> {
  const { status, json } = await send(line, body, key);
  assert.ok(status < 400, `${line}: ${JSON.stringify(json)}`);
  return json;
}

async function send(
  line: string,
  body?: unknown,
  key = database.keys.secret_key,
): Promise<{ status: number; json: Json }> {
  const [method = '', target = ''] = line.split(' ');
  const response = await fetch(collector.url + target, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const url = new URL(target, collector.url);
  const json = (await response.json()) as Json;
  called.add(conforming({ method, path: url.pathname, status: response.status, body: json }).id);
  return { status: response.status, json };
}

const idOf = ({ data }: Json) => String(data['id']);

test('every route answers as the OpenAPI document says, to the last field', async () => {
  await call('POST /v1/affiliates', { name: 'Ada', code: 'ada', destination_url: 'https://shop.test/' });
  await call('GET /v1/affiliates');
  const account = { method: 'bank', holder: 'Ben', iban: 'DE89370400440532013000' };
  await call('POST /v1/affiliates', { name: 'Ben', external_id: 'aff-2', group: 'gold', payout_details: account });
  await call('GET /v1/affiliates/aff-2');
  await call('PATCH /v1/affiliates/aff-2', { payout_details: { method: 'paypal', email: 'ben@shop.test' } });
  await call('POST /v1/affiliates/aff-2/suspend');
  assert.equal((await send('POST /v1/affiliates/aff-2/reject')).status, 409);
  await call('POST /v1/affiliates/aff-2/approve');
  const link = idOf(await call('POST /v1/links', { affiliate_id: 'aff-2', destination_url: 'https://shop.test/sale' }));
  await call('GET /v1/links?affiliate_id=aff-2&limit=1');
  await call(`GET /v1/links/${link}`);
  await call(`PATCH /v1/links/${link}`, { name: 'Sale' });
  await call(`DELETE /v1/links/${link}`);
  await call('POST /v1/coupons', { affiliate_id: 'aff-2', code: 'ben10', external_id: 'coupon-1' });
  await call('GET /v1/coupons');
  await call('GET /v1/coupons/coupon-1');
  await call('PATCH /v1/coupons/coupon-1', { description: '10 % off' });
  await call('DELETE /v1/coupons/coupon-1');
  await call('DELETE /v1/affiliates/aff-2');
  const click = await call('POST /v1/clicks', { url: 'https://shop.test/?ref=ada', code: 'ada', visitor_id: 'v1' });
  await sendEvents(collector, 'v1', [
    { id: 'e1', name: 'page_view', touch: { id: 't1', occurred_at: Date.now(), url: 'https://shop.test/?gclid=1' } },
    { id: 'e2', name: 'purchase', order_id: 'o9', value: 5, currency: 'EUR' },
  ]);

  const type = { name: 'Reservation', currency: 'EUR', fields: [{ key: 'unit', label: 'Unit', type: 'text' }] };
  await call('POST /v1/conversion-types', { ...type, external_id: 'type-1' });
  await call('GET /v1/conversion-types');
  await call('GET /v1/conversion-types/type-1');
  await call('PATCH /v1/conversion-types/type-1', { description: 'A flat that is reserved' });
  const source = { name: 'Podcast', type: 'promo_code', category: 'podcast' };
  await call('POST /v1/sources', { ...source, external_id: 'source-1' });
  await call('GET /v1/sources');
  await call('GET /v1/sources/source-1');
  await call('PATCH /v1/sources/source-1', { channel: 'youtube' });
  const connected = idOf(await call('POST /v1/connections', { provider: 'stripe', secret: 'whsec_0123456789' }));
  await call('GET /v1/connections');
  await call(`GET /v1/connections/${connected}`);
  await call(`PATCH /v1/connections/${connected}`, { settings: { commission_on: { tax: true } } });
  await call(`DELETE /v1/connections/${connected}`);
  await call('POST /v1/contacts', [
    { kind: 'lead', external_id: 'lead-1', email: 'jane@shop.test' },
    { kind: 'nobody' },
  ]);
  await call('POST /v1/contacts', { email: 'john@shop.test' });
  await call('GET /v1/contacts?limit=1');
  await call('GET /v1/contacts/lead-1');
  await call('PATCH /v1/contacts/lead-1', { first_name: 'Jane' });

  const report = {
    ...{ order_id: 'o1', external_id: 'c1', conversion_type_id: 'type-1', source_id: 'source-1', amount: 99.5 },
    ...{ lead_id: 'lead-1', email: 'jane@shop.test', click_id: idOf(click), visitor_id: 'v1', origin: 'website' },
    ...{ metadata: { unit: 'A' }, context: { gclid: '1' }, user: { city: 'Paris' }, product_ids: ['p1'], extra: 1 },
  };
  const conversion = idOf(await call('POST /v1/conversions', report));
  await call('POST /v1/conversions', report);
  await call('POST /v1/conversions/batch', { conversions: [{ name: 'lead' }, { name: 'lead', amount: 'much' }] });
  await call('POST /v1/conversions/confirm', { order_id: 'o9' });
  await call('POST /v1/conversions/confirm', [{ order_id: 'o9' }, { id: 'nothing' }]);
  await call('PATCH /v1/conversions/c1', { notes: 'Paid in cash' });
  await call(`POST /v1/conversions/${conversion}/refund`, { amount: 9.5, reason: 'broken' });
  await call('POST /v1/conversions/refund', { order_id: 'o77', amount: 1, currency: 'EUR' });
  await call(`GET /v1/conversions/${conversion}/refunds`);
  await call('GET /v1/conversions?status=all&search=jane');
  await call('GET /v1/conversions?sort=amount&order=asc&limit=1');
  await call('GET /v1/conversions/c1');
  await call(`GET /v1/conversions/${conversion}/receipts`);
  await call(`GET /v1/conversions/${conversion}/why`);
  await call(`POST /v1/conversions/${conversion}/share_link`);
  await call('GET /v1/receipts');
  await call('DELETE /v1/conversions/c1?release_key=true');

  await call('POST /v1/identify', { user_id: 'u1', email: 'jane@shop.test', visitor_id: 'v1' });
  await call('POST /v1/alias', { user_id: 'u1', previous_id: 'u0' });
  await call('GET /v1/people');
  const [person] = (await call('GET /v1/people?user_id=u1')).data;
  const jane = String(person?.['id']);
  await call(`GET /v1/people/${jane}`);
  const [edge] = (await call(`GET /v1/people/${jane}/edges`)).data;
  await call(`GET /v1/people/${jane}/timeline`);
  await call(`GET /v1/people/${jane}/sessions`);
  await call(`DELETE /v1/people/${jane}/edges/${edge?.['id']}`);
  await call(`DELETE /v1/people/${jane}`);

  const program = idOf(await call('POST /v1/programs', { name: 'Earning', currency: 'EUR' }));
  await call('POST /v1/incentives', { program_id: program, name: 'Share', type: 'percentage', rate: 20 });
  const cleo = idOf(await call('POST /v1/affiliates', { name: 'Cleo', program_id: program, email: 'cleo@shop.test' }));
  const owed = { name: 'purchase', order_id: 'o_earned', amount: 10, affiliate_id: cleo, email: 'cleo@shop.test' };
  const sale = idOf(await call('POST /v1/conversions', { ...owed, currency: 'USD' }));
  await call(`PATCH /v1/conversions/${sale}`, { currency: 'EUR' });
  const [earning] = (await call(`GET /v1/earnings?conversion_id=${sale}`)).data;
  await call(`GET /v1/earnings/${earning?.['id']}`);
  await call('GET /v1/reviews');
  await call(`POST /v1/earnings/${earning?.['id']}/approve`, { note: 'A gift' });
  await call(`POST /v1/earnings/${earning?.['id']}/decline`);
  await call(`GET /v1/conversions/${sale}/why`);
  await call(`GET /v1/conversions/${sale}/receipts`);
  await call(`GET /v1/affiliates/${cleo}/balance`);
  const lead = { affiliate_id: cleo, email: 'max@shop.test' };
  const { referral } = (await call('POST /v1/referrals', lead)).data as unknown as { referral: { id: string } };
  await call('POST /v1/referrals', lead);
  await call('GET /v1/referrals');
  await call(`GET /v1/referrals/${referral.id}`);
  await call(`PATCH /v1/referrals/${referral.id}`, { status: 'canceled', locks_rate: true });

  await call('POST /v1/programs', { external_id: 'program-1', name: 'Partners', terms_url: 'https://shop.test/terms' });
  await call('GET /v1/programs');
  await call('PATCH /v1/programs/program-1', { cookie_days: 60, blocked_countries: ['KP'] });
  await call('GET /v1/programs/program-1');
  const incentive = { program_id: 'program-1', type: 'percentage', rate: 20, tiers: [{ from: 10, rate: 25 }] };
  await call('POST /v1/incentives', { ...incentive, external_id: 'incentive-1', name: 'Base' });
  await call('GET /v1/incentives?program_id=program-1');
  await call('PATCH /v1/incentives/incentive-1', { caps: { total: '1000.50' } });
  await call('GET /v1/incentives/incentive-1');
  await call('DELETE /v1/incentives/incentive-1');
  await call('DELETE /v1/programs/program-1');

  await call('GET /v1/tag-settings');
  const goal = { event: 'lead', url: '/thanks', value: '20', currency: 'EUR', props: { form: 'contact' } };
  const consent = { ads: 'denied' };
  await call('PUT /v1/tag-settings', {
    goals: [goal, { event: 'demo', selector: '#demo' }],
    consent,
    click_ids: ['c'],
  });
  await call('GET /v1/tag-settings');

  const key = idOf(await call('POST /v1/api-keys', { name: 'for a vendor', dialect: 'nexor' }));
  await call('GET /v1/api-keys');
  await call(`DELETE /v1/api-keys/${key}`);
  for (const path of ['conversion-types/type-1', 'sources/source-1', 'contacts/lead-1'])
    await call(`DELETE /v1/${path}`);
  assert.equal((await send('POST /v1/conversions', { name: 'purchase', amount: 'much' })).status, 400);

  await call('POST /v1/exchange-rates', { rates: [{ date: '2026-01-05', base: 'EUR', quote: 'USD', rate: '1.0856' }] });
  await call('POST /v1/exchange-rates', { rates: [{ date: '2026-01-05', base: 'EUR', quote: 'USD', rate: 1.0856 }] });
  await call('GET /v1/exchange-rates?base=EUR');
  await call('POST /v1/programs', { external_id: 'paying', name: 'Paying', currency: 'EUR', hold_days: 0 });
  await call('POST /v1/incentives', { program_id: 'paying', name: 'A fifth', type: 'percentage', rate: 20 });
  const payPal = { method: 'paypal', email: 'kim@shop.test' };
  await call('POST /v1/affiliates', { external_id: 'kim', name: 'Kim', program_id: 'paying', payout_details: payPal });
  await call('POST /v1/affiliates', { external_id: 'lee', name: 'Lee', program_id: 'paying' });
  const sold = { name: 'purchase', amount: 10, currency: 'EUR' };
  for (const affiliate_id of ['kim', 'kim', 'lee']) await call('POST /v1/conversions', { ...sold, affiliate_id });
  await call('POST /v1/payouts', { affiliate_id: 'kim', external_id: 'payout-1' });
  await call('POST /v1/payouts', { affiliate_id: 'kim', external_id: 'payout-1' });
  await call('POST /v1/payouts/payout-1/cancel');
  await call('POST /v1/affiliates/lee/suspend');
  const { made } = (await call('POST /v1/payouts', { program_id: 'paying' })).data as unknown as {
    made: { id: string }[];
  };
  const payout = made[0]?.id ?? assert.fail('nobody is paid');
  await call(`POST /v1/payouts/${payout}/approve`);
  await call(`POST /v1/payouts/${payout}/fail`, { reason: 'The account is closed' });
  await call(`POST /v1/payouts/${payout}/reopen`);
  const again = idOf(await call('POST /v1/payouts', { affiliate_id: 'kim' }));
  await call(`POST /v1/payouts/${again}/approve`);
  await call('GET /v1/payouts/export?format=bank&as=json');
  await call(`POST /v1/payouts/${again}/pay`, { reference: 'r1' });
  await call('GET /v1/payouts?status=paid');
  await call(`GET /v1/payouts/${again}`);
  await call(`GET /v1/payouts/${again}/items`);

  const { token } = (await call('POST /v1/affiliates/kim/portal-token')).data as unknown as { token: string };
  for (const page of ['summary', 'links', 'clicks', 'leads', 'sales', 'earnings', 'payouts'])
    await call(`GET /v1/portal/${page}`, undefined, token);

  const left = describedRoutes().map(({ id }) => id);
  assert.deepEqual(
    left.filter((id) => !called.has(id)),
    [],
  );
});

test('the document and the page that shows it come from the collector alone', async () => {
  const document = await fetch(`${collector.url}/openapi.json`);
  assert.equal(document.status, 200);
  const { openapi, servers } = (await document.json()) as { openapi: string; servers: { url: string }[] };
  assert.match(openapi, /^3\.1\./);
  assert.equal(servers[0]?.url, collector.url.replace('127.0.0.1', 'localhost'));
  const page = await fetch(`${collector.url}/docs`);
  const text = await page.text();
  const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
  assert.ok(files.length >= 3 && files.every((file) => /^(\/docs\/|data:)/.test(file)), text);
  for (const file of files.filter((one) => one.startsWith('/')))
    assert.equal((await fetch(collector.url + file)).status, 200, file);
});
