import { clickIds, ownClickId } from './click-ids.ts';
import type { BatchTouch } from './wire.ts';

/** What a landing URL says about how its visitor was won. */
export type Campaign = Pick<BatchTouch, 'utm' | 'click_ids' | 'referral_code'>;

/**
 * Reads the campaign out of a URL; `undefined` if it has none. Names match without case, and the first of several values
 * counts. A referral code is a short word: anything else in `?ref=` is someone else's parameter, or an attack.
 */
export function readCampaign(url: string, seenAt: number, referralParams: readonly string[]): Campaign | undefined {
  let campaign: Campaign | undefined;
  new URL(url).searchParams.forEach((value, anyCase) => {
    const name = anyCase.toLowerCase();
    // Longer than any platform's, and than the collector takes.
    if (!value || value.length > 1000) return;
    if (/^utm_\w{1,40}$/.test(name)) {
      campaign = { ...campaign, utm: { [name.slice(4)]: value.slice(0, 500), ...campaign?.utm } };
    } else if (name === ownClickId ? /^clk_\w/.test(value) : clickIds.includes(name)) {
      // No click id holds a space, but some hold a bare `+`, which has been decoded as if it were one.
      const clickId = { value: value.replace(/ /g, '+'), first_seen_at: seenAt };
      campaign = { ...campaign, click_ids: { [name]: clickId, ...campaign?.click_ids } };
    } else if (referralParams.includes(name) && /^[\w.-]{1,64}$/.test(value)) {
      campaign = { referral_code: value, ...campaign };
    }
  });
  return campaign;
}
