import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledge, freshIn, isRefusal } from '../crash/acknowledge.ts';
import type { Answer, Client } from '../crash/client.ts';
import { type Item, labelOf, sizeOf } from '../crash/item.ts';
import type { Tally } from './tally.ts';

const PAUSE_AFTER_CUT = 100;

/**
 * Sends an item as a careful client does, again and again with the same ids and each time to whichever collector is
 * next, until it is acknowledged, refused because there is nothing to pay, or `isOver`. A click is sent once, for it has
 * no id before it is answered.
 */
export async function sendCarefully(
  item: Item,
  next: () => Client,
  tally: Tally,
  isOver: () => boolean,
  /** Others may have sent it too. */
  isSentElsewhere = false,
): Promise<Answer | undefined> {
  let mayBeStored = isSentElsewhere;
  do {
    const since = Date.now();
    const answer = await next().send(item.sendable);
    const isRefused = answer !== undefined && isRefusal(item, answer);
    tally.note(answer, Date.now() - since, isRefused);
    if (answer && isRefused) {
      acknowledge(item, answer);
      return answer;
    }
    if (answer && answer.status < 300) {
      acknowledge(item, answer);
      if (freshIn(item, answer) < sizeOf(item) && !mayBeStored) {
        tally.wrong(`${labelOf(item)} was stored, and nobody had said so`);
      }
      return answer;
    }
    if (!answer || !saysNothingStored(answer)) mayBeStored = true;
    if (item.kind === 'click') return answer;
    await sleep(answer ? Number(answer.headers['retry-after'] ?? 1) * 1_000 : PAUSE_AFTER_CUT);
  } while (!isOver());
  return undefined;
}

function saysNothingStored({ status, json }: Answer): boolean {
  return status === 503 && String(json?.hint).startsWith('Nothing of this request was stored');
}
