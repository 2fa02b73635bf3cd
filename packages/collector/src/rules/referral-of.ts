import type { Draft } from '../domain/draft.ts';
import type { EarningRow } from '../domain/earning.ts';
import { derivedId } from '../domain/ids.ts';
import { earnings } from '../domain/schema.ts';
import { earlierIn, firstBefore, isBefore, type Place } from './series.ts';

/** Who bought: as far as secret keys tell, and in which browser where they do not. */
export interface Bought {
  person: string | null;
  visitor_id: string | null;
}

/**
 * The tie between a buyer and an affiliate has its id from the conversion that it began with: so it stays the same when more
 * becomes known of who the buyer is.
 */
export function referralOf(draft: Draft, place: Place, affiliateId: string, bought: Bought): string {
  const known = earlierOf(draft, place, bought).find(
    ({ affiliate_id, referral_id }) => affiliate_id === affiliateId && referral_id !== null,
  );
  return known?.referral_id ?? derivedId('referral', place.workspace_id, place.conversion_id);
}

/** What the same buyer bought before; of somebody unknown, what nobody else did in that browser. */
export function earlierOf(draft: Draft, place: Place, { person, visitor_id }: Bought): EarningRow[] {
  if (person !== null) return earlierIn(draft, 'person', person, place);
  return earlierIn(draft, 'visitor', visitor_id, place).filter(({ person_key }) => person_key === null);
}

/** What an earlier conversion of a referral earned, which is named by its id or by any of its conversions. */
export function earningNamed(draft: Draft, name: string, place: Place): EarningRow | undefined {
  const own = draft
    .find<EarningRow>(earnings, 'conversion', [place.workspace_id, name])
    .find((row) => row.referral_id !== null && row.conversion_id !== place.conversion_id && isBefore(row, place));
  return own ?? firstBefore(draft, 'referral', name, place);
}
