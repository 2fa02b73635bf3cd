import type { BatchUser } from '@clickstitch/tag/wire';
import { DAY, HOUR, MINUTE } from '../../../packages/collector/src/domain/time.ts';
import type { Chance } from '../chance.ts';
import type { Site } from '../site.ts';
import type { TrueSale } from '../truth.ts';

/**
 * Somebody who knows the shop's public key, and others' user ids, addresses and orders, tells lies from browsers of their
 * own, about half of all sales: far more than any shop sees. Done when all others have lived, for it needs victims.
 */
export function attack(site: Site, chance: Chance): void {
  const sales = chance.shuffled(site.truth.sales);
  for (let at = 0; at + 1 < sales.length; ) {
    const victims = sales.slice(at, at + chance.pick([1, 1, 2, 2, 3, 6]));
    at += 2 * victims.length;
    const attacker = site.person();
    const browser = site.browser();
    for (const sale of victims) {
      const other = chance.pick(sales);
      const begin = sale.at - chance.whole(10 * MINUTE, chance.pick([HOUR, 10 * DAY]));
      site.lands(attacker, browser, begin);
      const user = chance.pick(liesAbout(sale, other, attacker.user_id));
      site.sends(browser, begin + MINUTE, { name: 'identify', user });
      if (chance.happens(0.7)) {
        const claim = { id: `purchase.${sale.order}`, name: 'purchase', order_id: sale.order, value: 1 };
        site.sends(browser, sale.at + MINUTE, { ...claim, user, touch: browser.last_touch });
      }
    }
  }
}

/** To be the victim; to be two victims at once; to own the victim's address; to be known by it. */
function liesAbout(sale: TrueSale, other: TrueSale, own: string): BatchUser[] {
  const { user_id, email } = sale.person;
  return [{ user_id, email }, { user_id, email: other.person.email }, { user_id: own, email }, { email }];
}
