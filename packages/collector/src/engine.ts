import type { DatabaseConfig } from './config.ts';
import type { Command, Outcome } from './domain/command.ts';
import { startReaderThread } from './reader-thread.ts';
import { type AskReport, reports } from './reports/reports.ts';
import { createOwnClaims } from './schedule/own-claims.ts';
import type { Job } from './schedule/scheduler.ts';
import { listenForChanges } from './store/postgres/announcements.ts';
import { createPool } from './store/postgres/connection.ts';
import { createJobClaims } from './store/postgres/job-claims.ts';
import { openPostgresStore } from './store/postgres/postgres-store.ts';
import { sweepAnchors } from './store/postgres/sweep-anchors.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Announcements, JobClaims, Reader, Store } from './store/store.ts';
import { type CommitCounts, startWriterThread, type WriterThread } from './writer-thread.ts';

/** A database as the collector uses it: who commits, who reads, and how many groups at once. */
export interface Engine {
  commit(commands: readonly Command[]): Promise<Outcome[]>;
  /** Groups that may be committed beside each other. */
  lanes: number;
  /** Commands that are committed together at most. */
  maxGroup: number;
  /** A group must not hold commands of several workspaces. */
  isOneWorkspace: boolean;
  reader: Reader;
  ask: AskReport;
  /** `undefined` where there is nobody to hear of. */
  announcements: Announcements | undefined;
  /** What is to be done by the clock, and who does it. */
  jobs(sweepEvery: number): { jobs: readonly Job[]; claims: JobClaims };
  /** How commits went so far, for who looks at the collector's health. */
  counts(): CommitCounts;
  close(): Promise<void>;
}

/** A group is one sync of the disk; with more than this many commands the first would only wait for the last. */
const SQLITE_GROUP = 2_000;
/** While one group waits for PostgreSQL the next is decided, which needs several groups of what is waiting. */
const POSTGRES_GROUP = 250;

/** Opens the database for a collector that serves. `onDeath` is called where it can no longer be used at all. */
export function openEngine(database: DatabaseConfig, onDeath: (error: Error) => void): Promise<Engine> {
  return database.engine === 'sqlite' ? sqliteEngine(database, onDeath) : postgresEngine(database, onDeath);
}

/** Opens the database for a command of the operator's, and migrates it where needed. */
export async function openStore(database: DatabaseConfig): Promise<Store> {
  if (database.engine === 'sqlite') return createSqliteStore({ path: database.path, mode: 'write' });
  return openPostgresStore({ url: database.url, writers: 1, readers: 1 });
}

async function sqliteEngine(
  database: DatabaseConfig & { engine: 'sqlite' },
  onDeath: (error: Error) => void,
): Promise<Engine> {
  const writer = await startWriterThread(database, onDeath);
  const reader = startReaderThread(database.path, onDeath);
  return {
    commit: writer.commit,
    lanes: 1,
    maxGroup: SQLITE_GROUP,
    isOneWorkspace: false,
    reader,
    ask: reader.report,
    announcements: undefined,
    jobs: (every) => ({ jobs: [sweepRequestsBy(writer, every)], claims: createOwnClaims(Date.now) }),
    counts: writer.counts,
    async close() {
      await reader.close();
      await writer.close();
    },
  };
}

/** PostgreSQL does the reading, so no thread is needed for that. */
async function postgresEngine(
  database: DatabaseConfig & { engine: 'postgres' },
  onDeath: (error: Error) => void,
): Promise<Engine> {
  const { url, writers, readers } = database;
  const store = await openPostgresStore({ url, writers: 1, readers });
  const writer = await startWriterThread(database, onDeath);
  const aside = createPool({ url, connections: 2, name: 'clickstitch aside', patience: 10_000 });
  const announcements = listenForChanges(url, aside);
  return {
    commit: writer.commit,
    lanes: writers,
    maxGroup: POSTGRES_GROUP,
    isOneWorkspace: true,
    reader: store,
    ask: (name, question) => {
      const report = reports[name] as (reader: Reader, asked: unknown) => Promise<never>;
      return report(store, question);
    },
    announcements,
    jobs: (every) => ({
      jobs: [
        { name: 'sweep_anchors', every, run: (note) => sweepAnchors(aside, note) },
        sweepRequestsBy(writer, every),
      ],
      claims: createJobClaims(aside),
    }),
    counts: writer.counts,
    async close() {
      await writer.close();
      await announcements.close();
      await aside.close();
      await store.close();
    },
  };
}

function sweepRequestsBy(writer: WriterThread, every: number): Job {
  return {
    name: 'sweep_requests',
    every,
    async run() {
      await writer.sweep(Date.now());
      return null;
    },
  };
}
