import type { ConversionRow } from '../domain/conversion.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { conversions, receipts } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';

export type ReceiptPlace = Pick<ReceiptRow, 'recorded_at' | 'subject_id' | 'command_id' | 'kind'>;

export interface ReceiptPage {
  rows: ReceiptRow[];
  /** The last receipt, where others come behind it. */
  next: ReceiptPlace | null;
}

/** What was decided, newest first; about one conversion or claim where it is given, by our id or the caller's. */
export async function listReceipts(
  reader: Reader,
  question: { workspace_id: string; subject_id: string | null; limit: number; after: ReceiptPlace | null },
): Promise<ReceiptPage> {
  const { workspace_id, subject_id, limit, after } = question;
  const page = { order: 'descending', limit: limit + 1 } as const;
  const found =
    subject_id === null
      ? await reader.range<ReceiptRow>(receipts, 'recorded', [workspace_id], {
          ...page,
          after: after ? [after.recorded_at, after.subject_id, after.command_id, after.kind] : undefined,
        })
      : await reader.range<ReceiptRow>(
          receipts,
          'time',
          [workspace_id, await ourId(reader, workspace_id, subject_id)],
          {
            ...page,
            // One command may leave several receipts, which the index does not put in an order.
            by: ['recorded_at', 'command_id', 'kind'],
            after: after ? [after.recorded_at, after.command_id, after.kind] : undefined,
          },
        );
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? (rows.at(-1) ?? null) : null };
}

async function ourId(reader: Reader, workspaceId: string, id: string): Promise<string> {
  const [own] = await reader.find<ConversionRow>(conversions, 'key', [workspaceId, id]);
  if (own) return id;
  const [named] = await reader.find<ConversionRow>(conversions, 'external_id', [workspaceId, id]);
  return named?.id ?? id;
}
