import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import type { Engine } from '../collector.ts';
import { sharedPostgres } from '../postgres.ts';

/** What `clickstitch replay --json` prints. */
export interface Replayed {
  commands: number;
  seconds: number;
  per_second: number;
  missing: number;
  equal: boolean;
  digests: Record<string, { source: string; target: string }>;
}

/** Databases to derive into, on either engine. */
export interface Targets {
  folder: string;
  /** The URL of a database that is empty, or not there yet. */
  empty(engine: Engine): Promise<string>;
  remove(): Promise<void>;
}

export async function createTargets(): Promise<Targets> {
  const folder = await mkdtemp(join(tmpdir(), 'clickstitch-replay-'));
  const made: string[] = [];
  let files = 0;
  return {
    folder,
    async empty(engine) {
      if (engine === 'sqlite') {
        files += 1;
        return `sqlite:${join(folder, `${files}`, 'new.db')}`;
      }
      const url = await (await sharedPostgres()).createDatabase();
      made.push(url);
      return url;
    },
    async remove() {
      for (const url of made) await (await sharedPostgres()).dropDatabase(url);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Derives one into the other, which must succeed. */
export async function replayed(source: string, into: string): Promise<Replayed & { said: string }> {
  const { code, said, output } = await runClickstitch(['replay', '--into', into, '--json'], source);
  assert.equal(code, 0, said);
  return { ...JSON.parse(output), said };
}

/** Rows of a table, as they are now; 0 where it is not there yet. */
async function count(url: string, table: string): Promise<number> {
  const sql = `SELECT count(*) AS rows FROM ${table}`;
  if (url.startsWith('postgres')) {
    const rows = await (await sharedPostgres()).query<{ rows: string }>(url, sql).catch(() => []);
    return Number(rows[0]?.rows ?? 0);
  }
  try {
    const database = new Database(url.slice('sqlite:'.length), { readonly: true });
    try {
      return database.prepare<[], { rows: number }>(sql).get()?.rows ?? 0;
    } finally {
      database.close();
    }
  } catch {
    return 0;
  }
}

/** Commands in a database's log. */
export const logged = async (url: string) => (await count(url, 'command')) + (await count(url, 'event'));

/** Resolves when the first events are derived. */
export async function underWay(url: string): Promise<void> {
  while ((await count(url, 'event')) === 0) await sleep(2);
}
