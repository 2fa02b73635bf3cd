import { isWhole } from '../build.ts';
import type { BatchTouch } from '../wire.ts';
import { ownClickId } from './click-ids.ts';

/** What a landing URL says about how its visitor was won. */
export type Campaign = Pick<BatchTouch, 'utm' | 'click_ids' | 'referral_code'>;

/**
 * Reads the campaign out of a URL; `undefined` if it has none. Names match without case, and the first of several values
 * counts. A referral code is a short word: anything else in `?ref=` is someone else's parameter, or an attack. The ids of an
 * ad, which other sites use for things of their own, say something only beside a campaign.
 */
export function readCampaign(
  url: string,
  seenAt: number,
  referralParams: readonly string[],
  clickIds: readonly string[],
): Campaign | undefined {
  const campaign: Campaign = {};
  let ads: Record<string, string> | undefined;
  new URL(url).searchParams.forEach((value, anyCase) => {
    const name = anyCase.toLowerCase();
    // Longer than any platform's, and than the collector takes.
    if (!value || value.length > 1000) return;
    if (/^utm_\w{1,40}$/.test(name)) {
      campaign.utm ??= {};
      campaign.utm[name.slice(4)] ??= value.slice(0, 500);
    } else if (isWhole && /^((ad|adset|campaign)_id|gad_campaignid)$/.test(name)) {
      ads ??= {};
      ads[name] ??= value.slice(0, 500);
    } else if (name === ownClickId ? /^clk_\w/.test(value) : clickIds.includes(name)) {
      // No click id holds a space, but some hold a bare `+`, which has been decoded as if it were one.
      campaign.click_ids ??= {};
      campaign.click_ids[name] ??= { value: value.replace(/ /g, '+'), first_seen_at: seenAt };
    } else if (referralParams.includes(name) && /^[\w.-]{1,64}$/.test(value)) {
      campaign.referral_code ??= value;
    }
  });
  if (!Object.keys(campaign)[0]) return undefined;
  if (isWhole && ads) campaign.utm = { ...ads, ...campaign.utm };
  return campaign;
}
