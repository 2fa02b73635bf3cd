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
async function call(line: string, body?: unknown): Promise<Json> {
  const { status, json } = await send(line, body);
  assert.ok(status < 400, `${line}: ${JSON.stringify(json)}`);
  return json;
}

async function send(line: string, body?: unknown): Promise<{ status: number; json: Json }> {
  const [method = '', target = ''] = line.split(' ');
  const response = await fetch(collector.url + target, {
    method,
    headers: { authorization: `Bearer ${database.keys.secret_key}` },
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

  const key = idOf(await call('POST /v1/api-keys', { name: 'for a vendor', dialect: 'nexor' }));
  await call('GET /v1/api-keys');
  await call(`DELETE /v1/api-keys/${key}`);
  for (const path of ['conversion-types/type-1', 'sources/source-1', 'contacts/lead-1'])
    await call(`DELETE /v1/${path}`);
  assert.equal((await send('POST /v1/conversions', { name: 'purchase', amount: 'much' })).status, 400);

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
