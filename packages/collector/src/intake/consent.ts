import { isClickIdParameter } from '../domain/channel.ts';
import { derivedId } from '../domain/ids.ts';
import { redactPage, withoutParameters } from '../domain/page-address.ts';
import { DAY } from '../domain/time.ts';
import type { EventContext, Incoming } from './incoming.ts';

/** Clickstitch's own click id in an address: it names a link of the site's, and no ad platform is told by it. */
const OWN_CLICK_ID = 'cs_click';

/**
 * The id under which the events of a visitor are kept who did not agree to be recognised: another for each day (UTC) and
 * none that anything else of the browser is kept under, so that an id which outlives the page does no harm. The day is by
 * the sender's own time, which is the same whenever it sends the event again.
 */
export function unrecognisedVisitorId(context: EventContext, occurredAt: number | undefined): string {
  const day = Math.floor((occurredAt ?? context.received_at) / DAY);
  return derivedId('unrecognised', context.workspace_id, context.visitor_id, String(day));
}

/**
 * Takes from an event what its visitor did not agree to, whatever its sender left in it. What names a campaign stays (UTM
 * parameters, a referral code), and so does what was bought.
 */
export function putConsent(incoming: Incoming): undefined {
  const { consent } = incoming.given;
  if (!consent) return;
  incoming.body.consent = consent;
  if (consent.analytics === 'granted' && consent.ads === 'granted') return;
  const before = saidIn(incoming);
  if (consent.analytics === 'denied') unrecognise(incoming);
  else untell(incoming);
  if (saidIn(incoming) !== before) incoming.notes.push('consent_enforced');
}

/** Nothing is left by which the browser, or who is at it, would be known again on another page. */
function unrecognise(incoming: Incoming): void {
  cutAddresses(incoming, redactPage);
  const { touch } = incoming.body;
  if (touch) incoming.body.touch = { ...touch, click_ids: null, click_id: null };
  incoming.given = { ...incoming.given, user: undefined, vendor_ids: undefined };
}

/** Nothing is left by which an ad platform would know the browser. */
function untell(incoming: Incoming): void {
  const named = new Set(Object.keys(incoming.given.touch?.click_ids ?? {}).map((name) => name.toLowerCase()));
  named.delete(OWN_CLICK_ID);
  cutAddresses(incoming, (url) => withoutParameters(url, (name) => isClickIdParameter(name) || named.has(name)));
  const { touch } = incoming.body;
  if (touch) incoming.body.touch = { ...touch, click_ids: null };
  incoming.given = { ...incoming.given, vendor_ids: undefined };
}

/** The page's address, the landing page's, and those that they were come to from. */
function cutAddresses({ row, body }: Incoming, cut: (url: string) => string): void {
  row.url = row.url && cut(row.url);
  row.referrer = row.referrer && cut(row.referrer);
  const { touch } = body;
  if (touch) body.touch = { ...touch, url: cut(touch.url), referrer: touch.referrer && cut(touch.referrer) };
}

/** All that consent may take away, to tell whether it did. */
function saidIn({ given, row, body }: Incoming): string {
  return JSON.stringify([row.url, row.referrer, body.touch, given.user, given.vendor_ids]);
}
