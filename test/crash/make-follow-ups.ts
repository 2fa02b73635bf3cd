import type { BatchItem, ChangeItem, ConversionItem, Item, RefundItem } from './item.ts';
import { createPayoutMaker } from './make-payouts.ts';
import { below, chance, pick } from './pick.ts';
import { posted } from './posted.ts';

/** Makes what a shop does with sales once they are acknowledged, and pays who brought them. */
export interface FollowUpMaker {
  /** `undefined` where nothing was acknowledged that it could be about. */
  next(): Item | undefined;
  remember(item: Item): void;
  /** An order that the server will report by nothing but its word that the browser was right. */
  confirmsLater(orderId: string): void;
}

interface Shop {
  secret: Readonly<Record<string, string>>;
  affiliate_id: string;
  /** One that no other thing has. */
  number(): string;
  /** Makes the server report an order later. */
  sellsLater(orderId: string): void;
}

interface Sale {
  id: string;
  order_id: string;
}

const LARGEST_BATCH = 12;
/** Sales and claims that wait for something to be done with them. */
const REMEMBERED = 500;

export function createFollowUpMaker({ secret, affiliate_id, number, sellsLater }: Shop): FollowUpMaker {
  const payouts = createPayoutMaker({ secret, affiliate_id, number });
  const sales: Sale[] = [];
  const claims: string[] = [];
  const toConfirm = new Set<string>();

  function refund(): RefundItem | undefined {
    const known = chance(0.7) ? takeAny(sales)?.order_id : undefined;
    const order_id = known ?? `order-${number()}`;
    if (known === undefined) sellsLater(order_id);
    const reference = `refund-${number()}`;
    const body = { order_id, amount: 1, currency: 'EUR', external_ref: reference };
    return { kind: 'refund', order_id, reference, ...posted(secret, '/v1/conversions/refund', body) };
  }

  function change(): ChangeItem | undefined {
    const sale = takeAny(sales);
    if (!sale) return undefined;
    const path = `/v1/conversions/${sale.id}`;
    const of = { conversion_id: sale.id, order_id: sale.order_id };
    if (chance(0.3)) {
      const sendable = { method: 'DELETE' as const, path, headers: secret, body: '' };
      return { kind: 'change', ...of, notes: null, sendable, state: 'unanswered' };
    }
    const notes = `note-${number()}`;
    const sent = posted(secret, path, { notes, amount: 30 });
    return { kind: 'change', ...of, notes, ...sent, sendable: { ...sent.sendable, method: 'PATCH' } };
  }

  function batch(): BatchItem {
    const orders = Array.from({ length: 2 + below(LARGEST_BATCH - 1) }, () => `order-${number()}`);
    const sale = { name: 'purchase', amount: 12.5, currency: 'EUR' };
    const conversions = orders.map((order_id) => ({ ...sale, order_id, ...(chance(0.3) && { affiliate_id }) }));
    return { kind: 'batch', orders, ...posted(secret, '/v1/conversions/batch', { conversions }) };
  }

  function confirmation(): ConversionItem | undefined {
    const order_id = takeAny(claims);
    return order_id === undefined
      ? undefined
      : { kind: 'conversion', order_id, ...posted(secret, '/v1/conversions/confirm', { order_id }) };
  }

  return {
    next() {
      if (chance(0.25)) return payouts.next();
      return sales.length === 0 ? undefined : pick([refund, refund, change, change, batch, confirmation])();
    },
    remember(item) {
      payouts.remember(item);
      if (item.kind === 'conversion' && item.id !== undefined && sales.length < REMEMBERED) {
        sales.push({ id: item.id, order_id: item.order_id });
      }
      if (item.kind !== 'events' || claims.length >= REMEMBERED) return;
      for (const { order_id } of item.events) {
        if (order_id !== undefined && toConfirm.delete(order_id)) claims.push(order_id);
      }
    },
    confirmsLater: (orderId) => void toConfirm.add(orderId),
  };
}

function takeAny<T>(all: T[]): T | undefined {
  return all.splice(below(all.length), 1)[0];
}
