import type { ConversionRow, TallyRow } from '../domain/conversion.ts';
import { COUNTED_BY } from '../domain/conversion-tables.ts';
import type { Draft } from '../domain/draft.ts';
import { tallies } from '../domain/schema.ts';

/** Counts a conversion that is shown, or (`sign` -1) one that is shown no more. */
export function countConversion(draft: Draft, row: ConversionRow, sign: 1 | -1): void {
  if (row.deleted_at !== null) return;
  const { workspace_id, count } = row;
  tally(draft, workspace_id, 'all', '', sign, sign * count);
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
