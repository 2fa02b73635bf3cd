import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, startCluster } from './cluster.ts';
import { harms } from './harm/harms.ts';
import { revokeKey } from './revoke.ts';
import { isKept, runFault } from './run-fault.ts';
import { assertSold, sell } from './sell.ts';
import { throughPgbouncer } from './through-pgbouncer.ts';

/** Each transaction may be on another connection there, and nobody hears what others announce. */

const SECONDS = 4;
const REVOKED_WITHIN = 2_000;

describe('collectors behind pgbouncer in transaction mode', () => {
  let cluster: Cluster;
  let url: string;

  before(async () => {
    cluster = await startCluster({
      collectors: 2,
      async between(server, direct) {
        const way = await throughPgbouncer(server, direct);
        url = way.url;
        return way;
      },
    });
  });
  after(() => cluster?.remove());

  test('take events, clicks and conversions, and say what became of them', async () => {
    const [one, two] = cluster.collectors;
    assert.ok(one && two);
    await assertSold([one, two], 'first', await sell(one, 'first'));
    await assertSold([one, two], 'second', await sell(two, 'second'));
  });

  test('refuse a revoked key', async (context) => {
    const took = await revokeKey(cluster, url);
    context.diagnostic(`refused everywhere after ${took} ms`);
    assert.ok(took < REVOKED_WITHIN);
  });
});

for (const [name, harm] of [
  ['under load', async (_: Cluster, until: number) => sleep(until - Date.now(), 1)],
  ['under load, while PostgreSQL ends its connections', harms['backend-terminated'].harm],
] as const) {
  test(`collectors behind pgbouncer keep what they acknowledged ${name}`, async (context) => {
    const verdict = await runFault('pgbouncer', { harm, between: throughPgbouncer }, SECONDS, (text) =>
      context.diagnostic(text),
    );
    context.diagnostic(JSON.stringify(verdict));
    assert.ok(isKept(verdict), JSON.stringify(verdict));
  });
}
