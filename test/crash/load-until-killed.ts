import { setTimeout as sleep } from 'node:timers/promises';
import type { Collector } from '../collector.ts';
import type { PostgresServer } from '../postgres.ts';
import { acknowledge } from './acknowledge.ts';
import { createClient } from './client.ts';
import type { Item } from './item.ts';
import type { ItemMaker } from './make-items.ts';

const CONNECTIONS = 48;
const EARLIEST_MS = 100;
const LATEST_MS = 800;

export interface Killed {
  /** Everything that was sent, answered or not. */
  items: Item[];
  /** Requests without an answer when the signal was sent. */
  in_flight: number;
  /** How long the load had lasted. */
  after_ms: number;
}

/**
 * Puts load on a collector and kills it at a moment that chance decides; where a database server is given, that first.
 * Nothing but the server's own promise then stands for what was acknowledged.
 */
export async function loadUntilKilled(
  collector: Collector,
  maker: ItemMaker,
  server: Pick<PostgresServer, 'kill'> | undefined,
): Promise<Killed> {
  const client = createClient(collector.port);
  const items: Item[] = [];
  let isOver = false;

  async function sendOneAfterAnother(): Promise<void> {
    while (!isOver) {
      const item = maker.next();
      items.push(item);
      const answer = await client.send(item.sendable);
      // Without its database a collector says so, which leaves open what became of the request.
      if (!answer || (server && answer.status === 503)) return;
      acknowledge(item, answer);
      maker.remember(item);
    }
  }

  const senders = Promise.all(Array.from({ length: CONNECTIONS }, sendOneAfterAnother));
  // A sender that meets a wrong answer ends the round, but not before the collector is gone.
  senders.catch(() => {});
  const after_ms = Math.round(EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS));
  await sleep(after_ms);
  const in_flight = client.inFlight();
  await server?.kill();
  await collector.kill();
  isOver = true;
  await senders;
  client.close();
  return { items, in_flight, after_ms };
}
