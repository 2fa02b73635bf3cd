import type { Feature } from './feature.ts';

/**
 * Cookies by which ad platforms and analytics know this browser: Meta, Google Analytics and Ads, TikTok, Snapchat, Reddit,
 * Pinterest, LinkedIn, Microsoft.
 */
export const vendorCookies =
  /(?:^|; )(_epik|_ttp|li_fat_id|_scid|_rdt_uuid|_gcl_a[uw]|_fb[cp]|_uetvid|_ga(?:_\w+)?)=([^;]*)/g;

/** Sends them with each event but page views, so that the sale can be reported to those platforms by a server. */
export const vendorIds: Feature = ({ _cookie, _may, _steps }) => {
  _steps.push((event) => {
    if (event.name === 'page_view' || !_may('ads')) return event;
    const found = Array.from(_cookie._all().matchAll(vendorCookies), ([, name, value]) => [name, value]);
    return { ...event, vendor_ids: Object.fromEntries(found) };
  });
};
