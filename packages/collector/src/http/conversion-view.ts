import type { AttributedTo } from '../domain/credit.ts';
import { decimalOf } from '../domain/money.ts';
import { isoOf } from '../domain/time.ts';
import type { ShownConversion } from '../reports/conversions.ts';

/** A conversion as the native API renders it. */
export function viewConversion({ status, row }: ShownConversion) {
  const { credit } = row;
  const verified = status === 'verified' ? row : undefined;
  return {
    id: row.id,
    name: row.name,
    status,
    order_id: row.order_id,
    event_id: row.event_id,
    amount: row.amount_minor === null ? null : Number(decimalOf(row.amount_minor, row.currency ?? '')),
    amount_minor: row.amount_minor,
    currency: row.currency,
    occurred_at: isoOf(row.occurred_at),
    recorded_at: isoOf(row.recorded_at),
    visitor_id: row.visitor_id,
    click_id: verified?.click_id ?? null,
    identifiers: Object.fromEntries((verified?.identifiers ?? []).map(({ kind, value }) => [kind, value])),
    url: row.url,
    referrer_url: row.referrer,
    metadata: row.metadata,
    attributed_to: viewAttribution(credit.attributed_to),
    owed_to: credit.owed_to,
    debt_rule: credit.debt_rule,
  };
}

export function viewAttribution(attributed: AttributedTo | null) {
  return attributed && { ...attributed, occurred_at: isoOf(attributed.occurred_at) };
}
