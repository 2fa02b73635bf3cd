import type { Chance } from '../chance.ts';
import type { Site } from '../site.ts';
import { live, type Visit } from '../visit.ts';
import { dayBy, visitsOf } from './own-devices.ts';

/**
 * Some people who share a browser. Most sites tell the tag when somebody signs out, which these people do; others do not,
 * and then the tag goes on naming whoever signed in last. In some families there is one who never signs in.
 */
export function family(site: Site, chance: Chance): number {
  const saysReset = chance.happens(0.7);
  const shared = site.browser(saysReset);
  const members = Array.from({ length: chance.whole(2, 3) }, () => site.person());
  const visits = members.flatMap((person) => visitsOf(person, [shared], chance));
  const guest = site.person();
  const guestVisits = Array.from({ length: chance.happens(0.3) ? chance.whole(1, 3) : 0 }, (): Visit => {
    return { person: guest, browser: shared, at: dayBy(chance, 0, 45), lands: chance.happens(0.75) };
  });
  live(site, chance, [...visits.map((visit) => ({ ...visit, signs_out: true })), ...guestVisits]);
  return members.length;
}
