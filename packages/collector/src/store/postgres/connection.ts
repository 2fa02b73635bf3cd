import type { Duplex } from 'node:stream';
import pg from 'pg';
import { codeOf, isDenied } from './failures.ts';

/** One connection, on which what is asked at once is sent at once and answered in order. */
export interface Connection {
  /** Rejects with what PostgreSQL says, or with what cut the connection. */
  query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[]; count: number }>;
}

export interface PoolOptions {
  url: string;
  connections: number;
  name: string;
  /** Milliseconds until a connection, or an answer, is no longer waited for. */
  patience: number;
  /**
   * Keeps statements prepared on their connections. Not behind a pooler, which gives each transaction another one.
   */
  isPreparing?: boolean;
}

/** A connection that one has to oneself for a while. */
export interface OwnConnection extends Connection {
  /** `true` where a pooler stands between: the process that answers is not the one that was connected to. */
  isPooled(): Promise<boolean>;
  /** Something that was asked got no answer, and may still get one. */
  isBroken(): boolean;
}

export interface Pool extends Connection {
  /** Runs work on one connection, which is closed where the work fails in a way that leaves its state unknown. */
  use<T>(work: (connection: OwnConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const INT8 = 20;
const KEEP_IDLE_FOR = 30_000;

export function createPool({ url, connections, name, patience, isPreparing = false }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: name,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    idleTimeoutMillis: KEEP_IDLE_FOR,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser },
  } as pg.PoolConfig);
  // A connection may die while nobody uses it, and while it is being closed; who uses it hears of it by what they asked.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  async function use<T>(work: (connection: OwnConnection) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    const connection = connectionOf(client, isPreparing);
    try {
      const result = await work(connection);
      client.release(connection.isBroken());
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  return {
    use,
    query: (text, values) => use((connection) => connection.query(text, values)),
    close: () => pool.end(),
  };
}

const names = new Map<string, string>();

/** A statement's name is the same on every connection, and short enough for PostgreSQL. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `cs_${names.size + 1}`;
    names.set(text, name);
  }
  return name;
}

/** What a transaction says of every statement that comes after the one that failed. */
const ABORTED = '25P02';

/** What the driver has and its types do not tell. */
interface Driver {
  processID: number;
  connection: { stream: Duplex };
}

function connectionOf(client: pg.PoolClient, isPreparing: boolean): OwnConnection {
  const { processID, connection } = client as unknown as Driver;
  let failure: unknown;
  let isBroken = false;
  let isGathering = false;

  /** What is asked before this thread does anything else is written at once. */
  function gather(): void {
    if (isGathering) return;
    isGathering = true;
    connection.stream.cork();
    process.nextTick(() => {
      isGathering = false;
      connection.stream.uncork();
    });
  }

  return {
    async isPooled() {
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
      return rows[0].pid !== processID;
    },
    isBroken: () => isBroken,
    async query(text, values) {
      gather();
      try {
        const { rows, rowCount } = values
          ? await client.query({ text, values: [...values], ...(isPreparing && { name: nameOf(text) }) })
          : await client.query(text);
        return { rows, count: rowCount ?? 0 };
      } catch (error) {
        // Of statements that were sent together the first that failed says why.
        if (codeOf(error) !== ABORTED) failure = error;
        isBroken ||= !isDenied(error);
        throw failure ?? error;
      }
    },
  };
}

/** Whole numbers of ours all fit into a double; the driver gives them as text. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
}
