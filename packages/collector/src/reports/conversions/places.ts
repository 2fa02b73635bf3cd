import type { ConversionRow } from '../../domain/conversion.ts';
import { conversions } from '../../domain/schema.ts';
import type { Cell } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';

/** Where a conversion lies in the order of time. */
export interface Place {
  id: string;
  occurred_at: number;
}

/** A place in a list, whatever it is sorted by: its last columns are always these. */
export function placeIn(after: readonly Cell[] | null): Place | null {
  const [occurred_at, id] = after?.slice(-2) ?? [];
  return after && { occurred_at: Number(occurred_at), id: String(id) };
}

/** The conversions of a page, those that were deleted just now left out. */
export async function rowsAt(
  reader: Reader,
  workspaceId: string,
  places: readonly Pick<Place, 'id'>[],
): Promise<ConversionRow[]> {
  const found = await Promise.all(
    places.map(({ id }) => reader.find<ConversionRow>(conversions, 'key', [workspaceId, id])),
  );
  return found.flat().filter(({ deleted_at }) => deleted_at === null);
}
