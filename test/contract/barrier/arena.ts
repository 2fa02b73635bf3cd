import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { schema } from '../../../packages/collector/src/domain/schema.ts';
import { openPostgresStore } from '../../../packages/collector/src/store/postgres/postgres-store.ts';
import type { Store } from '../../../packages/collector/src/store/store.ts';
import { takeDatabase } from '../postgres-databases.ts';
import type { GatedRun } from './gated-run.ts';

export type SideName = 'A' | 'B';

/** A database with a store for either side, and somebody who watches them. */
export interface Arena {
  stores: Readonly<Record<SideName, Store>>;
  /** Why transactions were run again since it was emptied. */
  retries: string[];
  /** Waits until a side is at a gate or done, or waits for what the other has locked: `blocked`. */
  reached(side: SideName, run: GatedRun): Promise<'settled' | 'blocked'>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

const EMPTY = ['anchor', ...schema.map(({ name }) => name)].map((name) => `DELETE FROM "${name}"`).join('; ');
const IS_BLOCKED = `SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`;
const LOOK_EVERY = 3;
const LONGEST_STEP = 15_000;

export async function openArena(): Promise<Arena> {
  const { url, giveBack } = await takeDatabase();
  const retries: string[] = [];
  const open = (side: SideName) =>
    openPostgresStore({ url: asNamed(url, side), onRetry: (reason) => retries.push(reason) });
  const stores = { A: await open('A'), B: await open('B') };
  const watcher = new pg.Client({ connectionString: url });
  await watcher.connect();
  await watcher.query('SET synchronous_commit = off');

  return {
    stores,
    retries,
    async reached(side, run) {
      const until = Date.now() + LONGEST_STEP;
      let isSettled = false;
      const settled = run.settled().then(() => {
        isSettled = true;
      });
      for (;;) {
        await Promise.race([settled, sleep(LOOK_EVERY)]);
        if (isSettled) return 'settled';
        const { rows } = await watcher.query(IS_BLOCKED, [nameOf(side)]);
        if (isSettled) return 'settled';
        if (rows.length > 0) return 'blocked';
        if (Date.now() > until) throw new Error(`side ${side} hangs behind ${run.steps.at(-1)?.name}`);
      }
    },
    async empty() {
      await watcher.query(EMPTY);
      retries.length = 0;
    },
    async close() {
      await Promise.all([stores.A.close(), stores.B.close(), watcher.end()]);
      giveBack();
    },
  };
}

/** By the name of its connections a side is told from the other. */
function asNamed(url: string, side: SideName): string {
  const named = new URL(url);
  named.searchParams.set('application_name', nameOf(side));
  return named.href;
}

function nameOf(side: SideName): string {
  return `barrier ${side}`;
}
