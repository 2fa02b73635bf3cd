import type { BatchTouch } from '@clickstitch/tag/wire';
import type { Chance } from './chance.ts';

type Arrival = Omit<BatchTouch, 'id' | 'occurred_at'>;

/** How somebody came to the shop: by an ad, a newsletter, an affiliate or a search. `click` is nobody else's. */
export function arrivalBy(chance: Chance, click: string, at: number): Arrival {
  const url = 'https://shop.test/';
  return chance.pick<() => Arrival>([
    () => ({
      url: `${url}?gclid=${click}`,
      referrer: 'https://www.google.com/',
      click_ids: { gclid: { value: click, first_seen_at: at } },
    }),
    () => ({
      url: `${url}?fbclid=${click}`,
      referrer: 'https://l.facebook.com/',
      click_ids: { fbclid: { value: click, first_seen_at: at } },
    }),
    () => ({ url, utm: { source: 'newsletter', medium: 'email', campaign: `issue-${chance.whole(1, 9)}` } }),
    () => ({ url: `${url}?via=partner`, referrer: 'https://partner.test/', referral_code: 'partner' }),
    () => ({ url, referrer: 'https://www.bing.com/' }),
  ])();
}
