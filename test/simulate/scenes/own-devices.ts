import { DAY, HOUR } from '../../../packages/collector/src/domain/time.ts';
import type { Browser } from '../browser.ts';
import type { Chance } from '../chance.ts';
import type { Site } from '../site.ts';
import type { Person } from '../truth.ts';
import { live, purchaseBy, type Visit } from '../visit.ts';

/** When the first of them comes by. */
const BEGIN = Date.UTC(2026, 8, 1);

export interface Habits {
  /** Browsers of their own, from and to. */
  devices: readonly [number, number];
  /** How likely a browser has lost its cookies between two visits. */
  clears_cookies: number;
}

export function dayBy(chance: Chance, from: number, to: number): number {
  return BEGIN + chance.whole(from * DAY, to * DAY);
}

/** One shopper with browsers that nobody else uses. Gives how many shoppers it made. */
export function ownDevices(habits: Habits): (site: Site, chance: Chance) => number {
  return (site, chance) => {
    const devices = Array.from({ length: chance.whole(...habits.devices) }, () => site.browser());
    live(site, chance, visitsOf(site.person(), devices, chance, habits.clears_cookies));
    return 1;
  };
}

/** How likely somebody who is somewhere for the last time has signed in there. */
const SIGNS_IN_SOMEWHEN = 0.9;

/**
 * The visits of a shopper: some before there is an account, some without signing in, and one or two that end in a sale,
 * with an account. There are few enough for all that led to a sale to be listed in its answer.
 */
export function visitsOf(person: Person, devices: readonly Browser[], chance: Chance, clears = 0): Visit[] {
  const begin = dayBy(chance, 0, 14);
  const ends = begin + chance.whole(2 * DAY, 38 * DAY);
  const times = Array.from({ length: chance.whole(2, 5) + devices.length }, () => chance.whole(begin, ends));
  const last = times.length - 1;
  const firstSale = chance.happens(0.3) ? chance.whole(0, last) : last;
  const signUp = chance.whole(0, firstSale);
  const visits = times
    .sort((a, b) => a - b)
    .map((at, place): Visit => {
      const isSale = place === firstSale || place === last;
      return {
        person,
        browser: chance.pick(devices),
        at: at + place * HOUR,
        lands: chance.happens(0.75),
        signs_in: isSale || (place >= signUp && chance.happens(0.7)),
        ...(isSale && { buys: purchaseBy(chance) }),
        signs_out: chance.happens(0.2),
        clears_cookies: chance.happens(clears),
      };
    });
  return visits.map((visit, place) => {
    const next = visits.slice(place + 1).find(({ browser }) => browser === visit.browser);
    const isLast = next === undefined || next.clears_cookies === true;
    return isLast && devices.length + clears > 1 && chance.happens(SIGNS_IN_SOMEWHEN)
      ? { ...visit, signs_in: true }
      : visit;
  });
}
