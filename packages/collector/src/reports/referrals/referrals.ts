import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow, ReferralRow } from '../../domain/earning.ts';
import type { EditRow } from '../../domain/edit.ts';
import type { Identifier } from '../../domain/identity.ts';
import {
  isGivenBack,
  isSale,
  type ReferralStatus,
  referralStatusOf,
  type SaidOfReferral,
} from '../../domain/referral.ts';
import { affiliates, conversions, earnings, edits, referrals } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { ourIdOf } from '../earnings/our-ids.ts';

/** Who was referred by whom, and how far that has come. */
export interface ShownReferral {
  referral: ReferralRow;
  locks_rate: boolean | null;
  affiliate_name: string | null;
  status: ReferralStatus;
  /** By which their latest conversion names them. */
  identifiers: Identifier[];
  /** Without those that were given back whole. */
  sales: number;
  /** By currency, in minor units: what they paid and did not get back, and what their affiliate is owed for it. */
  revenue: Record<string, number>;
  commission: Record<string, number>;
  last_at: number;
  /** The click that it began with. */
  click_id: string | null;
  first_conversion_id: string;
}

export interface ReferralPlace {
  since: number;
  id: string;
}

export interface ReferralPage {
  rows: ShownReferral[];
  next: ReferralPlace | null;
}

/** Newest first; of one affiliate where they are given, by our id or the caller's. */
export async function listReferrals(
  reader: Reader,
  question: { workspace_id: string; affiliate_id: string | null; limit: number; after: ReferralPlace | null },
): Promise<ReferralPage> {
  const { workspace_id, affiliate_id, limit, after } = question;
  const [index, prefix] =
    affiliate_id === null
      ? ['time', [workspace_id]]
      : ['affiliate', [workspace_id, await ourIdOf(reader, 'affiliate', workspace_id, affiliate_id)]];
  const found = await reader.range<ReferralRow>(referrals, String(index), prefix as string[], {
    order: 'descending',
    limit: limit + 1,
    after: after ? [after.since, after.id] : undefined,
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await Promise.all(page.map((referral) => show(reader, referral))),
    next: found.length > limit && last ? { since: last.since, id: last.id } : null,
  };
}

export async function readReferral(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<ShownReferral | null> {
  const [referral] = await reader.find<ReferralRow>(referrals, 'key', [workspace_id, id]);
  return referral ? show(reader, referral) : null;
}

async function show(reader: Reader, referral: ReferralRow): Promise<ShownReferral> {
  const { workspace_id, id, affiliate_id, since } = referral;
  const [[affiliate], said, steps] = await Promise.all([
    reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, affiliate_id]),
    saidOf(reader, workspace_id, id),
    stepsOf(reader, workspace_id, id),
  ]);
  const kept = steps.filter((step) => isSale(step) && !isGivenBack(step.conversion));
  const latest = steps.at(-1)?.conversion;
  return {
    referral,
    locks_rate: said.locks_rate,
    affiliate_name: affiliate?.name ?? null,
    status: referralStatusOf(steps, said),
    identifiers: latest?.identifiers ?? [],
    sales: kept.length,
    revenue: sumBy(
      kept.map(({ conversion: { currency, amount_minor, refunded_minor } }) => [
        currency,
        (amount_minor ?? 0) - refunded_minor,
      ]),
    ),
    commission: sumBy(steps.map(({ earning: { currency, due_minor } }) => [currency, due_minor])),
    last_at: latest?.occurred_at ?? since,
    click_id: steps[0]?.conversion.credit.owed_to?.click_id ?? steps[0]?.conversion.click_id ?? null,
    first_conversion_id: steps[0]?.conversion.id ?? id,
  };
}

/** What somebody said last of each thing. */
async function saidOf(reader: Reader, workspaceId: string, id: string): Promise<SaidOfReferral> {
  const changes = await reader.range<EditRow>(edits, 'key', [workspaceId, id], { order: 'ascending' });
  return Object.assign({ status: null, locks_rate: null }, ...changes.map(({ patch }) => patch));
}

interface Step {
  earning: EarningRow;
  conversion: ConversionRow;
}

/** The conversions that are of a referral now, in the order of their time. */
async function stepsOf(reader: Reader, workspaceId: string, id: string): Promise<Step[]> {
  const theirs = await reader.range<EarningRow>(earnings, 'referral', [workspaceId, id], { order: 'ascending' });
  const found = await Promise.all(
    theirs.map(async (earning) => {
      const [conversion] = await reader.find<ConversionRow>(conversions, 'key', [workspaceId, earning.conversion_id]);
      return conversion?.deleted_at === null ? [{ earning, conversion }] : [];
    }),
  );
  return found.flat();
}

function sumBy(parts: readonly (readonly [currency: string | null, minor: number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [currency, minor] of parts) {
    if (currency !== null && minor !== 0) sums[currency] = (sums[currency] ?? 0) + minor;
  }
  return sums;
}
