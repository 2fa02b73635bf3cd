import type { ClickIds, Utm } from './campaign.ts';

/** Where a visitor came from, in the words that marketers use. `direct` and internal traffic never make a touch. */
export type Channel =
  | 'affiliate'
  | 'paid_search'
  | 'paid_social'
  | 'display'
  | 'email'
  | 'organic_search'
  | 'organic_social'
  | 'ai_assistant'
  | 'referral'
  | 'campaign';

interface Platform {
  source: string;
  channel: Channel;
}

/**
 * Platforms by click-id parameter. What a platform adds to unpaid links too is not called paid: `fbclid`, which Meta adds
 * to every outbound link, so that only a paid `utm_medium` tells an ad from a post; `igshid` and `igsh` of Instagram's
 * shares; `ysclid` of Yandex's search results.
 */
const CLICK_ID_PLATFORMS: Readonly<Record<string, Platform>> = {
  gclid: { source: 'google', channel: 'paid_search' },
  gbraid: { source: 'google', channel: 'paid_search' },
  wbraid: { source: 'google', channel: 'paid_search' },
  dclid: { source: 'google', channel: 'display' },
  msclkid: { source: 'bing', channel: 'paid_search' },
  fbclid: { source: 'facebook', channel: 'organic_social' },
  igshid: { source: 'instagram', channel: 'organic_social' },
  igsh: { source: 'instagram', channel: 'organic_social' },
  ttclid: { source: 'tiktok', channel: 'paid_social' },
  twclid: { source: 'x', channel: 'paid_social' },
  li_fat_id: { source: 'linkedin', channel: 'paid_social' },
  epik: { source: 'pinterest', channel: 'paid_social' },
  rdt_cid: { source: 'reddit', channel: 'paid_social' },
  sccid: { source: 'snapchat', channel: 'paid_social' },
  sc_click_id: { source: 'snapchat', channel: 'paid_social' },
  qclid: { source: 'quora', channel: 'paid_social' },
  yclid: { source: 'yandex', channel: 'paid_search' },
  ymclid: { source: 'yandex', channel: 'paid_search' },
  ysclid: { source: 'yandex', channel: 'organic_search' },
  tblci: { source: 'taboola', channel: 'display' },
  tclick_id: { source: 'taboola', channel: 'display' },
  dicbo: { source: 'outbrain', channel: 'display' },
  obclid: { source: 'outbrain', channel: 'display' },
  ob_click_id: { source: 'outbrain', channel: 'display' },
  irclickid: { source: 'impact', channel: 'affiliate' },
  irclid: { source: 'impact', channel: 'affiliate' },
  cjevent: { source: 'cj', channel: 'affiliate' },
  awc: { source: 'awin', channel: 'affiliate' },
  sscid: { source: 'shareasale', channel: 'affiliate' },
  ransiteid: { source: 'rakuten', channel: 'affiliate' },
  zanpid: { source: 'zanox', channel: 'affiliate' },
};

/** Every URL parameter, in lower case, that is a click id which an ad platform or a network appends. */
export const CLICK_ID_PARAMETERS: readonly string[] = Object.keys(CLICK_ID_PLATFORMS);

/** Whether a URL parameter, in lower case, is a click id that an ad platform or a network appends. */
export function isClickIdParameter(name: string): boolean {
  return Object.hasOwn(CLICK_ID_PLATFORMS, name);
}

/** Channels by a label of the referrer's host name. */
const REFERRERS: Readonly<Record<string, Channel>> = {
  google: 'organic_search',
  bing: 'organic_search',
  duckduckgo: 'organic_search',
  ecosia: 'organic_search',
  yahoo: 'organic_search',
  yandex: 'organic_search',
  baidu: 'organic_search',
  startpage: 'organic_search',
  qwant: 'organic_search',
  facebook: 'organic_social',
  instagram: 'organic_social',
  tiktok: 'organic_social',
  linkedin: 'organic_social',
  lnkd: 'organic_social',
  twitter: 'organic_social',
  pinterest: 'organic_social',
  reddit: 'organic_social',
  youtube: 'organic_social',
  threads: 'organic_social',
  chatgpt: 'ai_assistant',
  openai: 'ai_assistant',
  claude: 'ai_assistant',
  perplexity: 'ai_assistant',
  gemini: 'ai_assistant',
};

const SOCIAL_SOURCE = /^(facebook|fb|instagram|ig|meta|tiktok|linkedin|twitter|x|pinterest|reddit|snapchat|youtube)/;

/**
 * URL parameters that name an ad or its campaign, kept among the UTM parameters under these names. They tell more of a
 * campaign that is one by something else: alone they make none, for a site's own pages may have such parameters.
 */
export const AD_PARAMETERS: readonly string[] = ['ad_id', 'adset_id', 'campaign_id', 'gad_campaignid'];

export interface Origin {
  channel: Channel;
  source: string | null;
  campaign: string | null;
}

export interface Arrival {
  utm: Utm | null;
  click_ids: ClickIds | null;
  referral_code: string | null;
  click_id: string | null;
  referrer: string | null;
}

/** What the site said of a link (UTM) comes before what a platform appended, and that before the referrer. */
export function originOf(arrival: Arrival): Origin {
  const { utm, referral_code } = arrival;
  const platform = platformOf(arrival.click_ids);
  const host = hostOf(arrival.referrer);
  const source = utm?.['source'] ?? platform?.source ?? referral_code ?? host;
  return { channel: channelOf(arrival, platform, host), source, campaign: utm?.['campaign'] ?? null };
}

function channelOf(arrival: Arrival, platform: Platform | undefined, host: string | null): Channel {
  const medium = arrival.utm?.['medium']?.toLowerCase() ?? '';
  const source = arrival.utm?.['source']?.toLowerCase() ?? platform?.source ?? '';
  if (arrival.click_id || arrival.referral_code || /^(affiliate|partner)s?$/.test(medium)) return 'affiliate';
  if (/^(cpc|ppc|sem|paid.*)$/.test(medium)) {
    return /social/.test(medium) || SOCIAL_SOURCE.test(source) ? 'paid_social' : 'paid_search';
  }
  if (/^(display|banner|cpm)$/.test(medium)) return 'display';
  if (/^(e-?mail|newsletter)$/.test(medium)) return 'email';
  if (/^(social|organic[_-]social|sm)/.test(medium)) return 'organic_social';
  if (platform) return platform.channel;
  if (medium === 'organic') return 'organic_search';
  if (isTagged(arrival.utm)) return medium === 'referral' ? 'referral' : 'campaign';
  return referrerChannelOf(host);
}

function isTagged(utm: Utm | null): boolean {
  return Object.keys(utm ?? {}).some((name) => !AD_PARAMETERS.includes(name));
}

function platformOf(clickIds: ClickIds | null): Platform | undefined {
  for (const name in clickIds) {
    const platform = Object.hasOwn(CLICK_ID_PLATFORMS, name) ? CLICK_ID_PLATFORMS[name] : undefined;
    if (platform) return platform;
  }
  return undefined;
}

function referrerChannelOf(host: string | null): Channel {
  if (host === 't.co' || host === 'x.com') return 'organic_social';
  for (const label of host?.split('.') ?? []) {
    const channel = Object.hasOwn(REFERRERS, label) ? REFERRERS[label] : undefined;
    if (channel) return channel;
  }
  return 'referral';
}

function hostOf(referrer: string | null): string | null {
  if (!referrer || !URL.canParse(referrer)) return null;
  return new URL(referrer).hostname.replace(/^www\./, '') || null;
}
