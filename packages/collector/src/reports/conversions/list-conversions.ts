import type { ClaimRow, ConversionRow } from '../../domain/conversion.ts';
import type { Cell } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import type { ShownConversion } from '../conversions.ts';
import { type ListedConversion, readShownFacets, type ShownFacets, withAttached, withOurIds } from './attached.ts';
import { listClaimed } from './claimed.ts';
import { type ListQuestion, mayHoldClaims, sortColumns } from './list-question.ts';
import { type Listed, sumOf, type Total } from './totals.ts';
import { listVerified } from './verified.ts';

export interface ConversionPage extends Total, ShownFacets {
  rows: ListedConversion[];
  /** The place of the last row, where others come behind it: `after` of the next page. */
  next: readonly Cell[] | null;
}

/** A page of the conversions of a workspace, and of what so far only browsers claim where the list can hold that. */
export async function listConversions(reader: Reader, asked: ListQuestion): Promise<ConversionPage> {
  const facets = readShownFacets(reader, asked.workspace_id);
  const question = { ...asked, filters: await withOurIds(reader, asked.workspace_id, asked.filters) };
  const { sort, order, limit, offset, status } = question;
  const isMixed = status === 'all' && mayHoldClaims(question);
  const part = isMixed ? { ...question, offset: 0 } : question;
  const count = limit + 1 + (isMixed ? offset : 0);
  const [verified, claimed] = await Promise.all([
    status === 'unverified' ? NOTHING : listVerified(reader, part, count),
    isMixed || (status === 'unverified' && mayHoldClaims(question)) ? listClaimed(reader, part, count) : NOTHING,
  ]);
  const rows = merged(verified, claimed, order).slice(isMixed ? offset : 0);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.row as Record<string, Cell> | undefined;
  const counted = sumOf([verified, claimed]);
  // What is shown, and what comes behind it, is there: who goes on until `total` comes to the end.
  const total = Math.max(counted.total, rows.length > 0 ? offset + rows.length : 0);
  return {
    rows: await withAttached(reader, asked.workspace_id, page),
    next: rows.length > limit && last ? sortColumns(sort).map((column) => last[column] ?? null) : null,
    ...{ total, total_is_exact: counted.total_is_exact && total === counted.total },
    ...(await facets),
  };
}

const NOTHING = { rows: [], total: 0, total_is_exact: true };

/** Both in one order; they are in that order already where there is only one. */
function merged(
  verified: Listed<ConversionRow>,
  claimed: Listed<ClaimRow>,
  order: ListQuestion['order'],
): ShownConversion[] {
  const rows: ShownConversion[] = [
    ...verified.rows.map((row) => ({ status: 'verified' as const, row })),
    ...claimed.rows.map((row) => ({ status: 'unverified' as const, row })),
  ];
  if (verified.rows.length === 0 || claimed.rows.length === 0) return rows;
  const sign = order === 'ascending' ? 1 : -1;
  return rows.sort(({ row: a }, { row: b }) => sign * (a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1)));
}
