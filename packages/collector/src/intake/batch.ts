import type { Rejection } from '@clickstitch/tag/wire';
import type { RecordEvent } from '../domain/command.ts';
import { batchEvent } from '../wire/batch.ts';
import { faultOf } from '../wire/parse.ts';
import { intakeEvent } from './event.ts';
import type { DropReason, EventContext } from './incoming.ts';

export interface IntakenBatch {
  commands: RecordEvent[];
  rejected: (Rejection & { reason: DropReason; message: string })[];
}

/** Takes in each event of a batch by itself. */
export function intakeBatch(events: readonly unknown[], context: EventContext): IntakenBatch {
  const batch: IntakenBatch = { commands: [], rejected: [] };
  for (const [index, event] of events.entries()) {
    const parsed = batchEvent.safeParse(event);
    if (!parsed.success) {
      const { field, message } = faultOf(parsed.error);
      batch.rejected.push({ index, id: idOf(event), reason: 'invalid', field, message });
      continue;
    }
    const taken = intakeEvent(parsed.data, context);
    if ('reason' in taken) batch.rejected.push({ index, id: parsed.data.id, ...taken });
    else batch.commands.push({ kind: 'record_event', ...taken });
  }
  return batch;
}

function idOf(event: unknown): string | null {
  const id = event !== null && typeof event === 'object' && 'id' in event ? event.id : undefined;
  return typeof id === 'string' ? id : null;
}
