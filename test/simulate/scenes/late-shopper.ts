import { DAY } from '../../../packages/collector/src/domain/time.ts';
import type { Chance } from '../chance.ts';
import type { Site } from '../site.ts';
import type { StatedKind } from '../truth.ts';
import { live, type Visit } from '../visit.ts';
import { dayBy } from './own-devices.ts';

/**
 * A shopper who buys as a guest, known by an email address or by a customer number only, and makes an account days later.
 * Of some the server says so, of the others only the tag.
 */
export function lateShopper(site: Site, chance: Chance): number {
  const person = { ...site.person() };
  const stated: StatedKind = chance.happens(0.3) ? 'customer' : 'email';
  if (stated === 'customer') person.customer_id = `c_${person.name}`;
  const devices = Array.from({ length: chance.whole(1, 2) }, () => site.browser());
  const sold = dayBy(chance, 14, 25);
  const before = Array.from({ length: chance.whole(1, 4) }, (): Visit => {
    return { person, browser: chance.pick(devices), at: sold - chance.whole(DAY / 24, 25 * DAY), lands: true };
  });
  const sale: Visit = {
    person,
    browser: chance.pick(devices),
    at: sold,
    lands: chance.happens(0.5),
    buys: { stated: [stated], names_browser: chance.happens(0.5) },
  };
  // A customer number is the shop's own: no tag knows it, so only the server can tell whose it is.
  const registers = stated === 'customer' || chance.happens(0.5);
  const after = devices.map((browser, place): Visit => {
    const at = sold + chance.whole(DAY, 10 * DAY) + place * DAY;
    return { person, browser, at, signs_in: place === 0 || chance.happens(0.7), registers: registers && place === 0 };
  });
  live(site, chance, [...before, sale, ...after]);
  return 1;
}
