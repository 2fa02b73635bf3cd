import type { CreateConversionType, Idempotency } from '../domain/command.ts';
import { mintId } from '../domain/ids.ts';
import type { NewConversionType } from '../wire/conversion-type.ts';
import { readCurrency } from './money.ts';

interface TypeContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency. */
  currency: string;
  idempotency?: Idempotency | undefined;
}

/** A new type of conversions. Throws `invalid`. */
export function intakeConversionType(given: NewConversionType, context: TypeContext): CreateConversionType {
  const { workspace_id, received_at, idempotency } = context;
  return {
    kind: 'create_conversion_type',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    conversion_type: {
      id: mintId(),
      external_id: given.external_id ?? null,
      name: given.name,
      description: given.description ?? null,
      category: given.category,
      currency: readCurrency(given.currency ?? context.currency),
      fields: given.fields,
      workflow_id: given.workflow_id ?? null,
      master_workflow_id: given.master_workflow_id ?? null,
    },
    ...(idempotency && { idempotency }),
  };
}
