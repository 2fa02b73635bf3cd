import { setTimeout as sleep } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { mintId, nowInSeconds } from './account.ts';

/** An event, and what was answered to it. */
export interface Delivered {
  id: string;
  type: string;
  deliveries: number;
  /** Of the latest answer; 0 where there was none. */
  status: number;
  /** What the collector made of it, or what it says is wrong. */
  said: string;
}

export interface Delivery {
  /** Makes events about objects, and delivers each; resolves when each was taken or given up. */
  send(events: readonly (readonly [type: string, object: object])[]): Promise<void>;
  /** Delivers once more what was delivered, in the opposite order. */
  sendAgain(): Promise<void>;
  /** Newest first. */
  delivered(): readonly Delivered[];
}

interface Kept extends Delivered {
  payload: string;
}

interface Hook {
  url: string;
  secret: string;
  livemode: boolean;
}

const KEPT = 200;
/** ms. Stripe itself goes on for three days: https://docs.stripe.com/webhooks/process-undelivered-events */
const PAUSES = [500, 2_000];
const TIMEOUT_MS = 10_000;

/** Delivers as Stripe does, each event signed by the package's own helper. */
export function createDelivery({ url, secret, livemode }: Hook, log: (line: string) => void): Delivery {
  const kept: Kept[] = [];

  async function deliver(event: Kept): Promise<void> {
    for (const pause of [...PAUSES, 0]) {
      event.deliveries += 1;
      Object.assign(event, await post(event.payload));
      log(`stand-in: ${event.type} → ${event.status} ${event.said}`);
      if (event.status >= 200 && event.status < 300) {
        return;
      }
      await sleep(pause);
    }
  }

  async function post(payload: string): Promise<Pick<Delivered, 'status' | 'said'>> {
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
    try {
      const response = await fetch(url, {
        ...{ method: 'POST', headers, body: payload, signal: AbortSignal.timeout(TIMEOUT_MS) },
      });
      const { data, detail, title } = (await response.json()) as {
        data?: { verdict: string };
        detail?: string;
        title?: string;
      };
      return { status: response.status, said: data?.verdict ?? detail ?? title ?? '' };
    } catch (error) {
      return { status: 0, said: String(error) };
    }
  }

  return {
    async send(events) {
      for (const [type, object] of events) {
        const id = mintId('evt');
        const event = {
          ...{ id, object: 'event', api_version: Stripe.API_VERSION, created: nowInSeconds(), livemode, type },
          ...{ pending_webhooks: 1, data: { object: { ...object, livemode } } },
        };
        kept.unshift({ id, type, deliveries: 0, status: 0, said: '', payload: JSON.stringify(event) });
        kept.splice(KEPT);
        await deliver(kept[0] as Kept);
      }
    },
    async sendAgain() {
      for (const event of [...kept]) {
        await deliver(event);
      }
    },
    delivered: () => kept,
  };
}
