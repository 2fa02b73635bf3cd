import type { Reply } from './api.ts';
import type { Collector } from './collector.ts';
import type { Call, FullConversion } from './conversions-api.ts';
import { asked, created, type Earning, promoted } from './programs-api.ts';

/** Events that a payment provider delivers to a collector, and what became of them. */

const DAY = 86_400_000;

export interface Delivery {
  data?: { event_id: string | null; type: string; verdict: string };
  code?: string;
  detail?: string;
  field?: string;
}

/** Connects an account; answers the path to which its events are delivered. */
export async function connected(call: Call, given: object): Promise<{ id: string; path: string }> {
  const { id, url } = await created<{ id: string; url: string }>(call, '/v1/connections', given);
  return { id, path: new URL(url).pathname };
}

export async function deliver(
  collector: Pick<Collector, 'url'>,
  path: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Reply<Delivery>> {
  const response = await fetch(collector.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Delivery };
}

/** An event's JSON in which the year's last day was yesterday, for nothing that is delivered can lie ahead. */
export function inThePast(event: object, now: number): string {
  const shift = Math.floor((now - Date.UTC(2027, 0, 1)) / DAY) * DAY;
  return JSON.stringify(event).replace(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, time: string) =>
    JSON.stringify(new Date(Date.parse(time) + shift).toISOString()),
  );
}

export interface Led {
  of: string;
  affiliate_id: string;
  click_id: string;
}

/** Somebody whom an affiliate leads to the shop on the evening before the first of November, for 30 % of every sale. */
export async function led(call: Call, of: string): Promise<Led> {
  const { valid_from, occurred_at } = JSON.parse(
    inThePast({ valid_from: '2026-10-01T00:00:00Z', occurred_at: '2026-10-31T20:00:00Z' }, Date.now()),
  );
  const { affiliate_id } = await promoted(call, of, { program: { currency: 'USD' }, incentive: { valid_from } });
  const link = { url: `https://shop.example/?via=${of}`, code: of, visitor_id: `laptop_${of}`, occurred_at };
  return { of, affiliate_id, click_id: (await created<{ id: string }>(call, '/v1/clicks', link)).id };
}

/** What a customer's life came to: conversions by time, with what was given back of them and what is owed for them. */
export async function factsOf(call: Call, customerId: string, affiliateId: string): Promise<unknown[]> {
  const query = `customer_id=${customerId}&status=verified&limit=200&order=asc`;
  const rows = await asked<FullConversion[]>(call, 'GET', `/v1/conversions?${query}`);
  const earnings = await asked<Earning[]>(call, 'GET', `/v1/earnings?affiliate_id=${affiliateId}&limit=100`);
  const inOrder = rows.toSorted(
    (a, b) =>
      a.occurred_at.localeCompare(b.occurred_at) || a.name.localeCompare(b.name) || (a.amount ?? 0) - (b.amount ?? 0),
  );
  return inOrder.map(({ id, name, amount, currency, refunded, sales_status, owed_to, occurred_at }) => {
    const earning = earnings.find(({ conversion_id }) => conversion_id === id);
    return {
      ...{ name, amount, currency, sales_status, occurred_at },
      refunded: refunded?.amount ?? 0,
      is_owed: owed_to?.affiliate_id === affiliateId,
      earning: earning && [earning.commission.amount, earning.reversed.amount, earning.status],
    };
  });
}

/** Some orders of a list: as it is, backwards, and each of its elements first, the others mixed the same each time. */
export function ordersOf<Item>(items: readonly Item[]): Item[][] {
  const mixed = items.map((_, first) => {
    const rest = [...items.slice(0, first), ...items.slice(first + 1)];
    const stride = rest.map((_item, at) => rest[(at * 5 + first) % rest.length] as Item);
    const isWhole = new Set(stride).size === rest.length;
    return [items[first] as Item, ...(isWhole ? stride : rest.reverse())];
  });
  return [[...items], [...items].reverse(), ...mixed];
}
