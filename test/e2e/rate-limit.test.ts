import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';

const LIMIT = 5;

describe('a collector that bounds the requests of a key', () => {
  let database: Database;
  let collector: Collector;

  before(async () => {
    database = await createDatabase();
    collector = await startCollector(database, {
      settings: { CLICKSTITCH_RATE_LIMIT_PER_MINUTE: String(LIMIT) },
    });
  });
  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const list = (key: string) =>
    fetch(`${collector.url}/v1/conversions`, { headers: { authorization: `Bearer ${key}` } });

  test('says with every answer how many are left, and beyond them when to come again', async () => {
    const { secret_key, test_secret_key } = collector.keys;
    for (let left = LIMIT - 1; left >= 0; left -= 1) {
      const { status, headers } = await list(secret_key);
      assert.equal(status, 200);
      assert.match(headers.get('ratelimit') ?? '', new RegExp(`^"per-collector"; r=${left}; t=\\d+$`));
      assert.match(headers.get('ratelimit-policy') ?? '', new RegExp(`^"per-collector"; q=${LIMIT}; w=60;`));
    }
    const refused = await list(secret_key);
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
    const seconds = Number(refused.headers.get('retry-after'));
    assert.ok(seconds > 0 && seconds <= 60, `${seconds} s`);
    const { code, detail, hint } = (await refused.json()) as Record<string, string>;
    assert.equal(code, 'rate_limited');
    assert.match(detail ?? '', /5 requests a minute to one collector/);
    assert.match(hint ?? '', /several things in one request/);

    assert.equal((await list(test_secret_key)).status, 200, 'another key has requests of its own');
    assert.equal((await fetch(`${collector.url}/readyz`)).status, 200, 'health is no request of a key');
  });

  test('bounds a vendor’s key by itself and in the vendor’s form; no other header makes a key another one', async () => {
    const made = await fetch(`${collector.url}/v1/api-keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${collector.keys.test_secret_key}` },
      body: JSON.stringify({ dialect: 'nexor' }),
    });
    const { data } = (await made.json()) as { data: { key: string } };
    const ask = (sent: Record<string, string>) =>
      fetch(`${collector.url}/api/public/conversion-types`, { headers: { 'x-api-key': data.key, ...sent } });
    for (let at = 0; at < LIMIT; at += 1) assert.equal((await ask({ authorization: `Bearer ${at}` })).status, 200);
    const refused = await ask({});
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    const { error, message } = (await refused.json()) as Record<string, string>;
    assert.ok(error && message);

    const disguised = await fetch(`${collector.url}/v1/conversions`, {
      headers: { authorization: `bearer  ${collector.keys.secret_key}`, 'x-api-key': 'another' },
    });
    assert.equal(disguised.status, 429);
  });
});
