import type { Collector } from '../collector.ts';
import { acknowledge, freshIn } from './acknowledge.ts';
import { createClient } from './client.ts';
import type { Faults } from './faults.ts';
import { type Item, idOf, labelOf, sizeOf } from './item.ts';

const CONNECTIONS = 32;

/**
 * Sends every unanswered item again, as a client that got no answer does, and some of those that were answered. What was
 * answered must come back as a duplicate; what was not must be a duplicate as a whole or new as a whole.
 */
export async function sendAgain(collector: Collector, items: readonly Item[], faults: Faults): Promise<void> {
  const client = createClient(collector.port);
  const waiting = items.values();

  async function sendOneAfterAnother(): Promise<void> {
    for (const item of waiting) {
      const { state: before } = item;
      const id = idOf(item);
      const answer = await client.send(item.sendable);
      if (!answer) throw new Error(`${labelOf(item)} was not answered`);
      acknowledge(item, answer);
      const fresh = freshIn(item, answer);
      const known = sizeOf(item) - fresh;
      if (before === 'acknowledged' && fresh > 0) faults.doubled(`${fresh} of ${labelOf(item)}, accepted again`);
      if (before === 'unanswered' && fresh > 0 && known > 0) faults.half(`${known} of ${labelOf(item)}`);
      if (id !== undefined && idOf(item) !== id) faults.doubled(`${labelOf(item)} was ${id} and is ${idOf(item)}`);
    }
  }

  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, sendOneAfterAnother));
  } finally {
    client.close();
  }
}
