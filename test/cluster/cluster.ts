import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { openProgram, type Promoter } from '../crash/open-program.ts';
import { type PostgresServer, startPostgres } from '../postgres.ts';
import { freePort } from '../servers/free-port.ts';

/** Several collectors on one database of a PostgreSQL server that nobody else uses. */
export interface Cluster {
  server: PostgresServer;
  /** As it is reached without anything between. */
  database: Database;
  /** One that was started again is at its old place, and on its old port. */
  collectors: Collector[];
  /** In a program that pays for each sale at once. */
  promoter: Promoter;
  /** Starts the collector at a place again. */
  restart(place: number): Promise<void>;
  remove(): Promise<void>;
}

export interface ClusterOptions {
  collectors: number;
  /** Puts something between the collectors and their server, and tells the URL of the database through it. */
  between?: ((server: PostgresServer, url: string) => Promise<Between>) | undefined;
  settings?: Readonly<Record<string, string>>;
}

export interface Between {
  url: string;
  remove(): Promise<void>;
}

/** The code of the affiliate that every cluster has. */
export const CODE = 'ada';

export async function startCluster({ collectors: count, between, settings }: ClusterOptions): Promise<Cluster> {
  const server = await startPostgres();
  const database = await createDatabase('postgres', server);
  const way = await between?.(server, database.url);
  const seen = { ...database, url: way?.url ?? database.url };
  const start = async (port: number) =>
    startCollector(seen, { settings: { ...settings, CLICKSTITCH_PORT: String(port) } });
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const collectors = await Promise.all(ports.map(start));
  const [first] = collectors;
  if (!first) throw new Error('a cluster has at least one collector');
  const promoter = await openProgram(first, CODE);
  return {
    server,
    database,
    collectors,
    promoter,
    async restart(place) {
      collectors[place] = await start(ports[place] ?? 0);
    },
    async remove() {
      await Promise.all(collectors.map((collector) => collector.kill()));
      await way?.remove();
      await database.remove();
      await server.remove();
    },
  };
}
