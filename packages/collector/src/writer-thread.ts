import { parentPort, Worker, workerData } from 'node:worker_threads';
import { commitGroup } from './commit/group.ts';
import type { Command, Outcome } from './domain/command.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';

/**
 * The thread that writes to SQLite: draft, rules and store live in it, so that the HTTP thread never waits for a
 * disk. Both ends of the conversation are in this file.
 */

export interface WriterThread {
  /** Commits one group; the next may be sent when this one is answered. Rejects when the store cannot write. */
  commit(commands: readonly Command[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

type Request = readonly Command[] | 'close';
type Answer = { ready: true } | { outcomes: Outcome[] } | { error: string };

/** Resolves when the database is open and migrated. `onDeath` is called when the thread ends without being asked. */
export function startWriterThread(path: string, onDeath: (error: Error) => void): Promise<WriterThread> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { role: 'writer', path } });
  let pending: { resolve: (outcomes: Outcome[]) => void; reject: (error: Error) => void } | undefined;
  let isClosing = false;

  function die(error: Error): void {
    pending?.reject(error);
    pending = undefined;
    if (!isClosing) onDeath(error);
  }

  return new Promise((resolve, reject) => {
    const writer: WriterThread = {
      commit: (commands) =>
        new Promise((resolveCommit, rejectCommit) => {
          pending = { resolve: resolveCommit, reject: rejectCommit };
          worker.postMessage(commands satisfies Request);
        }),
      close: () => {
        isClosing = true;
        const ended = new Promise<void>((done) => worker.once('exit', () => done()));
        worker.postMessage('close' satisfies Request);
        return ended;
      },
    };
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return resolve(writer);
      const asked = pending;
      pending = undefined;
      if ('error' in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.outcomes);
    });
    worker.on('error', (cause) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      reject(error);
      die(error);
    });
    worker.on('exit', () => die(new Error('the writer thread ended')));
  });
}

function serve(path: string, port: NonNullable<typeof parentPort>): void {
  const store = createSqliteStore({ path, mode: 'write' });
  port.on('message', async (request: Request) => {
    if (request === 'close') {
      await store.close();
      port.close();
      return;
    }
    const answer: Answer = await commitGroup(store, request).then(
      (outcomes) => ({ outcomes }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    port.postMessage(answer);
  });
  port.postMessage({ ready: true } satisfies Answer);
}

if (parentPort && workerData?.role === 'writer') serve(workerData.path, parentPort);
