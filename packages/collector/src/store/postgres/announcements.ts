import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Announcements } from '../store.ts';
import type { Connection } from './connection.ts';

const CHANNEL = 'clickstitch';
const ECHO_EVERY = 500;
/** An echo that does not come back within this time means that nothing else is heard either. */
const ECHO_WITHIN = 800;
const CONNECT_WITHIN = 2_000;

/** Has every collector hear of a change in a table once it is committed. */
export async function announce(connection: Connection, table: string): Promise<void> {
  await connection.query('SELECT pg_notify($1, $2)', [CHANNEL, table]);
}

/**
 * Listens on a connection of its own, and makes anew one that dies. A dead connection can look alive, and a pooler in
 * transaction mode takes LISTEN and forgets it; so an echo is sent through another connection, twice a second, and only
 * while it comes back everything counts as heard.
 */
export function listenForChanges(url: string, other: Connection): Announcements & { close(): Promise<void> } {
  const listeners: ((table: string) => void)[] = [];
  const echo = `echo_${randomUUID().replaceAll('-', '')}`;
  let client: pg.Client | undefined;
  let listeningSince: number | undefined;
  let heardAt = 0;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'clickstitch listener',
      connectionTimeoutMillis: CONNECT_WITHIN,
      query_timeout: CONNECT_WITHIN,
      keepAlive: true,
    });
    client = fresh;
    fresh.on('error', () => forget(fresh));
    fresh.on('end', () => forget(fresh));
    fresh.on('notification', ({ channel, payload = '' }) => {
      if (client !== fresh) return;
      if (channel === echo) heard(Number(payload));
      else for (const listener of listeners) listener(payload);
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}; LISTEN ${echo}`);
    } catch {
      forget(fresh);
    }
  }

  /** What was sent before the connection listened says nothing of what came since. */
  function heard(sentAt: number): void {
    heardAt = Math.max(heardAt, sentAt);
    listeningSince ??= sentAt;
  }

  function forget(dead: pg.Client): void {
    if (client !== dead) return;
    client = undefined;
    listeningSince = undefined;
    dead.end().catch(() => {});
  }

  async function beat(): Promise<void> {
    if (!client) await connect();
    await other.query('SELECT pg_notify($1, $2)', [echo, String(Date.now())]);
  }

  function isHeard(): boolean {
    return client !== undefined && listeningSince !== undefined && Date.now() - heardAt < ECHO_EVERY + ECHO_WITHIN;
  }

  let beating: Promise<void> | undefined;
  const timer = setInterval(() => {
    // A gap may have swallowed something, so what comes after it counts anew.
    if (listeningSince !== undefined && !isHeard()) {
      listeningSince = undefined;
      if (client) forget(client);
    }
    beating ??= beat()
      .catch(() => {})
      .finally(() => {
        beating = undefined;
      });
  }, ECHO_EVERY);
  void connect();

  return {
    heardSince: () => (isHeard() ? (listeningSince ?? null) : null),
    onChange: (listener) => {
      listeners.push(listener);
    },
    async close() {
      clearInterval(timer);
      await beating;
      const open = client;
      client = undefined;
      await open?.end().catch(() => {});
    },
  };
}
