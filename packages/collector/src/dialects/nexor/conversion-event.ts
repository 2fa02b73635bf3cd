import type { ClaimRow, ConversionRow } from '../../domain/conversion.ts';
import type { ConversionTypeRow } from '../../domain/conversion-type.ts';
import { decimalOf } from '../../domain/money.ts';
import { isoOf } from '../../domain/time.ts';
import { callersId, type Shown } from '../dialect.ts';

/** A conversion as `conversion_event`. Ids that it has none of, and an amount that nobody told, are `null`. */
export function conversionEvent({ row, type }: Shown) {
  const told = 'dialect' in row ? row : null;
  return {
    id: callersId(row),
    conversion_type_id: type === null ? null : callersId(type),
    lead_id: told?.identifiers.find(({ kind }) => kind === 'lead')?.value ?? null,
    amount: amountOf(row),
    currency: row.currency,
    converted_at: isoOf(row.occurred_at),
    created_at: isoOf(row.recorded_at),
    workflow_id: told?.workflow_id ?? null,
    master_workflow_id: told?.master_workflow_id ?? null,
    workflow_run_id: told?.workflow_run_id ?? null,
    metadata: row.metadata ?? {},
    notes: told?.notes ?? null,
    conversion_types: { name: type?.name ?? row.name, fields: type?.fields ?? [] },
  };
}

/** The same in a list, where the type tells its category too. */
export function listedEvent(shown: Shown) {
  const { conversion_types, ...event } = conversionEvent(shown);
  const { name, fields } = conversion_types;
  return { ...event, conversion_types: { name, category: shown.type?.category ?? 'final', fields } };
}

export function conversionType(type: ConversionTypeRow) {
  return {
    id: callersId(type),
    name: type.name,
    description: type.description,
    category: type.category,
    currency: type.currency,
    fields: type.fields,
    workflow_id: type.workflow_id,
    master_workflow_id: type.master_workflow_id,
    created_at: isoOf(type.created_at),
  };
}

/** In major units, as a JSON number. */
function amountOf({ amount_minor, currency }: ConversionRow | ClaimRow): number | null {
  return amount_minor === null || currency === null ? null : Number(decimalOf(amount_minor, currency));
}
