import { referralCodeOf } from '../domain/affiliate.ts';
import type { ClickIds, Utm } from '../domain/campaign.ts';
import { AD_PARAMETERS, isClickIdParameter } from '../domain/channel.ts';
import { isClickId } from '../domain/ids.ts';
import { beginningOf, cleanText } from '../domain/text.ts';
import type { TouchFacts } from '../domain/touch.ts';

/** What a landing page's address and referrer say of where the visitor came from. */
export type Landing = Pick<TouchFacts, 'url' | 'referrer' | 'utm' | 'click_ids' | 'referral_code' | 'click_id'>;

const REFERRAL_PARAMETERS = ['via', 'ref', 'aff', 'refcode'];

/** Hosts that a visitor passes through on the way to buying and comes back from; the tag knows the same. */
export const PASSED_THROUGH = [
  ...[
    'stripe.com',
    'paypal.com',
    'klarna.com',
    'paddle.com',
    'lemonsqueezy.com',
    'polar.sh',
    'adyen.com',
    'mollie.com',
  ],
  ...['accounts.google.com', 'appleid.apple.com', 'login.microsoftonline.com'],
];

/**
 * Reads an arrival from a page view whose sender did not look itself; `undefined` where it is none: direct or
 * internal traffic, or a return from a payment or login page, unless the address carries campaign parameters.
 */
export function landingOf(address: string, referrer: string | null, at: number): Landing | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const utm: Utm = {};
  const ads: Utm = {};
  const clickIds: ClickIds = {};
  let referralCode: string | undefined;
  let clickId: string | null = null;
  for (const [name, value] of url.searchParams) {
    const lower = name.toLowerCase();
    if (value === '') continue;
    if (lower.startsWith('utm_')) utm[cleanText(lower.slice(4))] ??= beginningOf(cleanText(value), 500);
    else if (AD_PARAMETERS.includes(lower)) ads[lower] ??= beginningOf(cleanText(value), 500);
    else if (lower === 'cs_click' && isClickId(value)) clickId ??= value;
    else if (REFERRAL_PARAMETERS.includes(lower)) referralCode ??= referralCodeOf(value);
  }
  for (const [name, value] of rawParameters(url)) {
    const lower = name.toLowerCase();
    if (isClickIdParameter(lower) && value !== '' && value.length <= 1_000) {
      clickIds[lower] ??= { value: cleanText(value), first_seen_at: at };
    }
  }
  const hasUtm = Object.keys(utm).length > 0;
  const hasClickIds = Object.keys(clickIds).length > 0;
  const isCampaign = hasUtm || hasClickIds || clickId !== null || referralCode !== undefined;
  if (!isCampaign && !isExternal(url.hostname, referrer)) return undefined;
  const named = isCampaign ? { ...ads, ...utm } : {};
  return {
    url: address,
    referrer,
    utm: Object.keys(named).length > 0 ? named : null,
    click_ids: hasClickIds ? clickIds : null,
    referral_code: referralCode ?? null,
    click_id: clickId,
  };
}

/** Parameters with their values byte for byte: in a click id a `+` is a plus and no space. */
function rawParameters(url: URL): [string, string][] {
  return url.search
    .slice(1)
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), unescaped(pair.slice(at + 1))];
    });
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function isExternal(host: string, referrer: string | null): boolean {
  if (!referrer || !URL.canParse(referrer)) return false;
  const from = new URL(referrer).hostname;
  const isInternal = from === host || from.endsWith(`.${host}`) || host.endsWith(`.${from}`);
  return !isInternal && !PASSED_THROUGH.some((passed) => from === passed || from.endsWith(`.${passed}`));
}
