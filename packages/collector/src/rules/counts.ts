import type { ConversionRow, TallyRow } from '../domain/conversion.ts';
import { COUNTED_BY } from '../domain/conversion-tables.ts';
import type { Draft } from '../domain/draft.ts';
import { tallies } from '../domain/schema.ts';

/** Counts a conversion as it is now, or (`sign` -1) no more as it was. Of those that are deleted only how many there are. */
export function countConversion(draft: Draft, row: ConversionRow, sign: 1 | -1): void {
  const { workspace_id, count } = row;
  tally(draft, workspace_id, row.deleted_at === null ? 'all' : 'deleted', '', sign, sign * count);
  if (row.deleted_at !== null) return;
  for (const facet of COUNTED_BY) {
    const value = row[facet];
    if (value !== null) tally(draft, workspace_id, facet, value, sign, sign * count);
  }
}

/** Counts a browser's report that no server has confirmed, or (`sign` -1) has now. */
export function countClaim(draft: Draft, { workspace_id }: { workspace_id: string }, sign: 1 | -1): void {
  tally(draft, workspace_id, 'unverified', '', sign, sign);
}

function tally(
  draft: Draft,
  workspaceId: string,
  facet: string,
  value: string,
  conversions: number,
  counted: number,
): void {
  const row = draft.get<TallyRow>(tallies, [workspaceId, facet, value, draft.slot]);
  if (!row) {
    draft.insert<TallyRow>(tallies, {
      workspace_id: workspaceId,
      facet,
      value,
      slot: draft.slot,
      conversions,
      counted,
    });
    return;
  }
  draft.add<TallyRow>(tallies, row, 'conversions', conversions);
  draft.add<TallyRow>(tallies, row, 'counted', counted);
}
