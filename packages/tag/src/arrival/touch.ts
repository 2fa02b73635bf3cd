import { uuidV7 } from '../events/uuid-v7.ts';
import type { BatchTouch } from '../wire.ts';
import { readCampaign } from './campaign.ts';
import type { Landing } from './landing.ts';
import { isExternal } from './referrer.ts';
import { scrubUrl } from './scrub-url.ts';

/** As long as a session's pause: who arrives the same way later than that has come again. */
const sameArrivalMs = 30 * 60_000;

/**
 * The touch that a landing makes; `null` if it makes none: nobody can be said to have sent the visitor, or it is one of
 * the touches from the cookie over again. A campaign in the URL makes a touch wherever the visitor came from.
 */
export function touchOf(
  { url, referrer, occurred_at, _shownAgain }: Landing,
  cookieDomain: string | undefined,
  referralParams: readonly string[],
  clickIds: readonly string[],
  last: BatchTouch | undefined,
  first: BatchTouch | undefined,
): BatchTouch | null {
  const campaign = readCampaign(url, occurred_at, referralParams, clickIds);
  if (!campaign && !isExternal(referrer, url, cookieDomain)) return null;
  const touch: BatchTouch = {
    id: uuidV7(occurred_at),
    occurred_at,
    url: scrubUrl(url),
    referrer: scrubUrl(referrer) || undefined,
    ...campaign,
  };
  const isKnown = [last, first].some(
    (earlier) =>
      earlier &&
      signature(earlier) === signature(touch) &&
      // A click id is one click, however often and however late its URL is opened.
      (touch.click_ids ||
        _shownAgain ||
        (earlier === last && occurred_at - (earlier.occurred_at as number) < sameArrivalMs)),
  );
  return isKnown ? null : touch;
}

/**
 * What tells one arrival from another: the affiliate and the clicks, or else the campaign, or else the referrer. Not the
 * page, for some sites carry their visitors' parameters along on every link of their own.
 */
function signature({ click_ids, utm, referral_code, referrer }: BatchTouch): string {
  const clicks = click_ids && Object.entries(click_ids).map(([name, { value }]) => name + value);
  return JSON.stringify([referral_code, clicks ?? utm ?? (!referral_code && referrer)]);
}
