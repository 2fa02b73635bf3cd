import type { Chance } from '../chance.ts';
import type { Site } from '../site.ts';
import { live, purchaseBy, type Visit } from '../visit.ts';
import { dayBy, visitsOf } from './own-devices.ts';

/** A public browser that many use for a visit or two, beside their own. Most sign out; some walk away. */
export function kiosk(site: Site, chance: Chance): number {
  const shared = site.browser();
  const people = Array.from({ length: chance.whole(6, 10) }, () => site.person());
  const visits = people.flatMap((person) => {
    const there = Array.from({ length: chance.whole(1, 2) }, (): Visit => {
      const buys = chance.happens(0.5) ? { buys: purchaseBy(chance) } : {};
      const signs_out = chance.happens(0.8);
      const lands = chance.happens(0.5);
      return { person, browser: shared, at: dayBy(chance, 5, 45), lands, signs_in: true, signs_out, ...buys };
    });
    return [...visitsOf(person, [site.browser()], chance), ...there];
  });
  live(site, chance, visits);
  return people.length;
}
