import type { ConnectionRow, DeliveryRow } from '../domain/connection.ts';
import { connections, deliveries, workspaces } from '../domain/schema.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import type { Reader } from '../store/store.ts';
import type { ListQuestion } from './configured.ts';

/** A connection, and how many events came of each type with each verdict. */
export interface ConnectionWithDeliveries {
  row: ConnectionRow;
  deliveries: Pick<DeliveryRow, 'type' | 'verdict' | 'deliveries'>[];
}

export interface ConnectionsPage {
  rows: ConnectionWithDeliveries[];
  next: { created_at: number; id: string } | null;
}

/** Newest first. What was deleted is not among them. */
export async function listConnections(reader: Reader, question: ListQuestion): Promise<ConnectionsPage> {
  const { workspace_id, limit, after } = question;
  const found = await reader.range<ConnectionRow>(connections, 'time', [workspace_id], {
    where: { deleted_at: null },
    order: 'descending',
    after: after ? [after.created_at, after.id] : undefined,
    limit: limit + 1,
  });
  const rows = await Promise.all(found.slice(0, limit).map((row) => withDeliveries(reader, row)));
  const last = rows.at(-1)?.row;
  return { rows, next: found.length > limit && last ? { created_at: last.created_at, id: last.id } : null };
}

/** `null` where there is none (any more). */
export async function readConnection(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<ConnectionWithDeliveries | null> {
  const [row] = await reader.find<ConnectionRow>(connections, 'key', [workspace_id, id]);
  return row && row.deleted_at === null ? withDeliveries(reader, row) : null;
}

/** A connection with the workspaces of both modes, as whoever delivers there needs them; `null` where there is none. */
export async function readConnected(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<{ connection: ConnectionRow; workspace: WorkspaceRow; twin: WorkspaceRow } | null> {
  const [[connection], [workspace]] = await Promise.all([
    reader.find<ConnectionRow>(connections, 'key', [workspace_id, id]),
    reader.find<WorkspaceRow>(workspaces, 'key', [workspace_id]),
  ]);
  if (!connection || connection.deleted_at !== null || !workspace) return null;
  const [twin] = await reader.find<WorkspaceRow>(workspaces, 'key', [workspace.twin_id]);
  return twin ? { connection, workspace, twin } : null;
}

async function withDeliveries(reader: Reader, row: ConnectionRow): Promise<ConnectionWithDeliveries> {
  const slots = await reader.range<DeliveryRow>(deliveries, 'key', [row.workspace_id, row.id], { order: 'ascending' });
  const sums = new Map<string, ConnectionWithDeliveries['deliveries'][number]>();
  for (const { type, verdict, deliveries: count } of slots) {
    const sum = sums.get(`${verdict} ${type}`) ?? { type, verdict, deliveries: 0 };
    sums.set(`${verdict} ${type}`, { ...sum, deliveries: sum.deliveries + count });
  }
  return { row, deliveries: [...sums.values()] };
}
