import type { EarningRow, EntryRow } from '../../domain/earning.ts';
import { ownIdOf } from '../../domain/ids.ts';
import { earnings, entries } from '../../domain/schema.ts';
import type { EarningAccount } from '../../domain/told-earning.ts';
import type { Reader } from '../../store/store.ts';
import { tellEarnings } from './tell-earnings.ts';

/** One earning with its lines in the ledger, oldest first. */
export async function readEarning(
  reader: Reader,
  { workspace_id, id: named }: { workspace_id: string; id: string },
): Promise<EarningAccount | null> {
  const id = ownIdOf(named);
  const [told] = await tellEarnings(reader, await reader.find<EarningRow>(earnings, 'key', [workspace_id, id]));
  if (!told) return null;
  const lines = await reader.find<EntryRow>(entries, 'key', [workspace_id, id]);
  const inOrder = lines.sort((a, b) => a.recorded_at - b.recorded_at || (a.command_id < b.command_id ? -1 : 1));
  return { ...told, entries: inOrder };
}
