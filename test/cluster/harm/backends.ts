import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster.ts';

const READY_WITHIN = 30_000;

/** Process ids of the backends that serve the collectors. */
export async function backendsOf({ server, database }: Cluster): Promise<number[]> {
  const rows = await server.query<{ pid: number }>(
    server.url,
    `SELECT pid FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'clickstitch%'`,
    [new URL(database.url).pathname.slice(1)],
  );
  return rows.map(({ pid }) => pid);
}

/** Any one of them; `undefined` while there is none. */
export async function anyBackendOf(cluster: Cluster): Promise<number | undefined> {
  const pids = await backendsOf(cluster);
  return pids[Math.floor(Math.random() * pids.length)];
}

/** Resolves when PostgreSQL takes connections. */
export async function postgresReady({ server }: Cluster): Promise<void> {
  const until = Date.now() + READY_WITHIN;
  for (;;) {
    try {
      await server.query(server.url, 'SELECT 1');
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(10);
    }
  }
}
