import { parentPort, Worker, workerData } from 'node:worker_threads';
import { schema } from './domain/schema.ts';
import type { AnyTable, Cell, Table } from './domain/table.ts';
import { type ReportArguments, type ReportName, type ReportResult, reports } from './reports/reports.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Bounds, Narrowing, Reader } from './store/store.ts';

/** The thread that reads from SQLite: look-ups and reports, off the HTTP thread. Both ends are in this file. */

export interface ReaderThread extends Reader {
  report<Name extends ReportName>(name: Name, question: ReportArguments<Name>): Promise<ReportResult<Name>>;
  close(): Promise<void>;
}

type Question =
  | { kind: 'find'; table: string; index: string; values: readonly Cell[] }
  | { kind: 'range'; table: string; index: string; prefix: readonly Cell[]; bounds: Bounds }
  | { kind: 'tally'; table: string; index: string; prefix: readonly Cell[]; within: Narrowing; limit: number }
  | { kind: 'report'; name: ReportName; question: unknown };

type Request = { id: number; question: Question } | 'close';
type Answer = { id: number; result: unknown } | { id: number; error: string };

/** The database must have been migrated. `onDeath` is called when the thread ends without being asked. */
export function startReaderThread(path: string, onDeath: (error: Error) => void): ReaderThread {
  const worker = new Worker(new URL(import.meta.url), { workerData: { role: 'reader', path } });
  const pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let isClosing = false;

  function ask(question: Question): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, question } satisfies Request);
    });
  }

  worker.on('message', (answer: Answer) => {
    const asked = pending.get(answer.id);
    pending.delete(answer.id);
    if ('error' in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.result);
  });
  const die = (error: Error) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    if (!isClosing) onDeath(error);
  };
  worker.on('error', (cause) => die(cause instanceof Error ? cause : new Error(String(cause))));
  worker.on('exit', () => die(new Error('the reader thread ended')));

  return {
    find: async <Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]) =>
      (await ask({ kind: 'find', table: table.name, index, values })) as Row[],
    range: async <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds) =>
      (await ask({ kind: 'range', table: table.name, index, prefix, bounds })) as Row[],
    tally: async (table: AnyTable, index: string, prefix: readonly Cell[], within: Narrowing, limit: number) =>
      (await ask({ kind: 'tally', table: table.name, index, prefix, within, limit })) as number,
    report: async <Name extends ReportName>(name: Name, question: ReportArguments<Name>) =>
      (await ask({ kind: 'report', name, question })) as ReportResult<Name>,
    close: () => {
      isClosing = true;
      const ended = new Promise<void>((done) => worker.once('exit', () => done()));
      worker.postMessage('close' satisfies Request);
      return ended;
    },
  };
}

function serve(path: string, port: NonNullable<typeof parentPort>): void {
  const store = createSqliteStore({ path, mode: 'read' });

  function answer(question: Question): Promise<unknown> {
    if (question.kind === 'report') {
      const report = reports[question.name] as (reader: Reader, question: unknown) => Promise<unknown>;
      return report(store, question.question);
    }
    const table = schema.find((candidate) => candidate.name === question.table) as Table<object> | undefined;
    if (!table) throw new Error(`there is no table ${question.table}`);
    if (question.kind === 'find') return store.find(table, question.index, question.values);
    const { index, prefix } = question;
    return question.kind === 'tally'
      ? store.tally(table, index, prefix, question.within, question.limit)
      : store.range(table, index, prefix, question.bounds);
  }

  port.on('message', async (request: Request) => {
    if (request === 'close') {
      await store.close();
      port.close();
      return;
    }
    const { id, question } = request;
    try {
      port.postMessage({ id, result: await answer(question) } satisfies Answer);
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
    }
  });
}

if (parentPort && workerData?.role === 'reader') serve(workerData.path, parentPort);
