import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import type { EditRow } from '../../domain/edit.ts';
import type { IncentiveRow, IncentiveTerms } from '../../domain/incentive.ts';
import type { PayoutItemRow, PayoutRow } from '../../domain/payout.ts';
import type { ProgramRow } from '../../domain/program.ts';
import {
  affiliates,
  conversions,
  earnings,
  edits,
  incentives,
  payoutItems,
  payouts,
  programs,
} from '../../domain/schema.ts';
import type { Table } from '../../domain/table.ts';
import type { EarningPayment, ToldEarning } from '../../domain/told-earning.ts';
import type { Reader } from '../../store/store.ts';

/** Earnings of one workspace with all that has to be known to explain them, in their order. */
export async function tellEarnings(reader: Reader, rows: readonly EarningRow[]): Promise<ToldEarning[]> {
  const [first] = rows;
  if (!first) return [];
  const { workspace_id } = first;
  const affiliate = finder<AffiliateRow>(reader, affiliates, workspace_id);
  const program = finder<ProgramRow>(reader, programs, workspace_id);
  const incentive = finder<IncentiveRow>(reader, incentives, workspace_id);
  const sale = finder<ConversionRow>(reader, conversions, workspace_id);
  return Promise.all(
    rows.map(async (earning): Promise<ToldEarning> => {
      const looked = earning.calculation?.incentives.map(({ incentive_id }) => incentive_id) ?? [];
      const [theirs, its, held, others, sold, review, payments] = await Promise.all([
        affiliate(earning.affiliate_id),
        program(earning.program_id),
        incentive(earning.incentive_id),
        Promise.all(looked.map(incentive)),
        sale(earning.conversion_id),
        readReview(reader, earning),
        readPayments(reader, earning),
      ]);
      return {
        earning,
        affiliate_name: theirs?.name ?? null,
        program_name: its?.name ?? null,
        incentive: held && { name: held.name, terms: await termsOf(reader, held, earning.incentive_version ?? 1) },
        incentive_names: Object.fromEntries(others.flatMap((one) => (one ? [[one.id, one.name]] : []))),
        count: sold?.count ?? 1,
        refunded_minor: sold?.refunded_minor ?? 0,
        override: sold?.earning_status ?? null,
        metadata: sold?.metadata ?? null,
        commissionable_minor: sold?.commissionable_minor ?? null,
        stated: statedOf(sold),
        review,
        payments,
      };
    }),
  );
}

/** What a conversion makes us owe, and whom; nothing where it was never owed to anybody. */
export async function readEarningsOf(
  reader: Reader,
  workspaceId: string,
  conversionId: string,
): Promise<ToldEarning[]> {
  return tellEarnings(reader, await reader.find<EarningRow>(earnings, 'conversion', [workspaceId, conversionId]));
}

function statedOf(sale: ConversionRow | null): ToldEarning['stated'] {
  const { commission_minor = null, commission_currency = null } = sale ?? {};
  return commission_minor === null || commission_currency === null
    ? null
    : { minor: commission_minor, currency: commission_currency };
}

/** Finds rows by their id, each once. */
function finder<Row extends object>(reader: Reader, table: Table<Row>, workspaceId: string) {
  const found = new Map<string, Promise<Row | null>>();
  return (id: string | null): Promise<Row | null> => {
    if (id === null) return Promise.resolve(null);
    const known = found.get(id) ?? reader.find<Row>(table, 'key', [workspaceId, id]).then(([row]) => row ?? null);
    found.set(id, known);
    return known;
  };
}

function changesOf(reader: Reader, { workspace_id, id }: { workspace_id: string; id: string }): Promise<EditRow[]> {
  return reader.range<EditRow>(edits, 'key', [workspace_id, id], { order: 'ascending' });
}

async function termsOf(reader: Reader, incentive: IncentiveRow, version: number): Promise<IncentiveTerms> {
  const later = (await changesOf(reader, incentive)).flatMap(({ patch }) =>
    'terms' in patch ? [patch['terms'] as IncentiveTerms] : [],
  );
  return [incentive.first_terms, ...later][version - 1] ?? incentive.terms;
}

async function readReview(reader: Reader, earning: EarningRow): Promise<ToldEarning['review']> {
  const last = (await changesOf(reader, earning)).findLast(({ patch }) => 'review' in patch);
  if (!last) return null;
  const { review: decision, note } = last.patch as { review: 'approved' | 'declined'; note?: string | null };
  return { decision, note: note ?? null, recorded_at: last.recorded_at };
}

async function readPayments(reader: Reader, earning: EarningRow): Promise<EarningPayment[]> {
  const { workspace_id, conversion_id, id } = earning;
  const items = await reader.find<PayoutItemRow>(payoutItems, 'conversion', [workspace_id, conversion_id]);
  const paid = await Promise.all(
    items
      .filter(({ earning_id }) => earning_id === id)
      .map(async ({ payout_id, amount_minor }) => {
        const [payout] = await reader.find<PayoutRow>(payouts, 'key', [workspace_id, payout_id]);
        return payout && { payout, amount_minor };
      }),
  );
  return paid
    .filter((one) => one !== undefined)
    .sort((a, b) => a.payout.created_at - b.payout.created_at)
    .map(({ payout: { id: payout_id, status, paid_at, reference }, amount_minor }) => ({
      payout_id,
      status,
      amount_minor,
      paid_at,
      reference,
    }));
}
