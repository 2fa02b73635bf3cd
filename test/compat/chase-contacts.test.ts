import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { send } from './send.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
before(async () => {
  stand = await openStand();
});
after(() => stand?.close());

const asked = { query: {}, headers: {} };

test('chase/auth/organisation: a key finds the contacts of its own workspace alone', async () => {
  const { test_secret_key } = stand.collector.keys;
  const body = { email: 'elsewhere@example.com' };
  await stand.setUp({ ...asked, method: 'POST', path: '/v1/contacts', body }, test_secret_key);
  const asking = { kind: 'secret', dialect: 'chase', name: 'twin' };
  const made = await stand.setUp({ ...asked, method: 'POST', path: '/v1/api-keys', body: asking }, test_secret_key);
  const twins = (made as { data: { key: string } }).data.key;

  const statusFor = async (key: string) => {
    const request = { ...asked, method: 'POST' as const, path: '/api/v2/conversions', body };
    return (await send(stand.collector.url, request, { 'x-api-key': key })).status;
  };
  assert.equal(await statusFor(await stand.createKey('chase')), 200);
  assert.equal(await statusFor(twins), 202);
});
