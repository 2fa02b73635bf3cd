import type { EarningRow } from '../../domain/earning.ts';
import { earnings, touches } from '../../domain/schema.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type { Reader } from '../../store/store.ts';
import { referralOfClick } from './referral-of-click.ts';
import { readReferral, type ShownReferral } from './referrals.ts';

/** What a name of a referral stands for: the click that one may begin with, or the referral that it is. */
export interface ResolvedReferral {
  click: TouchRow | null;
  /** `null` of a click that nothing came of yet. */
  referral: ShownReferral | null;
}

const DIGITS = /^(?:ref_)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

/**
 * A referral by any of its names: its id, that of any of its conversions, or a click's. `ref_` and the digits of any of them
 * names it, too. `null` where there is none.
 */
export async function resolveReferral(
  reader: Reader,
  { workspace_id, name }: { workspace_id: string; name: string },
): Promise<ResolvedReferral | null> {
  const digits = DIGITS.exec(name)?.slice(1) ?? [];
  const clickId = digits.length > 0 ? `clk_${digits.join('')}` : name;
  const conversionId = digits.length > 0 ? digits.join('-') : name;
  const [click] = await reader.find<TouchRow>(touches, 'key', [workspace_id, clickId]);
  if (click) {
    const id = await referralOfClick(reader, workspace_id, click.id);
    return { click, referral: id === null ? null : await readReferral(reader, { workspace_id, id }) };
  }
  const theirs = await reader.find<EarningRow>(earnings, 'conversion', [workspace_id, conversionId]);
  const id = theirs.find(({ referral_id }) => referral_id !== null)?.referral_id ?? conversionId;
  const referral = await readReferral(reader, { workspace_id, id });
  return referral && { click: null, referral };
}
