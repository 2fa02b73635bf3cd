import type {
  ClaimRow,
  ConversionRow,
  NamingRow,
  TallyRow,
  TokenRow,
} from '../../packages/collector/src/domain/conversion.ts';
import { COUNTED_BY } from '../../packages/collector/src/domain/conversion-tables.ts';
import { claims, conversions, namings, tallies, tokens } from '../../packages/collector/src/domain/schema.ts';
import { wordsOf } from '../../packages/collector/src/rules/search-tokens.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { inserts, save } from './engine.ts';
import { randomFrom } from './history-run.ts';

/** Conversions and claims for lists, with what rules keep beside them. */

export interface Listed {
  conversions: ConversionRow[];
  claims: ClaimRow[];
}

const CREDIT: ConversionRow['credit'] = {
  ...{ attributed_to: null, owed_to: null, debt_rule: 'none', candidates: [], more_candidates: 0 },
  ...{ debt_candidates: [], claimants: [], claims: [], found_by: [], conflicts: [] },
};

export async function saveListed(store: Store, workspace_id: string, count: number): Promise<Listed> {
  const random = randomFrom(count);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const some = (share: number, value: () => string) => (random() < share ? value() : null);
  const base = (at: number, prefix: string) => ({
    ...{ workspace_id, id: `${prefix}${String(at).padStart(6, '0')}`, credit: CREDIT, version: 1 },
    ...{ currency: 'EUR', url: null, referrer: null, metadata: null },
    occurred_at: 1_700_000_000_000 + Math.floor(random() * count) * 1_000,
    recorded_at: 1_800_000_000_000 + Math.floor(random() * count),
    amount_minor: random() < 0.7 ? Math.floor(random() * 500) : null,
  });
  const sold = Array.from(
    { length: count },
    (_, at): ConversionRow => ({
      ...base(at, 'c'),
      ...{ dialect: 'native', referral_id: null, action_source: null, notes: null, product_ids: null, price_ids: null },
      ...{ affiliate_id: null, coupon_code: null, signals: null, earning_status: null },
      ...{ commissionable_minor: null, commission_minor: null, commission_currency: null },
      ...{ plan_id: null, is_subscription: null, interval: null, context: null, profile: null, raw: null },
      ...{ affiliate_id: null, coupon_code: null, signals: null, earning_status: null },
      ...{ commissionable_minor: null, commission_minor: null, commission_currency: null },
      ...{
        refunded_minor: 0,
        updated_at: 0,
        deleted_at: random() < 0.01 ? 5 : null,
        metadata: { tag: one(['alpha', 'beta']) },
      },
      name: random() < 0.97 ? 'purchase' : one(['lead', 'demo']),
      order_id: some(0.8, () => `o_${Math.floor(random() * count)}`),
      event_id: some(0.5, () => `e_${at}`),
      external_ref: some(0.3, () => `r_${at}`),
      external_id: some(0.2, () => `x_${at}`),
      visitor_id: some(0.5, () => `v_${Math.floor(random() * 50)}`),
      click_id: some(0.2, () => `k_${at}`),
      type_id: some(0.98, () => (random() < 0.99 ? 'type_1' : 'type_2')),
      source_id: some(0.6, () => one(['source_1', 'source_2', 'source_3'])),
      origin: some(0.5, () => one(['web', 'app'])),
      sales_status: random() < 0.98 ? 'complete' : 'refunded',
      workflow_id: some(0.3, () => one(['w_1', 'w_2'])),
      master_workflow_id: some(0.3, () => 'm_1'),
      workflow_run_id: some(0.3, () => `run_${Math.floor(random() * 30)}`),
      count: random() < 0.9 ? 1 : Math.ceil(random() * 9),
      identifiers: [
        { kind: 'user', value: `u_${Math.floor(random() * 40)}` },
        ...(random() < 0.97 ? [{ kind: 'lead' as const, value: 'l_all' }] : []),
      ],
    }),
  );
  const claimed = Array.from(
    { length: Math.ceil(count / 50) },
    (_, at): ClaimRow => ({
      ...base(at, 'd'),
      ...{ name: one(['purchase', 'lead']), order_id: some(0.5, () => `o_${at % 7}`), event_id: `e_${at}` },
      ...{ visitor_id: `v_${at % 50}`, conversion_id: null, is_open: random() < 0.8 },
    }),
  );
  const shown = sold.filter(({ deleted_at }) => deleted_at === null);
  await save(store, conversions, inserts(sold));
  await save(store, claims, inserts(claimed));
  await save(store, namings, inserts(sold.flatMap(namingsOf)));
  await save(store, tokens, inserts(shown.flatMap(tokensOf)));
  const deleted = sold.length - shown.length;
  await save(store, tallies, inserts(talliesOf(workspace_id, shown, claimed, deleted)));
  return { conversions: sold, claims: claimed };
}

function namingsOf({ workspace_id, occurred_at, id, identifiers }: ConversionRow): NamingRow[] {
  return identifiers.map(({ kind, value }) => ({ workspace_id, kind, value, occurred_at, conversion_id: id }));
}

function tokensOf(row: ConversionRow): TokenRow[] {
  const { workspace_id, occurred_at, id } = row;
  return wordsOf(row).map((token) => ({ workspace_id, token, occurred_at, conversion_id: id }));
}

/** Counters in two slots, as two writers keep them. */
function talliesOf(
  workspace_id: string,
  shown: readonly ConversionRow[],
  claimed: readonly ClaimRow[],
  deleted: number,
): TallyRow[] {
  const rows = new Map<string, TallyRow>();
  const add = (facet: string, value: string | null, slot: number, counted: number) => {
    if (value === null) return;
    const row = rows.get(`${facet} ${value} ${slot}`) ?? {
      workspace_id,
      facet,
      value,
      slot,
      conversions: 0,
      counted: 0,
    };
    rows.set(`${facet} ${value} ${slot}`, { ...row, conversions: row.conversions + 1, counted: row.counted + counted });
  };
  for (const [at, row] of shown.entries()) {
    add('all', '', at % 2, row.count);
    for (const facet of COUNTED_BY) add(facet, row[facet], at % 2, row.count);
  }
  for (const [at, { is_open }] of claimed.entries()) if (is_open) add('unverified', '', at % 2, 1);
  for (let at = 0; at < deleted; at += 1) add('deleted', '', at % 2, 1);
  return [...rows.values()];
}
