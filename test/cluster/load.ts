import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '../crash/client.ts';
import type { Item } from '../crash/item.ts';
import type { ItemMaker } from '../crash/make-items.ts';
import { sendCarefully } from './send-carefully.ts';
import type { Tally } from './tally.ts';

/** Items that keep coming at one pace, whatever becomes of those before, as visitors do. */
export interface Load {
  items: readonly Item[];
  /** Sends no new items; resolves when each of them is acknowledged, or `patience_ms` have gone by. */
  stop(patience_ms: number): Promise<void>;
}

export interface LoadOptions {
  maker: ItemMaker;
  ports: readonly number[];
  per_second: number;
  tally: Tally;
  /** How one item is sent; carefully to one collector after another unless a test has its own way. */
  send?: ((item: Item, clients: readonly Client[], isOver: () => boolean) => Promise<unknown>) | undefined;
}

const TICK = 20;

export function startLoad({ maker, ports, per_second, tally, send }: LoadOptions): Load {
  const clients = ports.map(createClient);
  const items: Item[] = [];
  const sending = new Set<Promise<unknown>>();
  const startedAt = Date.now();
  let turn = 0;
  let isOver = false;

  const next = () => {
    turn += 1;
    return clients[turn % clients.length] as Client;
  };
  const one = send ?? ((item: Item) => sendCarefully(item, next, tally, () => isOver));

  const timer = setInterval(() => {
    const due = ((Date.now() - startedAt) / 1_000) * per_second;
    while (items.length < due) {
      const item = maker.next();
      items.push(item);
      const sent = one(item, clients, () => isOver)
        .then(() => {
          // What is done with sales afterwards cannot all be sent again.
          if (item.kind === 'click') maker.remember(item);
        })
        .catch((error: Error) => tally.wrong(error.message))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    }
  }, TICK);

  return {
    items,
    async stop(patience_ms) {
      clearInterval(timer);
      await Promise.race([Promise.all(sending), sleep(patience_ms, undefined, { ref: false })]);
      if (sending.size > 0) tally.wrong(`${sending.size} requests were not answered in the end`);
      isOver = true;
      for (const client of clients) client.close();
    },
  };
}
