import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApi } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

interface Ready {
  jobs: Record<string, { runs: number; failures: number }>;
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database, { settings: { CLICKSTITCH_SWEEP_EVERY_MS: '200' } });
  });
  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  test('old requests are swept while others are committed', async () => {
    const api = createApi(collector, collector.keys.secret_key);
    const until = Date.now() + 1_500;
    const sellers = Array.from({ length: 8 }, async (_, seller) => {
      for (let sold = 0; Date.now() < until; sold += 1) {
        const sale = { name: 'purchase', order_id: `${seller} ${sold}`, amount: 1 };
        assert.equal((await api.post('/v1/conversions', sale)).status, 201);
      }
    });
    await Promise.all(sellers);
    await sleep(100);
    const { jobs } = (await (await fetch(`${collector.url}/readyz`)).json()) as Ready;
    const swept = jobs['sweep_requests'] ?? assert.fail(JSON.stringify(jobs));
    assert.ok(swept.runs >= 2, JSON.stringify(jobs));
    assert.equal(swept.failures, 0);
  });
});
