import type { Credit, Order, SaleReport } from './order.ts';
import { toDecimal } from './price.ts';
import { CURRENCY } from './products.ts';
import { type Call, callWithRetries } from './retry.ts';

export interface SaleReporter {
  /** Tells the collector about an order. @returns what became of it; never rejects */
  report(order: Order): Promise<SaleReport>;
}

/**
 * Reports orders to Clickstitch, server to server. This is the call that a shop makes when it knows that it has been
 * paid. The order's id makes it safe to send as often as needed: one order counts once.
 * @param url of the collector
 * @param pageUrl of the page where orders are placed
 */
export function createSaleReporter(url: string, secretKey: string, pageUrl: () => string, call: Call): SaleReporter {
  const post = (path: string, body: unknown): Promise<unknown> =>
    callWithRetries(call, `${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    async report(order) {
      try {
        const conversion = readData(
          await post('/v1/conversions', {
            name: 'purchase',
            order_id: order.order_id,
            email: order.email,
            amount: toDecimal(order.total_minor),
            currency: CURRENCY,
            // Who bought and which click brought them: known from the cookie, and worth more than a claim.
            ...order.visitor,
            occurred_at: order.placed_at,
            url: pageUrl(),
          }),
        );
        return {
          state: 'confirmed',
          credit: readCredit(conversion['attributed_to']),
          affiliate: readText(asRecord(conversion['owed_to'])['code']),
          why_url: await shareLink(readText(conversion['id'])),
        };
      } catch (error) {
        return { state: 'refused', problem: error instanceof Error ? error.message : String(error) };
      }
    },
  };

  /** A link that shows the conversion to whoever has it, for a while; without it the sale is confirmed all the same. */
  async function shareLink(id: string | null): Promise<string | null> {
    if (id === null) {
      return null;
    }
    try {
      const link = readData(await post(`/v1/conversions/${encodeURIComponent(id)}/share_link`, {}));
      return readText(link['url']);
    } catch {
      return null;
    }
  }
}

function readCredit(value: unknown): Credit | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { channel, source, campaign } = value as Record<string, unknown>;
  return { channel: readText(channel), source: readText(source), campaign: readText(campaign) };
}

function readData(answer: unknown): Record<string, unknown> {
  return asRecord(asRecord(answer)['data']);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
