import type { Call, InitOptions } from './api.ts';
import { type Arrival, type Landing, readLanding } from './landing.ts';
import { neverThrows } from './never-throws.ts';
import type { PageWindow } from './page-window.ts';
import { createQueue } from './queue.ts';
import { touchOf } from './touch.ts';
import { createTransport } from './transport.ts';
import { uuidV7 } from './uuid-v7.ts';
import { createVerbs, type Verbs } from './verbs.ts';
import type { Visitor } from './visitor.ts';
import { createVisitorCookie } from './visitor-cookie.ts';
import { whenActivated } from './when-activated.ts';

/**
 * The tag of one page: a function that carries out calls, and holds them back until `init` has started it and the page
 * is really shown. It never throws, neither now nor later.
 */
export function createTag(page: PageWindow, arrival: Arrival, defaultEndpoint: string): (call: Call) => void {
  const landing = readLanding(page, arrival);
  const held: Call[] = [];
  let isStarted = false;
  let verbs: Verbs | undefined;

  const carryOut = neverThrows((call: Call) => {
    const [at, url, verb, args] = call;
    if (verb === 'init') {
      const options = args[0] as InitOptions;
      if (isStarted || !options.key) return;
      isStarted = true;
      whenActivated(
        page.document,
        neverThrows(() => {
          verbs = startTag(page, landing, options, defaultEndpoint);
          held.forEach(carryOut);
        }),
      );
    } else if (verbs) {
      (verbs[verb] as (...args: unknown[]) => void)(at, url, ...args);
    } else {
      held.push(call);
    }
  });
  return carryOut;
}

/** The query parameters that affiliate tools use for a referral code. */
const defaultReferralParams = ['via', 'ref', 'aff', 'refcode'];

function startTag(page: PageWindow, landing: Landing, options: InitOptions, defaultEndpoint: string): Verbs {
  const { key, endpoint = defaultEndpoint, referralParams = defaultReferralParams } = options;
  const cookie = createVisitorCookie(page, options.cookieDomain);
  const { visitor_id = uuidV7(landing.occurred_at), first, last } = cookie._read();

  // One visitor for as long as the page lives, whatever another tab writes: a retry must be known for what it is.
  const visitor = (): Visitor => ({ ...cookie._read(), visitor_id, ts: Date.now() });
  const remember = (change: Partial<Visitor>) => cookie._write({ ...visitor(), ...change });
  // Renews the cookie, and tells which hosts share it.
  const cookieDomain = remember({});
  const newTouch = touchOf(landing, cookieDomain, referralParams, last, first);
  if (newTouch) remember({ first: first ?? newTouch, last: newTouch });

  const transport = createTransport(page, `${endpoint.replace(/\/$/, '')}/e`);
  const toBody = (events: string) =>
    `${JSON.stringify({ v: 1, key, visitor_id, sent_at: Date.now() }).slice(0, -1)},"events":[${events}]}`;
  const queue = createQueue(page, transport, toBody);
  return createVerbs(page.document, queue, visitor, remember, newTouch);
}
