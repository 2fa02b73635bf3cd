import { type Collector, createDatabase, startCollector } from '../collector.ts';
import { type CommandLog, openCommandLog } from './command-log.ts';
import type { Asked } from './request.ts';
import { type Reply, send } from './send.ts';
import { credentialsOf, type Spoken } from './vendor.ts';

/** A collector with a database of its own, and keys of every dialect. */
export interface Stand {
  collector: Collector;
  log: CommandLog;
  /** A new key of a dialect, made for an account and with a secret where they are named. */
  createKey(dialect: Spoken, made?: KeyOptions): Promise<string>;
  /** A key that was valid once. */
  createRevokedKey(dialect: Spoken): Promise<string>;
  /** Sends a native request with the workspace's own key, or its test twin's; throws where it is refused. */
  setUp(asked: Asked, key?: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Far more than is sent, so that what is left of it is told and nothing is refused. */
const RATE_LIMIT = '1000000';

export interface KeyOptions {
  account?: string;
  /** By which the requests of the key are signed. */
  signing_secret?: string;
  scopes?: readonly string[];
}

export async function openStand(): Promise<Stand> {
  const database = await createDatabase('sqlite');
  const collector = await startCollector(database, { settings: { CLICKSTITCH_RATE_LIMIT_PER_MINUTE: RATE_LIMIT } });
  const log = openCommandLog(database.path);
  const { secret_key } = collector.keys;

  async function setUp(asked: Asked, key = secret_key): Promise<unknown> {
    const reply = await send(collector.url, asked, credentialsOf('native', key));
    if (reply.status >= 300) throw new Error(`${asked.method} ${asked.path}: ${told(collector, reply)}`);
    return reply.body;
  }

  async function newKey(dialect: Spoken, options: KeyOptions = {}): Promise<{ id: string; key: string }> {
    const body = { kind: 'secret', dialect, name: 'compat', ...options };
    const made = await setUp({ method: 'POST', path: '/v1/api-keys', query: {}, headers: {}, body });
    return (made as { data: { id: string; key: string } }).data;
  }

  return {
    collector,
    log,
    setUp,
    createKey: async (dialect, options) => (await newKey(dialect, options)).key,
    async createRevokedKey(dialect) {
      const { id, key } = await newKey(dialect);
      await setUp({ method: 'DELETE', path: `/v1/api-keys/${id}`, query: {}, headers: {} });
      return key;
    },
    async close() {
      log.close();
      await collector.stop();
      await database.remove();
    },
  };
}

/** What a request was answered, with what the collector logged where it failed. */
export function told(collector: Pick<Collector, 'log'>, reply: Reply): string {
  const said = `${reply.status} ${reply.text.slice(0, 1_000)}`;
  if (reply.status < 500) return said;
  const errors = collector
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{"level":50'));
  return [said, ...errors.slice(-2)].map((line) => line.slice(0, 2_000)).join('\n');
}
