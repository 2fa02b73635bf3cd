import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import { ownIdOf } from '../domain/ids.ts';
import { claims, conversions } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';

/** A conversion as it is shown: what a secret key reported, or what so far only a browser claims. */
export type ShownConversion = { status: 'verified'; row: ConversionRow } | { status: 'unverified'; row: ClaimRow };

/**
 * One conversion, by our id or the caller's, unless it was deleted; by the id of a claim that a server's report covers, the
 * conversion that covers it.
 */
export async function readConversion(
  reader: Reader,
  { workspace_id, id: named }: { workspace_id: string; id: string },
): Promise<ShownConversion | null> {
  const id = ownIdOf(named);
  const own = await reader.find<ConversionRow>(conversions, 'key', [workspace_id, id]);
  const found = own.length > 0 ? own : await reader.find<ConversionRow>(conversions, 'external_id', [workspace_id, id]);
  const row = found.find(({ deleted_at }) => deleted_at === null);
  if (row) return { status: 'verified', row };
  if (own.length > 0) return null;
  const [claim] = await reader.find<ClaimRow>(claims, 'key', [workspace_id, id]);
  if (!claim) return null;
  if (claim.conversion_id === null) return { status: 'unverified', row: claim };
  return readConversion(reader, { workspace_id, id: claim.conversion_id });
}
