/**
 * Query parameters that name one click, in lower case, for they are matched without case: those that an ad or affiliate
 * platform asks back when a conversion is reported to it. Parameters that name a campaign (`gad_source`), a listing
 * (`srsltid`) or a person (`scrub-url.ts`) are not here.
 */
export const clickIds: readonly string[] = [
  'gclid', // Google Ads
  'gbraid', // Google Ads, web to app
  'wbraid', // Google Ads, app to web
  'dclid', // Google Campaign Manager, DV360
  'fbclid', // Meta
  'msclkid', // Microsoft Advertising
  'ttclid', // TikTok
  'twclid', // X
  'li_fat_id', // LinkedIn
  'epik', // Pinterest
  'rdt_cid', // Reddit
  'sccid', // Snapchat, which writes ScCid
  'qclid', // Quora
  'yclid', // Yandex, Yahoo Japan
  'tblci', // Taboola
  'dicbo', // Outbrain
  'irclickid', // Impact
  'cjevent', // CJ
  'awc', // Awin
];

/** Clickstitch's own parameter, added by its redirect links; the value is `clk_…`. */
export const ownClickId = 'cs_click';
