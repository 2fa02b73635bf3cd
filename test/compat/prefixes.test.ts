import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openStand, type Stand } from './stand.ts';

describe('keys', () => {
  let stand: Stand;
  before(async () => {
    stand = await openStand();
  });
  after(() => stand?.close());

  test('nexor/auth/prefix: keys begin with nxr_live_', async () => {
    assert.match(await stand.createKey('nexor'), /^nxr_live_[\w-]/);
  });

  test("keys of the others begin as the vendor's do", async () => {
    assert.match(await stand.createKey('brandwave'), /^bw_live_[\w-]/);
    assert.match(await stand.createKey('affonso'), /^sk_live_[\w-]/);
    assert.match(await stand.createKey('chase'), /^chase_live_[\w-]/);
    assert.match(await stand.createKey('whop'), /^apik_live_[\w-]/);
  });

  test('keys of a test twin say so', async () => {
    const { test_secret_key } = stand.collector.keys;
    const body = { kind: 'secret', dialect: 'nexor', name: 'compat' };
    const asked = { method: 'POST', path: '/v1/api-keys', query: {}, headers: {}, body } as const;
    const made = await stand.setUp(asked, test_secret_key);
    assert.match((made as { data: { key: string } }).data.key, /^nxr_test_[\w-]/);
  });
});
