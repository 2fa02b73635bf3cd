import { startPgbouncer } from '../pgbouncer.ts';
import type { PostgresServer } from '../postgres.ts';
import type { Between } from './cluster.ts';

/** Collectors that reach their PostgreSQL through pgbouncer in transaction mode. */
export async function throughPgbouncer(server: PostgresServer, url: string): Promise<Between> {
  const bouncer = await startPgbouncer(server.url);
  return { url: bouncer.urlOf(url), remove: bouncer.remove };
}
