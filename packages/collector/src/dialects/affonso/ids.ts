import { uuidOf } from '../../domain/ids.ts';

/** Ids as the vendor writes them: what it is, and the digits of our own. Callers who gave an id of their own keep it. */

export type IdPrefix = 'com' | 'ref' | 'aff' | 'prog' | 'earn' | 'inc' | 'pay' | 'cpn' | 'grp';

/** `com_0192…` of one of our UUIDs. */
export function writeId(prefix: IdPrefix, id: string): string {
  return `${prefix}_${id.replaceAll('-', '')}`;
}

/** Our UUID; what does not look like one is an id of the caller's own, as it came. */
export function readId(prefix: IdPrefix, text: string): string {
  return (text.startsWith(`${prefix}_`) ? uuidOf(text.slice(prefix.length + 1)) : undefined) ?? text;
}

/** A click is the beginning of a referral, and its id the referral's: `ref_` and the digits of `clk_`. */
export function writeClickId(clickId: string): string {
  return clickId.replace(/^clk_/, 'ref_');
}

/**
 * What a referral's id may be: the click that it began with, the conversion that it began with, or a name of ours or the
 * caller's. The digits of both are UUIDs, and no two are alike.
 */
export function readReferralId(text: string): { click_id: string; conversion_id: string } | { name: string } {
  const digits = text.startsWith('ref_') ? text.slice('ref_'.length) : '';
  const conversion_id = uuidOf(digits);
  return conversion_id === undefined ? { name: text } : { click_id: `clk_${digits}`, conversion_id };
}
