import type { ConversionRow } from '../../domain/conversion.ts';
import { conversions } from '../../domain/schema.ts';
import { type Cell, indexColumns } from '../../domain/table.ts';
import type { Bounds, Reader } from '../../store/store.ts';
import type { Route } from './route.ts';

/** A part of a list that one read of an index gives in order. */
export interface Phase extends Route {
  /** Where the index is in another order than the list. */
  by?: readonly string[] | undefined;
}

/** Where a list goes on: the number of the phase, and the place in it. */
export interface Start {
  phase: number;
  after: readonly Cell[] | undefined;
}

type Order = Bounds['order'];

/** So many rows of a list, behind others. */
export async function readPhases(
  reader: Reader,
  phases: readonly Phase[],
  start: Start,
  { order, offset, count }: { order: Order; offset: number; count: number },
): Promise<ConversionRow[]> {
  const rows: ConversionRow[] = [];
  let left = offset;
  for (const [at, phase] of phases.entries()) {
    if (at < start.phase) continue;
    const after = at === start.phase ? start.after : undefined;
    const skipped = left;
    const found = await readPhase(reader, phase, { order, after, offset: left, limit: count - rows.length });
    rows.push(...found);
    if (rows.length === count) break;
    if (found.length > 0) left = 0;
    else if (skipped > 0) left -= await reader.tally(conversions, phase.index, phase.prefix, phase.within, skipped);
  }
  return rows;
}

const BATCH = 200;

/** Every row of a list in order, a batch at a time. */
export async function* walkPhases(
  reader: Reader,
  phases: readonly Phase[],
  start: Start,
  order: Order,
): AsyncGenerator<ConversionRow> {
  for (const [at, phase] of phases.entries()) {
    if (at < start.phase) continue;
    let after = at === start.phase ? start.after : undefined;
    for (;;) {
      const found: ConversionRow[] = await readPhase(reader, phase, { order, after, offset: 0, limit: BATCH });
      yield* found;
      const last = found.at(-1);
      if (!last || found.length < BATCH) break;
      after = columnsOf(phase).map((column) => (last as unknown as Record<string, Cell>)[column] ?? null);
    }
  }
}

function readPhase(
  reader: Reader,
  { index, prefix, within, by }: Phase,
  { order, after, offset, limit }: { order: Order; after: Start['after']; offset: number; limit: number },
): Promise<ConversionRow[]> {
  return reader.range<ConversionRow>(conversions, index, prefix, {
    ...{ ...within, order, after, by, limit },
    offset: offset > 0 ? offset : undefined,
  });
}

/** The columns that tell a row's place in a phase. */
export function columnsOf({ index, prefix, by }: Phase): readonly string[] {
  return by ?? indexColumns(conversions, index).slice(prefix.length);
}
