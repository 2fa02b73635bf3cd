import type { CreateSource, Idempotency } from '../domain/command.ts';
import { mintId } from '../domain/ids.ts';
import type { NewSource } from '../wire/source.ts';

interface SourceContext {
  workspace_id: string;
  received_at: number;
  idempotency?: Idempotency | undefined;
}

/** A new source of conversions. */
export function intakeSource(given: NewSource, context: SourceContext): CreateSource {
  const { workspace_id, received_at, idempotency } = context;
  return {
    kind: 'create_source',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    source: {
      id: mintId(),
      external_id: given.external_id ?? null,
      name: given.name,
      type: given.type,
      category: given.category,
      channel: given.channel ?? null,
      creator_id: given.creator_id ?? null,
      campaign_id: given.campaign_id ?? null,
    },
    ...(idempotency && { idempotency }),
  };
}
