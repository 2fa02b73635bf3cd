import { affiliates, conversions, programs } from '../../domain/schema.ts';
import type { Table } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';

/** What callers name by our id or by their own, with the index of theirs. */
const NAMED = {
  affiliate: { table: affiliates, external: 'external' },
  program: { table: programs, external: 'external' },
  conversion: { table: conversions, external: 'external_id' },
} as const;

/** Our id of what is named by it or by the caller's; an id that nothing has stays what it is. */
export async function ourIdOf(
  reader: Reader,
  kind: keyof typeof NAMED,
  workspaceId: string,
  id: string,
): Promise<string> {
  const { external } = NAMED[kind];
  const table = NAMED[kind].table as unknown as Table<{ id: string }>;
  const [own] = await reader.find(table, 'key', [workspaceId, id]);
  if (own) return id;
  const [named] = await reader.find(table, external, [workspaceId, id]);
  return named?.id ?? id;
}
