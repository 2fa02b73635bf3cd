import type { ConversionRow } from '../../domain/conversion.ts';
import { conversions } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';

/** So many conversions of a click are looked at. */
const LOOKED_AT = 100;

/** The referral that began with a click: of the first conversion that named it and is owed by it; `null` while there is none. */
export async function referralOfClick(reader: Reader, workspaceId: string, clickId: string): Promise<string | null> {
  const found = await reader.range<ConversionRow>(conversions, 'click', [workspaceId, clickId], {
    order: 'ascending',
    limit: LOOKED_AT,
  });
  const first = found.find(({ credit, deleted_at }) => deleted_at === null && credit.owed_to !== null);
  return first?.credit.owed_to?.referral_id ?? null;
}
