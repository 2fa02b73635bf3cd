import { randomUUID } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';

/** The databases of a PostgreSQL server, by their URLs. */
export interface Databases {
  port: number;
  /** Makes a new empty one. */
  createDatabase(): Promise<string>;
  /** Deletes one, whoever is connected to it. */
  dropDatabase(url: string): Promise<void>;
  /** Runs one statement on a connection of its own. Numbers of 64 bits come as text. */
  query<Row extends QueryResultRow>(url: string, sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Databases of the server at `serverUrl`, which names one that is always there and a user that may make others. */
export function databasesAt(serverUrl: string): Databases {
  return {
    port: Number(new URL(serverUrl).port),
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      await query(serverUrl, `CREATE DATABASE ${name}`);
      const url = new URL(serverUrl);
      url.pathname = name;
      return url.href;
    },
    async dropDatabase(url) {
      await query(serverUrl, `DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    },
    query,
  };
}

async function query<Row extends QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // A connection that the server ends while nothing is asked says so here, and would end the process otherwise.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<Row>(sql, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
