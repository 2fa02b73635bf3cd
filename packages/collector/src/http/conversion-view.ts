import { callersId, type Shown } from '../dialects/dialect.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { AttributedTo } from '../domain/credit.ts';
import { decimalOf } from '../domain/money.ts';
import { isoOf } from '../domain/time.ts';

/** A conversion as the native API renders it; what a browser claims has fewer fields, and the others are empty. */
export function viewConversion({ status, row, type, source }: Shown) {
  const { credit } = row;
  const verified: Partial<ConversionRow> = 'identifiers' in row ? row : {};
  return {
    id: row.id,
    external_id: verified.external_id ?? null,
    name: row.name,
    status,
    conversion_type: type && { id: callersId(type), name: type.name },
    source: source && { id: callersId(source), name: source.name },
    order_id: row.order_id,
    event_id: row.event_id,
    external_ref: verified.external_ref ?? null,
    amount: amountOf(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    refunded: viewRefunded(verified),
    count: verified.count ?? 1,
    sales_status: verified.sales_status ?? null,
    earning_status: verified.earning_status ?? null,
    commissionable_amount: amountOf(verified.commissionable_minor ?? null, row.currency),
    commission_amount: amountOf(verified.commission_minor ?? null, verified.commission_currency ?? null),
    commission_currency: verified.commission_currency ?? null,
    is_subscription: verified.is_subscription ?? null,
    interval: verified.interval ?? null,
    plan_id: verified.plan_id ?? null,
    product_ids: verified.product_ids ?? null,
    price_ids: verified.price_ids ?? null,
    origin: verified.origin ?? null,
    action_source: verified.action_source ?? null,
    occurred_at: isoOf(row.occurred_at),
    recorded_at: isoOf(row.recorded_at),
    updated_at: isoOf(verified.updated_at ?? row.recorded_at),
    visitor_id: row.visitor_id,
    click_id: verified.click_id ?? null,
    referral_id: verified.referral_id ?? null,
    affiliate_id: verified.affiliate_id ?? null,
    coupon: verified.coupon_code ?? null,
    identifiers: Object.fromEntries((verified.identifiers ?? []).map(({ kind, value }) => [kind, value])),
    user: verified.profile ?? null,
    url: row.url,
    referrer_url: row.referrer,
    context: verified.context ?? null,
    metadata: row.metadata,
    notes: verified.notes ?? null,
    workflow_id: verified.workflow_id ?? null,
    master_workflow_id: verified.master_workflow_id ?? null,
    workflow_run_id: verified.workflow_run_id ?? null,
    raw: verified.raw ?? null,
    dialect: verified.dialect ?? null,
    attributed_to: viewAttribution(credit.attributed_to),
    owed_to: credit.owed_to,
    debt_rule: credit.debt_rule,
  };
}

/** In major units. */
export function amountOf(amountMinor: number | null, currency: string | null): number | null {
  return amountMinor === null ? null : Number(decimalOf(amountMinor, currency ?? ''));
}

function viewRefunded({ amount_minor, refunded_minor = 0, currency = null }: Partial<ConversionRow>) {
  if (amount_minor === null || amount_minor === undefined) return null;
  return { amount: amountOf(refunded_minor, currency), amount_minor: refunded_minor };
}

export function viewAttribution(attributed: AttributedTo | null) {
  return attributed && { ...attributed, occurred_at: isoOf(attributed.occurred_at) };
}
