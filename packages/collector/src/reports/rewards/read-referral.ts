import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionRow, NamingRow } from '../../domain/conversion.ts';
import type { EarningRow, ReferralRow } from '../../domain/earning.ts';
import { shareOf } from '../../domain/exchange.ts';
import { isGivenBack, isSale } from '../../domain/referral.ts';
import { affiliates, conversions, earnings, namings, referrals } from '../../domain/schema.ts';
import type { ReferralStats, ToldReferral } from '../../domain/told-referral.ts';
import type { Reader } from '../../store/store.ts';
import { resolveReferral } from '../referrals/resolve-referral.ts';
import { tellReferral } from './tell-referral.ts';

export interface ReadTie {
  told: ToldReferral;
  /** Where it is in lists. */
  place: { since: number; id: string };
  stats: ReferralStats;
  /** All that it earned, oldest first. */
  earnings: Pick<EarningRow, 'id' | 'conversion_id' | 'paid_minor' | 'status'>[];
}

/** A referral by any of its names. */
export async function readTie(
  reader: Reader,
  question: { workspace_id: string; name: string },
): Promise<ReadTie | null> {
  const resolved = await resolveReferral(reader, question);
  if (!resolved?.referral) return null;
  const { workspace_id, id, since } = resolved.referral.referral;
  const [told, theirs] = await Promise.all([
    tellReferral(reader, resolved.referral),
    reader.range<EarningRow>(earnings, 'referral', [workspace_id, id], { order: 'ascending' }),
  ]);
  return { told, place: { since, id }, stats: await statsOf(reader, theirs), earnings: theirs };
}

/** Who was referred to a program under an address; `null` where nobody was. */
export async function findNamesake(
  reader: Reader,
  { workspace_id, program_id, email_node }: { workspace_id: string; program_id: string | null; email_node: string },
): Promise<ReferralRow | null> {
  const named = await reader.range<NamingRow>(namings, 'key', [workspace_id, 'email', email_node], {
    ...{ order: 'ascending', limit: NAMED },
  });
  for (const { conversion_id } of named) {
    const [sale] = await reader.find<ConversionRow>(conversions, 'key', [workspace_id, conversion_id]);
    const owed = sale?.deleted_at === null ? sale.credit.owed_to : null;
    if (!owed) continue;
    const [affiliate] = await reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, owed.affiliate_id]);
    if ((affiliate?.program_id ?? null) !== program_id) continue;
    const [row] = await reader.find<ReferralRow>(referrals, 'key', [workspace_id, owed.referral_id]);
    if (row) return row;
  }
  return null;
}

/** Conversions of one address that are looked at. */
const NAMED = 100;

async function statsOf(reader: Reader, theirs: readonly EarningRow[]): Promise<ReferralStats> {
  const sales = await Promise.all(
    theirs.map(async (earning) => {
      const [conversion] = await reader.find<ConversionRow>(conversions, 'key', [
        earning.workspace_id,
        earning.conversion_id,
      ]);
      return conversion?.deleted_at === null && isSale({ earning, conversion }) ? [{ earning, conversion }] : [];
    }),
  );
  const sold = sales.flat();
  const kept = sold.filter(({ conversion }) => !isGivenBack(conversion));
  return {
    currency: theirs.find(({ currency }) => currency !== null)?.currency ?? null,
    revenue_minor: kept.reduce((sum, { earning, conversion }) => sum + revenueOf(earning, conversion), 0),
    commission_minor: theirs.reduce((sum, { due_minor }) => sum + due_minor, 0),
    sales: kept.length,
    last_sale_at: sold.at(-1)?.conversion.occurred_at ?? null,
  };
}

/** What is left of a sale; of one in another currency at the rate by which it was shared, which nothing is before there is one. */
function revenueOf(earning: EarningRow, { amount_minor, refunded_minor, currency }: ConversionRow): number {
  const left = (amount_minor ?? 0) - refunded_minor;
  if (currency === earning.currency || earning.currency === null) return left;
  return amount_minor === null || amount_minor === 0
    ? 0
    : shareOf(earning.calculation?.base_minor ?? 0, left, amount_minor);
}
