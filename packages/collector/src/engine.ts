import { commitGroup } from './commit/group.ts';
import type { DatabaseConfig } from './config.ts';
import type { Command, Outcome } from './domain/command.ts';
import { startReaderThread } from './reader-thread.ts';
import { type AskReport, reports } from './reports/reports.ts';
import type { Job } from './schedule/scheduler.ts';
import { listenForChanges } from './store/postgres/announcements.ts';
import { createPool } from './store/postgres/connection.ts';
import { createJobClaims } from './store/postgres/job-claims.ts';
import { openPostgresStore } from './store/postgres/postgres-store.ts';
import { sweepAnchors } from './store/postgres/sweep-anchors.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Announcements, JobClaims, Reader, Store } from './store/store.ts';
import { startWriterThread } from './writer-thread.ts';

/** A database as the collector uses it: who commits, who reads, and how many groups at once. */
export interface Engine {
  commit(commands: readonly Command[]): Promise<Outcome[]>;
  /** Groups that may be committed beside each other. */
  lanes: number;
  /** A group must not hold commands of several workspaces. */
  isOneWorkspace: boolean;
  reader: Reader;
  ask: AskReport;
  /** `undefined` where there is nobody to hear of. */
  announcements: Announcements | undefined;
  /** What is to be done by the clock, and who does it. */
  jobs(sweepEvery: number): { jobs: readonly Job[]; claims: JobClaims } | undefined;
  /** How commits went so far, for who looks at the collector's health. */
  counts(): CommitCounts;
  close(): Promise<void>;
}

export interface CommitCounts {
  /** Groups by how often rows had to be fetched for them. */
  hops: number[];
  /** Times that another collector came between. */
  retries: number;
}

/** Opens the database for a collector that serves. `onDeath` is called where it can no longer be used at all. */
export function openEngine(database: DatabaseConfig, onDeath: (error: Error) => void): Promise<Engine> {
  return database.engine === 'sqlite' ? sqliteEngine(database.path, onDeath) : postgresEngine(database);
}

/** Opens the database for a command of the operator's, and migrates it where needed. */
export async function openStore(database: DatabaseConfig): Promise<Store> {
  if (database.engine === 'sqlite') return createSqliteStore({ path: database.path, mode: 'write' });
  return openPostgresStore({ url: database.url, writers: 1, readers: 1 });
}

async function sqliteEngine(path: string, onDeath: (error: Error) => void): Promise<Engine> {
  const writer = await startWriterThread(path, onDeath);
  const reader = startReaderThread(path, onDeath);
  return {
    commit: writer.commit,
    lanes: 1,
    isOneWorkspace: false,
    reader,
    ask: reader.report,
    announcements: undefined,
    jobs: () => undefined,
    counts: () => ({ hops: [], retries: 0 }),
    async close() {
      await reader.close();
      await writer.close();
    },
  };
}

/** PostgreSQL does the waiting for the disk, so no thread is needed beside the one that answers. */
async function postgresEngine({ url, writers, readers }: DatabaseConfig & { engine: 'postgres' }): Promise<Engine> {
  const counts: CommitCounts = { hops: [], retries: 0 };
  const store = await openPostgresStore({
    url,
    writers,
    readers,
    onRetry: () => {
      counts.retries += 1;
    },
  });
  const aside = createPool({ url, connections: 2, name: 'clickstitch aside', patience: 10_000 });
  const announcements = listenForChanges(url, aside);
  const onHops = (hops: number) => {
    counts.hops[hops] = (counts.hops[hops] ?? 0) + 1;
  };
  return {
    commit: (commands) => commitGroup(store, commands, onHops),
    lanes: writers,
    isOneWorkspace: true,
    reader: store,
    ask: (name, question) => {
      const report = reports[name] as (reader: Reader, asked: unknown) => Promise<never>;
      return report(store, question);
    },
    announcements,
    jobs: (every) => ({
      jobs: [{ name: 'sweep_anchors', every, run: (note) => sweepAnchors(aside, note, Date.now()) }],
      claims: createJobClaims(aside),
    }),
    counts: () => counts,
    async close() {
      await announcements.close();
      await aside.close();
      await store.close();
    },
  };
}
