import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createKeyring } from './auth/keyring.ts';
import { type CommitQueue, createCommitQueue } from './commit/queue.ts';
import type { Config } from './config.ts';
import { openEngine } from './engine.ts';
import { createHttpServer } from './http/server.ts';
import { createBotCheck } from './intake/bot.ts';
import { matureEarnings, type Submit } from './schedule/mature-earnings.ts';
import { type Job, startScheduler } from './schedule/scheduler.ts';
import type { Reader } from './store/store.ts';

/** A running collector. */
export interface App {
  port: number;
  /** URL by which it is reached, as far as it knows. */
  url: string;
  /** Takes no more requests, answers those it has taken, and closes the database. */
  stop(): Promise<void>;
}

/** While it stops: milliseconds in which it takes requests still, looks for connections to close, and answers at last. */
const READS_FOR = 100;
const CLOSES_EVERY = 20;
const ANSWERS_FOR = 15_000;

/** Starts the collector. `onDeath` is called where it can no longer store or read and must be started anew. */
export async function startApp(config: Config, log: Logger, onDeath: (error: Error) => void): Promise<App> {
  const engine = await openEngine(config.database, onDeath);
  const { reader } = engine;
  const queue = createCommitQueue({
    commit: engine.commit,
    lanes: engine.lanes,
    isOneWorkspace: engine.isOneWorkspace,
    maxBytes: config.queue_max_bytes,
    maxAge: config.queue_max_age_ms,
    maxGroup: engine.maxGroup,
    now: Date.now,
  });
  const { jobs, claims } = engine.jobs(config.sweep_every_ms);
  const scheduler = startScheduler({
    jobs: [...jobs, matureEarningsBy(queue, reader, config.mature_every_ms)],
    claims,
    onFailure: (job, error) => log.warn({ err: error, job }, 'a job failed and is done again'),
  });

  let publicUrl = config.public_url ?? '';
  const server = createHttpServer({
    queue,
    reader,
    ask: engine.ask,
    keyring: createKeyring({ reader, now: Date.now, announcements: engine.announcements }),
    counts: () => ({ commits: engine.counts(), jobs: scheduler.counts() }),
    rateLimit: config.rate_limit_per_minute,
    log,
    now: Date.now,
    isBot: createBotCheck(),
    publicUrl: () => publicUrl,
    maxBodyBytes: config.max_body_bytes,
    shareLinkDays: config.share_link_days,
    trustProxy: config.trust_proxy,
  });
  const port = await listen(server, config.port, config.host);
  publicUrl ||= `http://${isEverywhere(config.host) ? 'localhost' : config.host}:${port}`;

  return {
    port,
    url: publicUrl,
    async stop() {
      await closeServer(server);
      await scheduler.stop();
      await queue.close();
      await engine.close();
    },
  };
}

/** What the clock says of holds is committed as what callers say. */
function matureEarningsBy(queue: CommitQueue, reader: Reader, every: number): Job {
  return {
    name: 'mature_earnings',
    every,
    async run() {
      const submit: Submit = async (command) => (await queue.submit([command], JSON.stringify(command).length))[0];
      await matureEarnings(reader, submit, Date.now());
      return null;
    },
  };
}

/** Resolves when every request that was sent before is answered. */
async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'));
  // A connection on which nothing was read yet looks idle, and would be closed.
  await sleep(READS_FOR);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const closing = setInterval(() => server.closeIdleConnections(), CLOSES_EVERY);
  const giveUp = setTimeout(() => server.closeAllConnections(), ANSWERS_FOR);
  await closed;
  clearInterval(closing);
  clearTimeout(giveUp);
}

function isEverywhere(host: string): boolean {
  return ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1_024 }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
