/** Parameters that `/v1/track` takes, in lower case; the patterns fit a few others too, of which it takes no notice. */
const params = /^(sub\d|utm_\w+|\w+c(lk?)?id|[gw]braid|li_fat_id|epik)$/;

/** What a landing URL says of a referral: the affiliate's tracking id, and the campaign as `/v1/track` names it. */
export interface AffonsoCampaign {
  trackingId?: string;
  [field: string]: string | undefined;
}

/**
 * Reads a landing URL. Names match without case, and the first of several values counts, as in the tag; a tracking id is a
 * short word.
 */
export function readAffonsoCampaign(url: string, referralParams: readonly string[]): AffonsoCampaign {
  let campaign: AffonsoCampaign = {};
  new URL(url).searchParams.forEach((value, anyCase) => {
    const name = anyCase.toLowerCase();
    const isCode = referralParams.includes(name);
    if (isCode ? /^[\w.-]{1,64}$/.test(value) : params.test(name) && value.length < 256) {
      const field = isCode ? 'trackingId' : name.replace(/^utm_(.)/, (_, first) => `utm${first.toUpperCase()}`);
      campaign = { [field]: value, ...campaign };
    }
  });
  return campaign;
}
