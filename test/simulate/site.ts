import type { BatchEvent, BatchUser } from '@clickstitch/tag/wire';
import { derivedId } from '../../packages/collector/src/domain/ids.ts';
import { SECOND } from '../../packages/collector/src/domain/time.ts';
import { arrivalBy } from './arrival.ts';
import { type Browser, clearCookies, clockErrorBy, createBrowser } from './browser.ts';
import type { Chance } from './chance.ts';
import { type Message, WORKSPACE } from './delivery.ts';
import { createTruth, type Person, type StatedKind, valueFor } from './truth.ts';

const FIELD_OF: Readonly<Record<StatedKind, string>> = {
  user: 'external_user_id',
  customer: 'customer_id',
  email: 'email',
  phone: 'phone',
};

/** A shop with the tag on its pages: what people do there, kept as truth, and what the tag and the server say of it. */
export function createSite(chance: Chance, clocksAreWrong: boolean) {
  const truth = createTruth();
  const messages: Message[] = [];
  let made = 0;
  const next = (what: string) => `${what}-${++made}`;

  function sends(browser: Browser, at: number, event: Partial<BatchEvent> & { name: string }): void {
    const { visitor_id, clock_ahead, tag_user } = browser;
    const user: BatchUser | undefined = tag_user === null ? undefined : { user_id: tag_user };
    const sent = { id: next('event'), occurred_at: at + clock_ahead, url: 'https://shop.test/', touch: null, user };
    messages.push({ kind: 'batch', at: at + 200, visitor_id, clock_ahead, events: [{ ...sent, ...event }] });
  }

  function states(person: Person, kinds: readonly StatedKind[]): Record<string, string> {
    const known = kinds.filter((kind) => valueFor(person, kind) !== undefined);
    truth.stated.set(person, new Set([...(truth.stated.get(person) ?? []), ...known]));
    return Object.fromEntries(known.map((kind) => [FIELD_OF[kind], valueFor(person, kind) ?? '']));
  }

  function uses(person: Person, { visitor_id }: Browser): void {
    truth.users_of.set(visitor_id, (truth.users_of.get(visitor_id) ?? new Set()).add(person));
  }

  return {
    truth,
    messages,
    sends,

    person(): Person {
      const name = next('person');
      return {
        name,
        user_id: `u_${name}`,
        email: `${name}@mail.test`,
        phone: chance.happens(0.4) ? `+49${15_000_000_000 + made}` : undefined,
        customer_id: chance.happens(0.4) ? `c_${name}` : undefined,
      };
    },

    browser: (saysReset = true): Browser =>
      createBrowser(next('visitor'), clocksAreWrong ? clockErrorBy(chance) : 0, saysReset),

    clearsCookies: (browser: Browser) => clearCookies(browser, next('visitor')),

    lands(person: Person, browser: Browser, at: number): void {
      uses(person, browser);
      const seen = at + browser.clock_ahead;
      const touch = { id: next('touch'), occurred_at: seen, ...arrivalBy(chance, next('click'), seen) };
      const id = derivedId('touch', WORKSPACE, browser.visitor_id, touch.id);
      truth.touches.push({ id, person, visitor_id: browser.visitor_id, at });
      browser.last_touch = touch;
      sends(browser, at, { name: 'page_view', url: touch.url, referrer: touch.referrer, touch });
    },

    views(person: Person, browser: Browser, at: number): void {
      uses(person, browser);
      sends(browser, at, { name: chance.pick(['page_view', 'page_view', 'view_item', 'add_to_cart']) });
    },

    /** Somebody opens an account, which need not be their own. */
    signsIn(person: Person, browser: Browser, at: number, account: Person): void {
      uses(person, browser);
      if (account === person) truth.sign_ins.push({ person, visitor_id: browser.visitor_id, at });
      browser.session = account;
      browser.tag_user = account.user_id;
      const { user_id, email, phone } = account;
      sends(browser, at, { name: 'identify', user: { user_id, email, phone } });
    },

    signsOut(browser: Browser, at: number): void {
      browser.session = null;
      if (!browser.says_reset) return;
      browser.tag_user = null;
      sends(browser, at, { name: 'reset' });
    },

    /** The server and the tag report a sale, each as far as it knows; `buyer` is whose account or name it is made under. */
    buys(buyer: Person, browser: Browser, at: number, stated: readonly StatedKind[], namesBrowser: boolean): void {
      const order = next('order');
      truth.sales.push({ order, person: buyer, at, stated });
      const who = { ...states(buyer, stated), ...(namesBrowser && { visitor_id: browser.visitor_id }) };
      const report = { name: 'purchase', order_id: order, occurred_at: at, amount: 99.5, ...who };
      messages.push({ kind: 'report', at: at + SECOND, report });
      const claim = { id: `purchase.${order}`, name: 'purchase', order_id: order, value: 99.5 };
      sends(browser, at + 3 * SECOND, { ...claim, touch: browser.last_touch });
    },

    /** The server reports that somebody has an account now. */
    registers(person: Person, at: number): void {
      const report = { name: 'sign_up', event_id: next('sign_up'), occurred_at: at };
      const stated = states(person, ['user', 'customer', 'email', 'phone']);
      messages.push({ kind: 'report', at: at + SECOND, report: { ...report, ...stated } });
    },
  };
}

export type Site = ReturnType<typeof createSite>;
