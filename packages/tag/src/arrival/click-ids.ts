/**
 * Query parameters that name one click, in lower case, for they are matched without case: those that an ad or affiliate
 * platform asks back when a conversion is reported to it. Parameters that name a campaign (`gad_source`), a listing
 * (`srsltid`) or a person (`scrub-url.ts`) are not here. One text, in the order that compresses best.
 *
 * Google Ads, also web to app and app to web, and Campaign Manager · Meta, shares on Instagram · Microsoft · TikTok · X ·
 * LinkedIn · Pinterest · Reddit · Snapchat, which writes `ScCid` · Quora · Yandex · Taboola · Outbrain · Impact · CJ ·
 * Awin · ShareASale · Rakuten, which writes `ranSiteID`
 */
export const clickIds =
  'li_fat_id sc_click_id msclkid fbclid obclid igshid wbraid dclid rdt_cid ransiteid sccid epik gbraid ' +
  'gclid yclid qclid ttclid twclid awc cjevent tblci dicbo irclickid sscid';

/** Clickstitch's own parameter, added by its redirect links; the value is `clk_…`. */
export const ownClickId = 'cs_click';
