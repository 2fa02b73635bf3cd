import { parentPort, Worker, workerData } from 'node:worker_threads';
import { commitGroup } from './commit/group.ts';
import type { DatabaseConfig } from './config.ts';
import type { Command, Outcome } from './domain/command.ts';
import { AppError } from './domain/errors.ts';
import { sweepRequests } from './schedule/sweep-requests.ts';
import { openPostgresStore } from './store/postgres/postgres-store.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';
import { OutcomeUnknownError, type Store } from './store/store.ts';

/**
 * The thread that commits: draft, rules and store live in it, so that the HTTP thread never waits for them. Both ends of
 * the conversation are in this file.
 */

export interface WriterThread {
  /** Commits one group. Rejects as `commitGroup` does. */
  commit(commands: readonly Command[]): Promise<Outcome[]>;
  /** Forgets old requests, as `sweepRequests` does, in turns with what is committed. */
  sweep(now: number): Promise<number>;
  counts(): CommitCounts;
  close(): Promise<void>;
}

/** How commits went so far. */
export interface CommitCounts {
  /** Groups by how often rows had to be fetched for them. */
  hops: number[];
  /** Times that another collector came between. */
  retries: number;
}

type Request = { id: number; commands: readonly Command[] } | { id: number; sweep: number } | 'close';
type Answer =
  | { ready: true }
  | { refused: string; hint: string | undefined }
  | { id: number; result: Outcome[] | number | Failure; counts: CommitCounts };

/** What a rejection says, in what can be sent between threads. */
interface Failure {
  message: string;
  is_unknown: boolean;
}

/** Resolves when the database is open and migrated. `onDeath` is called when the thread ends without being asked. */
export function startWriterThread(database: DatabaseConfig, onDeath: (error: Error) => void): Promise<WriterThread> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { role: 'writer', database } });
  const pending = new Map<number, { resolve: (result: never) => void; reject: (error: unknown) => void }>();
  let counts: CommitCounts = { hops: [], retries: 0 };
  let lastId = 0;
  let isServing = false;

  function die(error: Error): void {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    if (isServing) onDeath(error);
  }

  function ask<Result>(what: { commands: readonly Command[] } | { sweep: number }): Promise<Result> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, ...what } satisfies Request);
    });
  }

  return new Promise((resolve, reject) => {
    const writer: WriterThread = {
      commit: (commands) => ask<Outcome[]>({ commands }),
      sweep: (now) => ask<number>({ sweep: now }),
      counts: () => counts,
      close: () => {
        isServing = false;
        const ended = new Promise<void>((done) => worker.once('exit', () => done()));
        worker.postMessage('close' satisfies Request);
        return ended;
      },
    };
    worker.on('message', (answer: Answer) => {
      if ('refused' in answer) return reject(new AppError('unavailable', answer.refused, { hint: answer.hint }));
      if ('ready' in answer) {
        isServing = true;
        return resolve(writer);
      }
      const asked = pending.get(answer.id);
      pending.delete(answer.id);
      counts = answer.counts;
      const { result } = answer;
      if (typeof result === 'number' || Array.isArray(result)) asked?.resolve(result as never);
      else asked?.reject(errorOf(result));
    });
    worker.on('error', (cause) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      reject(error);
      die(error);
    });
    worker.on('exit', () => die(new Error('the writer thread ended')));
  });
}

async function serve(database: DatabaseConfig, port: NonNullable<typeof parentPort>): Promise<void> {
  const counts: CommitCounts = { hops: [], retries: 0 };
  const store = await open(database, counts);
  const onHops = (hops: number) => {
    counts.hops[hops] = (counts.hops[hops] ?? 0) + 1;
  };
  port.on('message', async (request: Request) => {
    if (request === 'close') {
      await store.close();
      port.close();
      return;
    }
    const work =
      'sweep' in request ? sweepRequests(store, request.sweep) : commitGroup(store, request.commands, onHops);
    const result = await work.catch(failureOf);
    port.postMessage({ id: request.id, result, counts } satisfies Answer);
  });
  port.postMessage({ ready: true } satisfies Answer);
}

async function open(database: DatabaseConfig, counts: CommitCounts): Promise<Store> {
  if (database.engine === 'sqlite') return inTurns(createSqliteStore({ path: database.path, mode: 'write' }));
  const onRetry = () => {
    counts.retries += 1;
  };
  return openPostgresStore({ ...database, readers: 1, onRetry });
}

/** One connection has one transaction at a time. */
function inTurns(store: Store): Store {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    transaction: (work) => {
      const turn = last.then(() => store.transaction(work));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { message, is_unknown: error instanceof OutcomeUnknownError };
}

function errorOf({ message, is_unknown }: Failure): Error {
  return is_unknown ? new OutcomeUnknownError(message) : new Error(message);
}

if (parentPort && workerData?.role === 'writer') {
  const port = parentPort;
  await serve(workerData.database, port).catch((error: unknown) => {
    const hint = error instanceof AppError ? error.detail.hint : undefined;
    port.postMessage({ refused: error instanceof Error ? error.message : String(error), hint } satisfies Answer);
  });
}
