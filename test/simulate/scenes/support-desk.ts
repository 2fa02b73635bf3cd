import type { Chance } from '../chance.ts';
import type { Site } from '../site.ts';
import { live, purchaseBy, type Visit } from '../visit.ts';
import { dayBy, visitsOf } from './own-devices.ts';

/**
 * An agent who opens the accounts of more than three customers in one browser, and now and then orders for one who is on
 * the phone. Customers have a browser of their own each.
 */
export function supportDesk(site: Site, chance: Chance): number {
  const agent = site.person();
  const desk = site.browser(chance.happens(0.5));
  const customers = Array.from({ length: chance.whole(4, 8) }, () => site.person());
  const begins: Visit = { person: agent, browser: desk, at: dayBy(chance, 0, 5), lands: true, signs_in: true };
  const visits = customers.flatMap((customer) => {
    const helps = Array.from({ length: chance.whole(1, 2) }, (): Visit => {
      const buys = chance.happens(0.15) ? { buys: purchaseBy(chance) } : {};
      const lands = chance.happens(0.5);
      const at = dayBy(chance, 6, 45);
      return { person: agent, browser: desk, at, lands, signs_in: true, account: customer, signs_out: true, ...buys };
    });
    return [...visitsOf(customer, [site.browser()], chance), ...helps];
  });
  live(site, chance, [begins, ...visits]);
  return customers.length;
}
