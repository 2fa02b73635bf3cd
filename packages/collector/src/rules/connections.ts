import type { CountDelivery, CreateConnection, Outcome } from '../domain/command.ts';
import type { DeliveryRow } from '../domain/connection.ts';
import type { Draft } from '../domain/draft.ts';
import { digestOf } from '../domain/ids.ts';
import { connections, deliveries, directory } from '../domain/schema.ts';
import type { DirectoryRow } from '../domain/workspace.ts';
import { createRow, fresh } from './create-row.ts';

/** Accounts at payment providers, and what was delivered from there. */

export function createConnection(draft: Draft, command: CreateConnection): Outcome {
  const { workspace_id, recorded_at, connection } = command;
  const row = { ...connection, ...fresh(workspace_id, recorded_at) };
  const outcome = createRow(draft, connections, { command, row, keysOf: () => [] });
  if (outcome.status !== 'recorded') return outcome;
  draft.insert<DirectoryRow>(directory, {
    kind: 'connection',
    hash: digestOf(connection.id),
    workspace_id,
    ref_id: connection.id,
  });
  return outcome;
}

/** It is no fact, so it is not logged. */
export function countDelivery(draft: Draft, command: CountDelivery): Outcome {
  const { workspace_id, connection_id, type, verdict } = command;
  const key = [workspace_id, connection_id, type, verdict, draft.slot];
  const row = draft.get<DeliveryRow>(deliveries, key);
  if (row) draft.add<DeliveryRow>(deliveries, row, 'deliveries', 1);
  else {
    const counted = { workspace_id, connection_id, type, verdict, slot: draft.slot, deliveries: 1 };
    draft.insert<DeliveryRow>(deliveries, counted);
  }
  return { status: 'duplicate' };
}
