import { MINUTE, SECOND } from '../../packages/collector/src/domain/time.ts';
import type { Browser } from './browser.ts';
import type { Chance } from './chance.ts';
import type { Site } from './site.ts';
import type { Person, StatedKind } from './truth.ts';

/** What somebody does from coming to a browser to leaving it. */
export interface Visit {
  person: Person;
  browser: Browser;
  at: number;
  /** Came by something that can be credited. */
  lands?: boolean;
  /** Opens an account: their own, unless `account` says whose. */
  signs_in?: boolean;
  account?: Person;
  buys?: Purchase;
  /** The server reports the account as a new one. */
  registers?: boolean;
  signs_out?: boolean;
  /** The browser lost its cookies since it was last used. */
  clears_cookies?: boolean;
}

export interface Purchase {
  /** What the server knows of the buyer. */
  stated: readonly StatedKind[];
  /** The server knows the browser, too. */
  names_browser: boolean;
}

/** What people buy with an account; most servers pass on the browser's cookie. */
export function purchaseBy(chance: Chance): Purchase {
  return { stated: ['user', 'customer', 'email', 'phone'], names_browser: chance.happens(0.85) };
}

/** Lives visits in order of time; two at one browser one after the other. */
export function live(site: Site, chance: Chance, visits: readonly Visit[]): void {
  for (const visit of [...visits].sort((a, b) => a.at - b.at)) {
    const { person, browser, account = person, buys } = visit;
    let at = Math.max(visit.at, browser.busy_until + MINUTE);
    const later = () => {
      at += chance.whole(5 * SECOND, 4 * MINUTE);
      return at;
    };
    if (visit.clears_cookies) site.clearsCookies(browser);
    if (visit.lands) site.lands(person, browser, at);
    for (let views = chance.whole(1, 3); views > 0; views -= 1) site.views(person, browser, later());
    if (visit.signs_in && browser.session !== account) {
      if (browser.session) site.signsOut(browser, later());
      site.signsIn(person, browser, later(), account);
      if (visit.registers) site.registers(account, at);
      site.views(person, browser, later());
    }
    if (buys) site.buys(account, browser, later(), buys.stated, buys.names_browser);
    if (buys) at += 10 * SECOND;
    if (visit.signs_out && browser.session) site.signsOut(browser, later());
    browser.busy_until = at;
  }
}
