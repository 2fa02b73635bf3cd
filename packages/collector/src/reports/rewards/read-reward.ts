import type { AdjustmentRow } from '../../domain/adjustment.ts';
import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import type { IncentiveRow } from '../../domain/incentive.ts';
import type { ProgramRow } from '../../domain/program.ts';
import type { Reward } from '../../domain/reward.ts';
import { adjustments, affiliates, conversions, earnings, incentives, programs } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { readReferral } from '../referrals/referrals.ts';
import { knownBy, rowOf, tellReferral } from './tell-referral.ts';

/** A conversion, by our id, with what it earns whoever it is owed to now; `null` where there is none (any more). */
export async function readReward(
  reader: Reader,
  { workspace_id, conversion_id }: { workspace_id: string; conversion_id: string },
): Promise<Reward | null> {
  const conversion = await rowOf<ConversionRow>(reader, conversions, workspace_id, conversion_id);
  return conversion?.deleted_at === null ? rewardOf(reader, conversion) : null;
}

async function rewardOf(reader: Reader, conversion: ConversionRow): Promise<Reward> {
  const { workspace_id, id, refunded_minor, credit } = conversion;
  const owed = credit.owed_to;
  const [found, affiliate, referral, [refund]] = await Promise.all([
    reader.find<EarningRow>(earnings, 'conversion', [workspace_id, id]),
    rowOf<AffiliateRow>(reader, affiliates, workspace_id, owed?.affiliate_id ?? null),
    owed ? readReferral(reader, { workspace_id, id: owed.referral_id }) : null,
    refunded_minor === 0
      ? []
      : reader.range<AdjustmentRow>(adjustments, 'conversion', [workspace_id, id], { order: 'descending', limit: 1 }),
  ]);
  const earning = found.find(({ affiliate_id }) => affiliate_id === owed?.affiliate_id) ?? null;
  const [program, incentive] = await Promise.all([
    rowOf<ProgramRow>(reader, programs, workspace_id, earning?.program_id ?? affiliate?.program_id ?? null),
    rowOf<IncentiveRow>(reader, incentives, workspace_id, earning?.incentive_id ?? null),
  ]);
  return {
    conversion,
    earning,
    affiliate: knownBy(affiliate),
    program: program && { id: program.id, external_id: program.external_id, currency: program.currency },
    incentive: knownBy(incentive),
    referral: referral && (await tellReferral(reader, referral)),
    updated_at: Math.max(conversion.updated_at, refund?.recorded_at ?? 0),
  };
}
