import { randomUUID } from 'node:crypto';
import type { BatchEvent, BatchTouch } from '@clickstitch/tag/wire';
import type { Keys } from '../collector.ts';
import type { ClickItem, ConversionItem, EventsItem, Item, SentEvent } from './item.ts';
import { createFollowUpMaker } from './make-follow-ups.ts';
import type { Promoter } from './open-program.ts';
import { below, chance, pick } from './pick.ts';

/** Makes what a shop's pages and its server send, every item with ids that are known and no other has. */
export interface ItemMaker {
  next(): Item;
  /** Tells of an item that was acknowledged, so that others can name it. */
  remember(item: Item): void;
}

/** Few enough that they come back, so that facts meet facts of other rounds. */
const VISITORS = 3_000;
/** People have more than one browser. */
const USERS = 1_500;
const CLICKS_REMEMBERED = 200;
const LARGEST_BATCH = 20;
const SHOP = 'https://www.shop.example';

interface Order {
  order_id: string;
  visitor_id: string;
}

export function createItemMaker(keys: Keys, { affiliate_id, code }: Promoter): ItemMaker {
  const run = randomUUID().slice(0, 8);
  const claimed: Order[] = [];
  const clicks: string[] = [];
  let made = 0;

  const number = () => {
    made += 1;
    return `${run}-${made}`;
  };
  const visitor = () => `visitor-${run}-${below(VISITORS)}`;
  const userOf = (visitorId: string) => `user-${run}-${Number(visitorId.split('-').at(-1)) % USERS}`;
  const secret = { Authorization: `Bearer ${keys.secret_key}`, 'Content-Type': 'application/json' };

  function eventsItem(visitor_id: string, events: readonly BatchEvent[]): EventsItem {
    return {
      kind: 'events',
      visitor_id,
      events: events.map(
        ({ id, name, order_id, user, touch }): SentEvent => ({
          id,
          name,
          order_id,
          user_id: user?.user_id,
          has_touch: Boolean(touch),
        }),
      ),
      sendable: {
        path: '/e',
        headers: { 'Content-Type': 'text/plain', Origin: SHOP },
        body: JSON.stringify({ v: 1, key: keys.publishable_key, sent_at: Date.now(), visitor_id, events }),
      },
      state: 'unanswered',
    };
  }

  function pageView(): BatchEvent {
    const touch = chance(0.2) ? touchOf(number()) : null;
    return { id: `view-${number()}`, name: 'page_view', occurred_at: Date.now(), url: `${SHOP}/`, touch };
  }

  function custom(): BatchEvent {
    return {
      id: `cart-${number()}`,
      name: 'add_to_cart',
      occurred_at: Date.now(),
      touch: null,
      props: { sku: 'linen-shirt' },
    };
  }

  function identify(visitor_id: string): BatchEvent {
    const user_id = userOf(visitor_id);
    const user = { user_id, email: `${user_id}@example.com` };
    return { id: `who-${number()}`, name: 'identify', occurred_at: Date.now(), touch: null, user };
  }

  function purchase(visitor_id: string): BatchEvent {
    const order_id = `order-${number()}`;
    if (chance(0.2)) followUps.confirmsLater(order_id);
    else claimed.push({ order_id, visitor_id });
    const touch = chance(0.5) ? touchOf(number()) : null;
    return {
      id: `purchase.${order_id}`,
      name: 'purchase',
      occurred_at: Date.now(),
      touch,
      order_id,
      value: 19.9,
      currency: 'EUR',
    };
  }

  function anyEvent(visitor_id: string): BatchEvent {
    return pick([pageView, pageView, pageView, custom, () => identify(visitor_id), () => purchase(visitor_id)])();
  }

  function batch(): EventsItem {
    const visitor_id = visitor();
    return eventsItem(
      visitor_id,
      Array.from({ length: 2 + below(LARGEST_BATCH - 1) }, () => anyEvent(visitor_id)),
    );
  }

  function single(): EventsItem {
    const visitor_id = visitor();
    return eventsItem(visitor_id, [anyEvent(visitor_id)]);
  }

  /** Of an order that a browser has claimed, or of one of which only the server knows. */
  function conversion(): ConversionItem {
    const known = claimed.splice(below(claimed.length), 1)[0];
    const { order_id, visitor_id } = known ?? { order_id: `order-${number()}`, visitor_id: visitor() };
    const told = {
      visitor_id: chance(0.5) ? visitor_id : undefined,
      email: chance(0.5) ? `${userOf(visitor_id)}@example.com` : undefined,
      click_id: chance(0.3) ? clicks[below(clicks.length)] : undefined,
      affiliate_id: chance(0.2) ? affiliate_id : undefined,
    };
    const body = { name: 'purchase', order_id, amount: 21.5, currency: 'EUR', ...told };
    return {
      kind: 'conversion',
      order_id,
      sendable: { path: '/v1/conversions', headers: secret, body: JSON.stringify(body) },
      state: 'unanswered',
    };
  }

  function click(): ClickItem {
    const url = `${SHOP}/?click=${number()}`;
    const body = { url, code: chance(0.5) ? code : undefined, visitor_id: chance(0.5) ? visitor() : undefined };
    return {
      kind: 'click',
      url,
      sendable: { path: '/v1/clicks', headers: secret, body: JSON.stringify(body) },
      state: 'unanswered',
    };
  }

  const followUps = createFollowUpMaker({
    secret,
    affiliate_id,
    number,
    sellsLater: (order_id) => claimed.push({ order_id, visitor_id: visitor() }),
  });

  return {
    next() {
      const followUp = chance(0.25) ? followUps.next() : undefined;
      return followUp ?? pick([single, single, single, batch, batch, conversion, conversion, click])();
    },
    remember(item) {
      if (item.kind === 'click' && item.id !== undefined) clicks[below(CLICKS_REMEMBERED)] = item.id;
      else followUps.remember(item);
    },
  };

  function touchOf(id: string): BatchTouch {
    const at = Date.now();
    const click_ids = { gclid: { value: `gclid-${id}`, first_seen_at: at } };
    return { id: `touch-${id}`, occurred_at: at, url: `${SHOP}/?gclid=gclid-${id}`, click_ids };
  }
}
