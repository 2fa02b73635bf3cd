import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Nginx, startNginx } from '../nginx.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { revokeKey } from './revoke.ts';
import { assertSold, type Entry, sell } from './sell.ts';

const WITHIN = 2_000;
const SALES = 12;
const SWEEP_EVERY = 500;

describe('three collectors behind nginx, each request to the next', () => {
  let cluster: Cluster;
  let nginx: Nginx;
  let entry: Entry;
  let startedAt: number;

  before(async () => {
    cluster = await startCluster({ collectors: 3, settings: { CLICKSTITCH_SWEEP_EVERY_MS: String(SWEEP_EVERY) } });
    startedAt = Date.now();
    nginx = await startNginx(cluster.collectors.map(({ port }) => port));
    entry = { url: nginx.url, keys: cluster.database.keys };
  });
  after(async () => {
    await nginx?.remove();
    await cluster?.remove();
  });

  test('credit a sale to the click that earned it, wherever its steps arrived', async () => {
    const names = Array.from({ length: SALES }, (_, place) => `sale${place}`);
    const ids = await Promise.all(names.map((name) => sell(entry, name)));
    const entries = [entry, entry, entry, ...cluster.collectors];
    for (const [place, name] of names.entries()) await assertSold(entries, name, ids[place] ?? '');
  });

  test('refuse a revoked key', async (context) => {
    const took = await revokeKey(cluster, cluster.database.url);
    context.diagnostic(`refused everywhere after ${took} ms`);
    assert.ok(took < WITHIN);
  });

  test('refuse a revoked key whose revocation no listening connection can bring', async (context) => {
    const took = await revokeKey(cluster, cluster.database.url, async (isOver) => {
      for (; !isOver(); await sleep(20)) await endListeners();
    });
    context.diagnostic(`refused everywhere after ${took} ms`);
    assert.ok(took < WITHIN);
  });

  test('refuse a revoked key although a listening connection has died unnoticed', async (context) => {
    const pids = await allListeners();
    const took = await revokeKey(cluster, cluster.database.url, async () => {
      // Until just before it is revoked everything was heard.
      await sleep(2_900);
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
    });
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    context.diagnostic(`refused everywhere after ${took} ms`);
    assert.ok(took < WITHIN);
  });

  test('do what is done by the clock once among them', async (context) => {
    const runs = await Promise.all(
      cluster.collectors.map(async ({ url }) => {
        const { jobs } = (await (await fetch(`${url}/readyz`)).json()) as { jobs: { sweep_anchors: { runs: number } } };
        return jobs.sweep_anchors.runs;
      }),
    );
    const periods = (Date.now() - startedAt) / SWEEP_EVERY;
    context.diagnostic(`${runs.join(' + ')} runs in ${periods.toFixed(1)} periods`);
    const all = runs.reduce((sum, count) => sum + count, 0);
    // A run may begin before the cluster counts as started.
    assert.ok(all > 0 && all <= periods + 3);
  });

  async function allListeners(): Promise<number[]> {
    for (;;) {
      const pids = await listeners();
      if (pids.length === cluster.collectors.length) return pids;
      await sleep(100);
    }
  }

  async function listeners(): Promise<number[]> {
    const { server } = cluster;
    const rows = await server.query<{ pid: number }>(
      server.url,
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'clickstitch listener'`,
    );
    return rows.map(({ pid }) => pid);
  }

  async function endListeners(): Promise<void> {
    const { server } = cluster;
    await server.query(
      server.url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'clickstitch listener'`,
    );
  }
});
