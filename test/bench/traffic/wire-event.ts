import type { BatchEvent, BatchTouch } from '@clickstitch/tag/wire';
import type { Action } from './visit.ts';

/**
 * Events as the tag writes them, with marks where each request gets ids and times of its own. A mark has the length of
 * what takes its place; `template.ts` finds it again.
 */
export const MARKS = {
  visitor: '~visitor~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
  event: '~event~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
  arrival: '~arrival~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
  order: '~order~~~~~~',
  event_time: '1111111111111',
  arrival_time: '2222222222222',
  sent_at: '3333333333333',
} as const;

const SHOP = 'https://www.shop.example';
const PRODUCTS = ['linen-shirt', 'wool-blanket', 'oak-table', 'ceramic-mug', 'leather-bag', 'desk-lamp', 'rain-coat'];
const CAMPAIGNS = ['spring_sale', 'brand', 'retargeting_30d', 'new_arrivals'];
const CUSTOM_NAMES = ['add_to_cart', 'view_size_guide', 'newsletter_opened', 'begin_checkout'];
/** Codes of the affiliates that exist where the load goes. */
export const AFFILIATE_CODES = ['ada', 'grace', 'linus', 'margaret'];

export interface Scene {
  action: Action;
  /** Where in its visit the event is. */
  place: number;
  touch: BatchTouch | null;
  /** The visitor has told who they are, in this visit. */
  is_known: boolean;
  random: () => number;
}

/** One event in the form of the tag's `verbs.ts`. */
export function wireEvent({ action, place, touch, is_known, random }: Scene): BatchEvent {
  const product = pick(PRODUCTS, random);
  const event: BatchEvent = {
    id: action === 'purchase' ? `purchase.${MARKS.order}` : MARKS.event,
    occurred_at: Number(MARKS.event_time),
    url: place === 0 ? (touch?.url ?? `${SHOP}/`) : `${SHOP}/products/${product}?variant=${Math.floor(random() * 40)}`,
    touch: null,
    user: is_known ? { user_id: `user_${MARKS.visitor}` } : undefined,
    name: action,
  };
  if (action === 'page_view') {
    return {
      ...event,
      title: `${product.replace('-', ' ')}, made to last | The Shop`,
      referrer: place === 0 ? undefined : `${SHOP}/collections/all`,
      touch: place === 0 ? touch : null,
      props: {},
    };
  }
  if (action === 'identify') {
    return { ...event, user: { user_id: `user_${MARKS.visitor}`, email: `${MARKS.visitor}@example.com` } };
  }
  if (action === 'custom') {
    const props = { product, position: Math.floor(random() * 20), list: 'recommended' };
    return { ...event, name: pick(CUSTOM_NAMES, random), touch, props };
  }
  return {
    ...event,
    touch,
    url: `${SHOP}/checkout/thank-you`,
    order_id: MARKS.order,
    value: Math.floor(random() * 20_000) / 100,
    currency: 'USD',
    props: { items: 1 + Math.floor(random() * 4), coupon: 'none' },
  };
}

/** The touch of an arrival by an ad; one arrival in ten came by an affiliate's link. */
export function adTouch(random: () => number): BatchTouch {
  const campaign = pick(CAMPAIGNS, random);
  const seen = Number(MARKS.arrival_time);
  const arrival = { id: MARKS.arrival, occurred_at: seen };
  const kind = random();
  if (kind < 0.1) {
    const code = pick(AFFILIATE_CODES, random);
    return { ...arrival, url: `${SHOP}/?via=${code}`, referrer: 'https://blog.example/', referral_code: code };
  }
  const [source, medium, parameter] =
    kind < 0.5
      ? ['google', 'cpc', 'gclid']
      : kind < 0.8
        ? ['facebook', 'paid_social', 'fbclid']
        : ['tiktok', 'paid', 'ttclid'];
  const value = `EAIaIQobChMI${MARKS.arrival}`;
  return {
    ...arrival,
    url: `${SHOP}/?utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}&${parameter}=${value}`,
    referrer: `https://www.${source}.com/`,
    utm: { source, medium, campaign },
    click_ids: { [parameter]: { value, first_seen_at: seen } },
  };
}

function pick<T>(all: readonly T[], random: () => number): T {
  return all[Math.floor(random() * all.length)] as T;
}
