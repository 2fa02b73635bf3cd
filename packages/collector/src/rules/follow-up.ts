import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningRow, ReferralRow } from '../domain/earning.ts';
import type { Identifier, IdentifierKind } from '../domain/identity.ts';
import { conversions, earnings, referrals } from '../domain/schema.ts';
import type { Affected } from './affected.ts';
import { patchOf } from './patch.ts';
import { earlierOf } from './referral-of.ts';
import { earlierIn, laterIn, nextIn } from './series.ts';

type Earning = Omit<EarningRow, 'version'>;

/** Marks the later sales whose answer may rest on an earning that was written, changed or taken away. */
export function followUp(
  draft: Draft,
  affected: Affected,
  before: Earning | undefined,
  after: Earning | undefined,
): void {
  const { workspace_id, conversion_id } = before ?? after ?? NONE;
  const [own] = draft.find<ConversionRow>(conversions, 'key', [workspace_id, conversion_id]);
  const isMarked = own !== undefined && affected.conversions.has(own);
  markLater(draft, affected, before, after);
  // A sale's answer never rests on what it earns itself: to settle it anew for that would be to no end.
  if (own && !isMarked) affected.conversions.delete(own);
}

const NONE = { workspace_id: '', conversion_id: '' };

function markLater(draft: Draft, affected: Affected, before: Earning | undefined, after: Earning | undefined): void {
  const isSame = (columns: readonly (keyof Earning)[]) =>
    before && after && columns.every((column) => JSON.stringify(before[column]) === JSON.stringify(after[column]));
  const each = [before, after].filter((row) => row !== undefined);
  for (const index of ['term', 'series'] as const) {
    if (isSame(['occurred_at', `${index}_key`, 'counted'])) continue;
    for (const row of each) markRest(draft, affected, index, row);
  }
  const isAsSound = JSON.stringify(before?.calculation?.fraud) === JSON.stringify(after?.calculation?.fraud);
  if (!isSame(['occurred_at', 'person_key', 'referral_id', 'kind'])) {
    for (const row of each) markBound(draft, affected, row);
  }
  if (!isSame(['occurred_at', 'referral_id', 'person_key', 'kind']) || !isAsSound) {
    for (const row of each) markReferral(draft, affected, row);
  }
  if (!isSame(['occurred_at', 'referral_id'])) {
    for (const row of each) affected.byNamedReferral(row.conversion_id, row.occurred_at);
  }
}

/**
 * What a series comes to is handed on from one to the next, so all that follow are marked at once: what it takes to look at them
 * is then fetched together.
 */
function markRest(draft: Draft, affected: Affected, index: 'term' | 'series', row: Earning): void {
  const key = row[`${index}_key`];
  const next = nextIn(draft, index, key, row);
  if (!next || affected.isMarked(next.conversion_id)) return;
  for (const { conversion_id } of laterIn(draft, index, key, row)) affected.byConversion(conversion_id);
}

/**
 * The first of a person's earnings binds them, the first sale is the last that a coupon can claim, and the first for an affiliate is
 * what the referral of all that follow is called by.
 */
function markBound(draft: Draft, affected: Affected, row: Earning): void {
  const { person_key, visitor_id, affiliate_id, occurred_at } = row;
  const earlier = earlierOf(draft, row, { person: person_key, visitor_id });
  const isFirstForAffiliate = !earlier.some((one) => one.affiliate_id === affiliate_id);
  if (!isFirstForAffiliate && !isFirst(earlier, row)) return;
  if (person_key !== null) affected.byBuyer(identifierOfKey(person_key), occurred_at);
  else if (visitor_id !== null) affected.byBrowser(visitor_id, occurred_at);
}

function identifierOfKey(key: string): Identifier {
  const at = key.indexOf(':');
  return { kind: key.slice(0, at) as IdentifierKind, value: key.slice(at + 1) };
}

/** A referral is there from its first earning on, by which later sales may name it, and whose terms may hold for them. */
function markReferral(draft: Draft, affected: Affected, row: Earning): void {
  const { workspace_id, referral_id } = row;
  if (referral_id === null) return;
  const [first] = draft.earliest<EarningRow>(earnings, 'referral', [workspace_id, referral_id], { limit: 2 });
  const known = draft.get<ReferralRow>(referrals, [workspace_id, referral_id]);
  if (!first) {
    if (known) draft.remove<ReferralRow>(referrals, known);
  } else if (!known) {
    const { affiliate_id, person_key, occurred_at: since } = first;
    draft.insert<ReferralRow>(referrals, {
      workspace_id,
      id: referral_id,
      affiliate_id,
      person_key,
      since,
      version: 1,
    });
  } else {
    const { affiliate_id, person_key, occurred_at: since } = first;
    const patch = patchOf<ReferralRow>(known, { affiliate_id, person_key, since });
    if (Object.keys(patch).length > 0) draft.update<ReferralRow>(referrals, known, patch);
  }
  if (isFirst(earlierIn(draft, 'referral', referral_id, row), row)) {
    affected.byReferral(referral_id, row.occurred_at);
    affected.byNamedReferral(referral_id, row.occurred_at);
  }
}

/** The first of a person's or a referral's earnings, or the first that is a sale. */
function isFirst(earlier: readonly EarningRow[], row: Earning): boolean {
  return earlier.length === 0 || (row.kind === 'sale' && !earlier.some(({ kind }) => kind === 'sale'));
}
